// One QMP session over one transport: gives the conversation its bytes, and its outputs to those who wait.
import type { LongObject } from '../json/long-object.js';
import { printJson } from '../json/print.js';
import type { JsonObject, JsonValue } from '../json/value.js';
import type { ConnectionEnd } from './connection-end.js';
import { step } from './conversation.js';
import {
  type Conversation,
  type Input,
  newConversation,
  type Output,
  type Submission,
} from './conversation-state.js';
import { newDeferred } from './deferred.js';
import { CommandError, InterruptedError, NegotiationError, QmpError } from './errors.js';
import { EventStream, type EventStreamOptions } from './event-stream.js';
import { Framer } from './framer.js';
import { type EventMessage, type Greeting, messageFromText } from './messages.js';
import type { Notice } from './notice.js';
import { greetingError } from './peer-kind.js';
import type { CommandRequest, Reply } from './request.js';
import { randomId } from './session-id.js';
import type { Transport } from './transport.js';

/** qmp-spec, "QEMU Guest Agent": resets the server's parser. */
const MARK = Uint8Array.of(0xff);

/** The beginning of a greeting, or of one so short that it may be. */
const BEGINS_GREETING = /^\{\s*(?:$|"QMP")/;

/** Called once, by exactly one of the two, in order of arrival with the events. */
export interface ReplyHandlers {
  onReply(reply: Reply): void;
  onLost(error: InterruptedError): void;
}

/** A command on its way. */
export interface InFlight {
  /** Nobody wants the reply any more: no handler is called, and a command that still waits is not sent. */
  abandon(): void;
}

export interface ClientOptions {
  /** Sees every message as it goes (`>`) and comes (`<`), without newline; for logs. */
  readonly onWire?: (direction: '>' | '<', text: string) => void;
  /** The number of this side's first id, of which the next ones are counted; random where absent. */
  readonly firstId?: number;
}

/** What ends the wait for a reply early: the command itself cannot be called back. */
export interface WaitOptions {
  readonly signal?: AbortSignal;
}

interface Pending extends Submission {
  handlers: ReplyHandlers | undefined;
}

/**
 * A client of one QMP server. `connect` makes one that is negotiated; commands given before that wait for it.
 *
 * @example
 * const client = await connect('/run/vm.sock');
 * const status = await client.execute('query-status');
 * for await (const event of client.events()) console.log(event.name);
 */
export class QmpClient {
  readonly #transport: Transport;
  readonly #onWire: ClientOptions['onWire'];
  readonly #framer = new Framer();
  readonly #conversation: Conversation<Pending>;
  readonly #eventListeners = new Set<(event: EventMessage) => void>();
  readonly #noticeListeners = new Set<(notice: Notice) => void>();
  readonly #streams = new Set<EventStream>();
  /** What came until the end of negotiation, for those who listen as soon as they have the client. */
  #early: { readonly events: EventMessage[]; readonly notices: Notice[] } | undefined = {
    events: [],
    notices: [],
  };
  readonly #ready = newDeferred<void>();
  readonly #closed = newDeferred<ConnectionEnd>();
  #end: ConnectionEnd | undefined;

  /** Takes an open transport, which it owns from now on. */
  constructor(transport: Transport, options: ClientOptions = {}) {
    this.#transport = transport;
    this.#onWire = options.onWire;
    this.#conversation = newConversation(options.firstId ?? randomId());
    this.#ready.promise.catch(() => undefined); // Whoever only sends commands sees them lost.
    transport.start({
      onBytes: chunk => this.#takeBytes(chunk),
      onEnd: error => this.#finish('lost', error),
    });
  }

  /** Settles when negotiation has; rejects with GreetingError, NegotiationError, or ProtocolError. */
  get ready(): Promise<void> {
    return this.#ready.promise;
  }

  /** How the connection ended. Never rejects. */
  get closed(): Promise<ConnectionEnd> {
    return this.#closed.promise;
  }

  /** What the server said of itself; undefined before it has. */
  get greeting(): Greeting | undefined {
    return this.#conversation.greeting;
  }

  /** Whether out-of-band execution is on. */
  get oob(): boolean {
    return this.#conversation.oob;
  }

  /** Whether the peer is a guest agent: no greeting, no events. */
  get isGuestAgent(): boolean {
    return this.#conversation.agentNumber !== undefined;
  }

  /** How many commands are with the server, the abandoned ones too. */
  get inFlight(): number {
    return this.#conversation.inFlight.size;
  }

  /** What the peer has said without greeting: of a message that is not complete, or events; for a diagnosis. */
  get heard(): string {
    return this.#framer.pending || (this.#conversation.early?.text ?? '');
  }

  /** Speaks first, as guest agents want it: instead of a greeting it is waited for their answer. Before `ready` only. */
  syncAgent(): void {
    if (this.#conversation.phase !== 'greeting') return;
    this.#step({ kind: 'sync-agent', number: Math.floor(Math.random() * 2 ** 31) });
  }

  /** Sends a command, as soon as fewer than 7 are in flight, or at once if it is out of band. */
  submit(request: CommandRequest, handlers: ReplyHandlers): InFlight {
    const submission: Pending = { request, handlers };
    if (this.#end === undefined) this.#step({ kind: 'submit', submission });
    else queueMicrotask(() => this.#step({ kind: 'submit', submission }));
    return { abandon: () => this.#abandon(submission) };
  }

  /**
   * The promise form of `submit`: resolves with a return or an error alike.
   * @throws InterruptedError, or the signal's reason.
   */
  send(request: CommandRequest, { signal }: WaitOptions = {}): Promise<Reply> {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const stop = () => {
        inFlight.abandon();
        reject(signal?.reason);
      };
      const settled = () => signal?.removeEventListener('abort', stop);
      const inFlight = this.submit(request, {
        onReply: reply => {
          settled();
          resolve(reply);
        },
        onLost: error => {
          settled();
          reject(error);
        },
      });
      signal?.addEventListener('abort', stop, { once: true });
    });
  }

  /**
   * Executes a command and gives what it returns.
   * @throws CommandError where the server answers with an error; InterruptedError.
   */
  execute(name: string, args?: JsonObject, options?: WaitOptions): Promise<JsonValue> {
    return this.#executeRequest(requestFrom(name, args), options);
  }

  /** Executes a command out of band: at once, even while the server's main loop hangs. Few commands allow it. */
  executeOob(name: string, args?: JsonObject, options?: WaitOptions): Promise<JsonValue> {
    return this.#executeRequest({ ...requestFrom(name, args), oob: true }, options);
  }

  /**
   * Calls the listener with each event, synchronously, in order of arrival. Gives the way to stop it. A listener that
   * comes at once after `connect` misses none, not even those that came in the same chunk as the end of negotiation.
   */
  onEvent(listener: (event: EventMessage) => void): () => void {
    for (const event of this.#early?.events ?? []) listener(event);
    this.#eventListeners.add(listener);
    return () => this.#eventListeners.delete(listener);
  }

  /** Events as a stream with a bound: what a slow reader leaves is dropped, oldest first, and counted. */
  events(options: EventStreamOptions = {}): EventStream {
    const stream = new EventStream(options, () => this.#streams.delete(stream));
    for (const event of this.#early?.events ?? []) stream.push(event);
    if (this.#end === undefined) this.#streams.add(stream);
    else stream.end();
    return stream;
  }

  /** Calls the listener with what belongs to no command of this session, as `onEvent` does with events. */
  onNotice(listener: (notice: Notice) => void): () => void {
    for (const notice of this.#early?.notices ?? []) listener(notice);
    this.#noticeListeners.add(listener);
    return () => this.#noticeListeners.delete(listener);
  }

  /** Ends the connection; commands without a reply are lost. Settles when all is told. */
  async close(): Promise<void> {
    this.#finish('closed');
    await this.closed;
  }

  async #executeRequest(request: CommandRequest, options?: WaitOptions): Promise<JsonValue> {
    const reply = await this.send(request, options);
    if (reply.kind === 'error') throw new CommandError(request, reply);
    return reply.value;
  }

  #abandon(submission: Pending): void {
    submission.handlers = undefined;
    this.#step({ kind: 'abandon', submission });
  }

  #takeBytes(chunk: Buffer): void {
    try {
      this.#framer.push(chunk, (text, read) => this.#takeText(text, read));
    } catch (error) {
      if (!isQmpError(error)) throw error;
      this.#finish('closed', error);
    }
  }

  #takeText(text: string, read: JsonValue | LongObject | undefined): void {
    if (this.#end !== undefined) return;
    this.#onWire?.('<', text);
    this.#step({ kind: 'message', message: messageFromText(text, read) });
  }

  #step(input: Input<Pending>): void {
    for (const output of step(this.#conversation, input)) this.#perform(output);
  }

  #perform(output: Output<Pending>): void {
    switch (output.kind) {
      case 'write':
        this.#write(output.text);
        break;
      case 'mark':
        this.#transport.write(MARK);
        break;
      case 'ready':
        this.#ready.resolve();
        setImmediate(() => {
          this.#early = undefined;
        });
        break;
      case 'failed':
        this.#finish('closed', output.error);
        break;
      case 'reply':
        output.submission.handlers?.onReply(output.reply);
        break;
      case 'lost':
        this.#lose(output.submission, output.wasSent);
        break;
      case 'event':
        this.#tellEvent(output.event);
        break;
      case 'notice':
        this.#tellNotice(output.notice);
    }
  }

  #write(text: string): void {
    this.#onWire?.('>', text.trimEnd());
    this.#transport.write(text);
  }

  #tellEvent(event: EventMessage): void {
    this.#early?.events.push(event);
    for (const listener of this.#eventListeners) listener(event);
    for (const stream of this.#streams) stream.push(event);
  }

  /** What a guest agent says of the input that synchronising cuts off is no news. */
  #tellNotice(notice: Notice): void {
    if (this.isGuestAgent && this.#conversation.phase !== 'open') return;
    this.#early?.notices.push(notice);
    for (const listener of this.#noticeListeners) listener(notice);
  }

  #lose({ request, handlers }: Pending, wasSent: boolean): void {
    const end = this.#end ?? { kind: 'closed', expected: true };
    handlers?.onLost(new InterruptedError(request, wasSent, end));
  }

  /** The one way a session ends, whoever ended it. */
  #finish(kind: ConnectionEnd['kind'], error?: Error): void {
    if (this.#end !== undefined) return;
    if (this.#conversation.phase !== 'open') this.#ready.reject(this.#negotiationFailure(error));
    this.#end = connectionEnd(kind, this.#conversation, error);
    this.#transport.close();
    this.#step({ kind: 'end' });
    for (const stream of this.#streams) stream.end();
    this.#closed.resolve(this.#end);
  }

  /** Why there was no session, if there was none yet. */
  #negotiationFailure(error: Error | undefined): QmpError {
    if (isQmpError(error)) return error;
    const { pending } = this.#framer; // Events may come before the greeting: they say nothing of the peer.
    const isCut = BEGINS_GREETING.test(pending);
    if (this.#conversation.phase === 'greeting' && pending !== '' && !isCut) {
      return greetingError(pending);
    }
    const when =
      this.greeting !== undefined
        ? 'during negotiation'
        : isCut
          ? 'in the middle of its greeting'
          : 'before its greeting';
    return new NegotiationError(`the connection ended ${when}`, 'closed', { cause: error });
  }
}

function connectionEnd(
  kind: ConnectionEnd['kind'],
  { lastShutdown, quitAnswered }: Conversation<Pending>,
  error: Error | undefined,
): ConnectionEnd {
  const wasToldToEnd = lastShutdown !== undefined || quitAnswered;
  const expected = wasToldToEnd || (kind === 'closed' && error === undefined);
  return {
    kind,
    expected,
    ...(lastShutdown === undefined ? {} : { lastShutdown }),
    // A server that ends with input unread resets the connection: no failure of anybody's.
    ...(error === undefined || (expected && !isQmpError(error)) ? {} : { error }),
  };
}

function requestFrom(name: string, args: JsonObject | undefined): CommandRequest {
  return args === undefined ? { name } : { name, argumentsText: printJson(args) };
}

function isQmpError(error: unknown): error is QmpError {
  return error instanceof QmpError;
}
