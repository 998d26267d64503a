// A server on a unix socket that does exactly what a script says, byte by byte: for what no real server can be made
// to do. Knows nothing of the sources under test.
import { createServer, type Server, type Socket } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { scratchFolder, whenOver } from './lifetime.js';

/** The greeting of a server with out-of-band execution, without a newline. */
export const GREETING =
  '{"QMP": {"version": {"qemu": {"micro": 0, "minor": 0, "major": 9}, "package": "fake"}, "capabilities": ["oob"]}}';

/** The greeting of a server without it. */
export const OLD_GREETING =
  '{"QMP": {"version": {"qemu": {"micro": 0, "minor": 5, "major": 2}, "package": ""}, "capabilities": []}}';

/** The other end of one connection, in the hands of a script. */
export interface Peer {
  /** Sends text or bytes as they stand. */
  send(bytes: string | Uint8Array): void;
  /** Sends one byte at a time, each in a write of its own. */
  trickle(text: string): Promise<void>;
  /** Sends the bytes again and again, as fast as they are taken, as long as the connection lasts. */
  endlessly(bytes: string | Uint8Array): void;
  /** Sends all of them, as fast as they are taken; settles when the last is on its way, or the connection over. */
  sendEach(texts: Iterable<string>): Promise<void>;
  /** The next command that the client sends, newline or not. */
  command(): Promise<Command>;
  /** Answers `qmp_capabilities`, after the greeting. */
  negotiate(greeting?: string): Promise<Command>;
  /** Answers the command with a return. */
  reply(command: Command, value?: unknown): void;
  /** All that the client has sent so far. */
  received(): string;
  /** Ends the connection, after what was sent. */
  end(): void;
}

/** A command as it came. */
export interface Command {
  readonly execute?: string;
  readonly 'exec-oob'?: string;
  readonly arguments?: Readonly<Record<string, unknown>>;
  readonly id?: string;
}

/** What the server does with each connection; the connection stays open when it returns. */
export type Script = (peer: Peer) => Promise<void> | void;

/** Listens on a path, a new one if none is given, until the test is over. Gives the path back. */
export async function fakeServer(script: Script, at?: string): Promise<string> {
  const path = at ?? join(scratchFolder(), 'fake');
  const sockets = new Set<Socket>();
  const server = createServer(socket => {
    sockets.add(socket.setNoDelay());
    socket.on('error', () => undefined);
    void script(peerFor(socket));
  });
  whenOver(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  await listenAt(server, path);
  return path;
}

/** A path over 107 bytes would be cut off, so such a one is bound from its own folder. */
async function listenAt(server: Server, path: string): Promise<void> {
  const home = process.cwd();
  const isLong = Buffer.byteLength(path) > 107;
  if (isLong) process.chdir(dirname(path));
  const listening = new Promise<void>(done => server.listen(isLong ? basename(path) : path, done));
  if (isLong) process.chdir(home);
  await listening;
}

function peerFor(socket: Socket): Peer {
  const commands = commandQueue(socket);
  const send = (bytes: string | Uint8Array) => void socket.write(bytes);
  const reply = ({ id }: Command, value: unknown = {}) =>
    send(`{"return": ${JSON.stringify(value)}, "id": ${JSON.stringify(id)}}\r\n`);
  return {
    send,
    reply,
    trickle: async text => {
      for (const char of text)
        await new Promise(done => socket.write(char, () => setImmediate(done)));
    },
    endlessly: bytes => sendEndlessly(socket, bytes),
    sendEach: texts => sendEach(socket, texts),
    command: commands.next,
    negotiate: async (greeting = GREETING) => {
      send(`${greeting}\r\n`);
      const command = await commands.next();
      reply(command);
      return command;
    },
    received: commands.received,
    end: () => socket.end(),
  };
}

function sendEndlessly(socket: Socket, bytes: string | Uint8Array): void {
  if (socket.destroyed) return;
  if (socket.write(bytes)) setImmediate(sendEndlessly, socket, bytes);
  else socket.once('drain', () => sendEndlessly(socket, bytes));
}

async function sendEach(socket: Socket, texts: Iterable<string>): Promise<void> {
  for (const text of texts) {
    if (socket.destroyed) return;
    await new Promise<void>(done => socket.write(text, () => done()));
  }
}

/** Commands in the order they came. Each is taken as soon as it is JSON, so a missing newline is no matter. */
function commandQueue(socket: Socket) {
  let received = '';
  let unread = '';
  const commands: Command[] = [];
  const waiting: ((command: Command) => void)[] = [];
  socket.on('data', chunk => {
    received += chunk.toString('latin1');
    unread += chunk.toString('utf8').replaceAll('\uFFFD', '');
    for (const text of unread.split(/(?<=\}\n)/)) {
      const command = commandFrom(text);
      if (command === undefined) continue;
      unread = unread.slice(text.length);
      const take = waiting.shift();
      if (take === undefined) commands.push(command);
      else take(command);
    }
  });
  const next = () => {
    const command = commands.shift();
    return command === undefined
      ? new Promise<Command>(resolve => waiting.push(resolve))
      : Promise.resolve(command);
  };
  return { next, received: () => received };
}

function commandFrom(text: string): Command | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
