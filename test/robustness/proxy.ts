// A proxy before a server's socket that lets messages pass up to a certain one, and then does away with the server.
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { scratchFolder, whenOver } from '../lab/lifetime.js';

/** Where a conversation is cut. */
export interface CutAt {
  readonly from: 'server' | 'client';
  /** The message, counted from 0: those of the server are the greeting, replies and events. */
  readonly message: number;
  readonly where: 'before' | 'during' | 'after';
}

/** Listens on a new socket and passes on to `target` until the cut; `cutOff` ends the server then. */
export async function proxyTo(target: string, cut: CutAt, cutOff: () => void): Promise<string> {
  const path = join(scratchFolder(), 'proxy');
  const server = createServer(client => passOn(client, connect(target), cut, cutOff));
  whenOver(() => server.close());
  await new Promise<void>(done => server.listen(path, done));
  return path;
}

function passOn(client: Socket, server: Socket, cut: CutAt, cutOff: () => void): void {
  // What a dying server may still answer comes too late.
  const cutOffHere = () => {
    if (cut.from === 'client') server.removeAllListeners('data').resume();
    cutOff();
  };
  const sides = [
    ['server', server, client],
    ['client', client, server],
  ] as const;
  for (const [from, socket, other] of sides) {
    const pass =
      from === cut.from
        ? upTo(cut, other, cutOffHere)
        : (text: string) => other.write(text, 'latin1');
    socket.setEncoding('latin1').on('data', pass);
    socket.on('error', () => undefined).on('close', () => other.destroy());
  }
}

/** The server sends lines; each message of the client is a write of its own while it waits for replies. */
function upTo({ from, message, where }: CutAt, to: Socket, cutOff: () => void) {
  let seen = 0;
  let rest = '';
  return (text: string) => {
    const messages = from === 'client' ? [text] : `${rest}${text}`.split(/(?<=\r\n)/);
    rest =
      from === 'server' && messages.at(-1)?.endsWith('\n') === false ? (messages.pop() ?? '') : '';
    for (const each of messages) {
      if (seen > message) return;
      const part = seen < message ? each : partOf(each, where);
      if (part !== '') to.write(part, 'latin1');
      if (seen === message) cutOff();
      seen += 1;
    }
  };
}

function partOf(message: string, where: CutAt['where']): string {
  if (where === 'before') return '';
  return where === 'after' ? message : message.slice(0, message.length / 2);
}
