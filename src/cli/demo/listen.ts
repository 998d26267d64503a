// Serves a simulated server on sockets. Each path is a monitor of its own and takes one client at a time, as QEMU's do:
// who comes meanwhile hears nothing until the first has left.
import { lstatSync, unlinkSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Endpoint } from '../../simulator/open.js';
import type { Peer, Session } from '../../simulator/server/session.js';

/** What a client may leave unread before it is cut off, in bytes. */
const MAX_UNREAD = 64 * 1024 * 1024;

/**
 * Listens until the program ends, or what is returned is called. A socket that nobody listens on any more is replaced.
 * @throws what listening throws.
 */
export async function listenOn(path: string, endpoint: Endpoint): Promise<() => void> {
  const server = createServer({ pauseOnConnect: true }, oneAtATime(endpoint));
  try {
    await listen(server, path);
  } catch (failure) {
    if (!(await isLeftOver(path))) throw failure;
    unlinkSync(path);
    await listen(server, path);
  }
  const close = () => void server.close();
  process.on('exit', close);
  return () => {
    process.off('exit', close);
    close();
  };
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
}

/** Whether a socket is there without a listener: its server was killed. */
function isLeftOver(path: string): Promise<boolean> {
  if (lstatSync(path, { throwIfNoEntry: false })?.isSocket() !== true)
    return Promise.resolve(false);
  return new Promise(resolve => {
    const probe = connect(path);
    probe.on('connect', () => resolve(false));
    probe.on('error', error => resolve('code' in error && error.code === 'ECONNREFUSED'));
    probe.on('close', () => probe.destroy());
  });
}

function oneAtATime(endpoint: Endpoint): (socket: Socket) => void {
  const waiting: Socket[] = [];
  let isServing = false;
  const serveNext = () => {
    const next = waiting.find(socket => !socket.destroyed);
    waiting.splice(0, next === undefined ? waiting.length : waiting.indexOf(next) + 1);
    isServing = next !== undefined;
    if (next !== undefined) serve(next, endpoint, serveNext);
  };
  return socket => {
    socket.on('error', () => socket.destroy());
    waiting.push(socket);
    if (!isServing) serveNext();
  };
}

function serve(socket: Socket, endpoint: Endpoint, onLeft: () => void): void {
  let session: Session | undefined;
  const out = new Outlet(socket, () => session?.leave());
  const peer: Peer = {
    send: line => out.send(`${line}\r\n`),
    end: () => out.end(),
    resume: () => socket.resume(),
  };
  session = endpoint.connect(peer);
  socket.on('data', chunk => {
    if (session?.feed(chunk) === false) socket.pause();
  });
  // What is half closed has all its answers first.
  socket.on('end', () => socket.end());
  socket.on('close', () => {
    if (session !== undefined) endpoint.disconnect(session);
    onLeft();
  });
  socket.resume();
}

/** What goes to one client: all that is said at one time in one piece. */
class Outlet {
  readonly #socket: Socket;
  readonly #onCutOff: () => void;
  #waiting: string[] = [];
  #length = 0;

  /** @param onCutOff called when more is unread than is kept: what came with what was never read is not done. */
  constructor(socket: Socket, onCutOff: () => void) {
    this.#socket = socket;
    this.#onCutOff = onCutOff;
  }

  send(text: string): void {
    if (this.#waiting.length === 0) queueMicrotask(() => this.#flush());
    this.#waiting.push(text);
    this.#length += text.length;
    if (this.#socket.writableLength + this.#length <= MAX_UNREAD) return;
    this.#waiting = [];
    this.#socket.destroy();
    this.#onCutOff();
  }

  end(): void {
    this.#flush();
    this.#socket.end();
  }

  #flush(): void {
    const text = this.#waiting.join('');
    this.#waiting = [];
    this.#length = 0;
    if (text !== '') this.#socket.write(text);
  }
}
