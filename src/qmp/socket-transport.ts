// A socket that is read past its stream: what arrives is handed on from one buffer, which costs a reply a few
// microseconds and a long reply no memory of its own.
import type { OnReadOpts, Socket } from 'node:net';
import { closePair, type Receiver, type Transport } from './transport.js';

/** What is read at once at most, in bytes: as Node does itself. */
const MOST_AT_ONCE = 64 * 1024;

/** The bytes of one socket, which may connect yet. */
export class SocketTransport implements Transport {
  readonly socket: Socket;
  readonly #buffer = Buffer.allocUnsafeSlow(MOST_AT_ONCE);
  #receiver: Receiver | undefined;
  /** What came before anybody received it; nothing more is read then. */
  #early: Buffer | undefined;
  #failure: Error | undefined;
  #hasEnded = false;

  /** @param open makes the socket, to be read as the option says. */
  constructor(open: (onread: OnReadOpts) => Socket) {
    const callback = (length: number) => this.#take(this.#buffer.subarray(0, length));
    this.socket = open({ buffer: this.#buffer, callback });
  }

  start(receiver: Receiver): void {
    this.#receiver = receiver;
    this.socket.on('error', error => {
      this.#failure ??= error;
    });
    const end = () => this.#end();
    this.socket.on('end', end).on('close', end);
    if (this.#early !== undefined) process.nextTick(() => this.#goOn());
    else if (this.socket.readableEnded || this.socket.destroyed) process.nextTick(end);
  }

  write(bytes: string | Uint8Array): void {
    if (this.socket.writable) this.socket.write(bytes);
  }

  close(): void {
    closePair(this.socket, this.socket);
  }

  /** Says whether to read on. */
  #take(chunk: Buffer): boolean {
    if (this.#receiver === undefined) this.#early = Buffer.from(chunk);
    else this.#receiver.onBytes(chunk);
    return this.#receiver !== undefined;
  }

  #goOn(): void {
    const early = this.#early;
    this.#early = undefined;
    if (early !== undefined) this.#receiver?.onBytes(early);
    if (this.socket.destroyed) this.#end();
    else this.socket.resume();
  }

  #end(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.close();
    this.#receiver?.onEnd(this.#failure);
  }
}
