// What carries the bytes: the seam between a client and sockets, child processes, ssh or a server in this process.
import type { Duplex, Readable, Writable } from 'node:stream';

/** A duplex of bytes, open already. */
export interface Transport {
  /** Called once, by the client, which from then on takes all bytes as they come: it never stops reading. */
  start(receiver: Receiver): void;
  /** Writes without ever blocking; after the end, to nowhere. */
  write(bytes: string | Uint8Array): void;
  /** Ends both directions at once, after what was written; `onEnd` may still come, or not. */
  close(): void;
}

export interface Receiver {
  /** The chunk is the receiver's until it returns: what it keeps it copies. */
  onBytes(chunk: Buffer): void;
  /** Once, when no more bytes will come; with the error if that was why. */
  onEnd(error?: Error): void;
}

/** A socket, or any other stream in both directions. */
export function streamTransport(stream: Duplex): Transport {
  return pairTransport(stream, stream);
}

/** Two streams: the standard output and input of a child process. */
export function pairTransport(readable: Readable, writable: Writable): Transport {
  return {
    start: receiver => listen(readable, writable, receiver),
    write: bytes => {
      if (writable.writable) writable.write(bytes);
    },
    close: () => closePair(readable, writable),
  };
}

function listen(readable: Readable, writable: Writable, receiver: Receiver): void {
  let failure: Error | undefined;
  let ended = false;
  const end = () => {
    if (ended) return;
    ended = true;
    closePair(readable, writable);
    receiver.onEnd(failure);
  };
  const fail = (error: Error) => {
    failure ??= error;
  };
  readable.on('data', (chunk: Buffer) => receiver.onBytes(chunk));
  readable.on('error', fail).on('end', end).on('close', end);
  if (!Object.is(writable, readable)) writable.on('error', fail);
}

/** What was written goes out first; a half-closed connection is not left behind. */
export function closePair(readable: Readable, writable: Writable): void {
  if (writable.destroyed) readable.destroy();
  else writable.end(() => readable.destroy());
}
