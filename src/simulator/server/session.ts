// One client's session with a monitor: negotiation, commands in turn, out-of-band ones at once. What the commands do is
// the host's.
import type { JsonValue } from '../../json/value.js';
import { DEMO_COMMAND } from '../../qmp/own-command.js';
import { Refusal } from '../refusal.js';
import type { Answer } from '../vm/state.js';
import { type Incoming, MessageReader } from '../wire/message-reader.js';
import type { Dialect } from './dialect.js';
import { type ReadRequest, type Request, readRequest } from './read-request.js';
import { answerText } from './wire-text.js';

/** The server behind the monitors. */
export interface Host {
  readonly dialect: Dialect;
  readonly greeting: string;
  /** Whether commands in band have to wait. */
  readonly isHung: boolean;
  /** Answers now, or later through the session; throws a Refusal. */
  negotiate(args: Request['args']): { readonly oob: boolean };
  execute(session: Session, request: Request): void;
  direct(session: Session, request: Request): void;
}

/** Where the messages of a session go. */
export interface Peer {
  send(line: string): void;
  /** Ends the connection, after what was sent. */
  end(): void;
  /** More may be fed again, after `feed` said that it is enough. */
  resume(): void;
}

/** How many commands wait for their turn before no more is read; without out-of-band execution it is one at a time. */
const MAX_WAITING = 8;

export class Session {
  readonly #host: Host;
  readonly #peer: Peer;
  readonly #reader = new MessageReader();
  readonly #waiting: ReadRequest[] = [];
  /** What was read of the bytes after the monitor stopped reading. */
  #unread: Incoming[] = [];
  #isNegotiated = false;
  #oob = false;
  #isOver = false;

  constructor(host: Host, peer: Peer) {
    this.#host = host;
    this.#peer = peer;
    peer.send(host.greeting);
  }

  get isNegotiated(): boolean {
    return this.#isNegotiated;
  }

  /** Takes bytes of the client; says whether more may come at once. */
  feed(chunk: Uint8Array): boolean {
    const text = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString('latin1');
    this.#reader.feed(text, incoming => this.#take(incoming));
    return !this.#isFull();
  }

  /** Goes on with what waits, now that it may. */
  goOn(): void {
    const wasFull = this.#isFull();
    this.#drain();
    while (this.#unread.length > 0 && !this.#isFull()) {
      const [next, ...rest] = this.#unread;
      this.#unread = rest;
      if (next !== undefined) this.#take(next);
    }
    if (wasFull && !this.#isFull()) this.#peer.resume();
  }

  answer(answer: Answer, id: JsonValue | undefined): void {
    this.sendLine(answerText(answer, id));
  }

  sendLine(line: string): void {
    if (!this.#isOver) this.#peer.send(line);
  }

  /** The server ends the connection. */
  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#peer.end();
  }

  /** The client has gone. */
  leave(): void {
    this.#isOver = true;
    this.#waiting.length = 0;
    this.#unread = [];
  }

  #isFull(): boolean {
    return this.#waiting.length >= (this.#oob ? MAX_WAITING : 1);
  }

  #take(incoming: Incoming): void {
    if (this.#isOver) return;
    const read = readRequest(incoming, this.#host.dialect, this.#oob);
    if (isDirective(read) && this.#isNegotiated) {
      this.#host.direct(this, read.request);
      return;
    }
    if (this.#isFull()) {
      this.#unread.push(incoming);
      return;
    }
    if ('request' in read && read.request.isOob) {
      this.#run(read);
      return;
    }
    this.#waiting.push(read);
    this.#drain();
  }

  #drain(): void {
    while (!this.#host.isHung && !this.#isOver) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      this.#run(next);
    }
  }

  #run(read: ReadRequest): void {
    if ('refusal' in read) {
      this.refuse(read.refusal, read.id);
      return;
    }
    const { request } = read;
    if (request.name === 'qmp_capabilities' || !this.#isNegotiated) this.#negotiate(request);
    else this.#host.execute(this, request);
  }

  refuse({ errorClass, message }: Refusal, id: JsonValue | undefined): void {
    this.answer({ kind: 'error', errorClass, desc: message }, id);
  }

  #negotiate({ name, args, id }: Request): void {
    const { dialect } = this.#host;
    if (this.#isNegotiated) {
      this.refuse(dialect.notAgain(), id);
      return;
    }
    if (name !== 'qmp_capabilities') {
      this.refuse(dialect.notYet(name), id);
      return;
    }
    try {
      this.#oob = this.#host.negotiate(args).oob;
      this.#isNegotiated = true;
      this.answer({ kind: 'return', value: {} }, id);
    } catch (failure) {
      if (!(failure instanceof Refusal)) throw failure;
      this.refuse(failure, id);
    }
  }
}

function isDirective(read: ReadRequest): read is { readonly request: Request } {
  return 'request' in read && read.request.name === DEMO_COMMAND;
}
