// The protocol of one connection as a step function: inputs (messages, commands, the end) -> outputs. No socket,
// no clock, no callback. qmp-spec, "Protocol Specification" and "Out-of-band execution".
import { type GreetingError, NegotiationError, ProtocolError, type QmpError } from './errors.js';
import type { ErrorReply, EventMessage, Greeting, Message, ReturnReply } from './messages.js';
import { greetingError } from './peer-kind.js';
import { replyFrom } from './reply.js';
import { type CommandRequest, commandText, endsServer, type Reply } from './request.js';

/**
 * In-band commands that may be with the server at once. QEMU queues eight and then stops reading, so that an
 * out-of-band command would wait too: one executing and seven queued (measured), one kept in reserve.
 */
export const MAX_IN_BAND = 7;

/** A command of the caller's: outputs name it by this object, so that it can carry whatever the caller needs. */
export interface Submission {
  readonly request: CommandRequest;
}

export type Input<S extends Submission> =
  | { readonly kind: 'message'; readonly message: Message }
  | { readonly kind: 'submit'; readonly submission: S }
  /** The caller no longer wants the reply; if it still waits to be sent, it is not sent. */
  | { readonly kind: 'abandon'; readonly submission: S }
  | { readonly kind: 'end' };

export type Output<S extends Submission> =
  /** To be written, newline included. */
  | { readonly kind: 'write'; readonly text: string }
  /** Negotiation is done. */
  | { readonly kind: 'ready' }
  /** To be written before the next text: the single byte 0xFF. */
  | { readonly kind: 'mark' }
  /** There will be no session; the connection is to be closed, and its end told to `step`. */
  | { readonly kind: 'failed'; readonly error: QmpError }
  | { readonly kind: 'reply'; readonly submission: S; readonly reply: Reply }
  | { readonly kind: 'lost'; readonly submission: S; readonly wasSent: boolean }
  | { readonly kind: 'event'; readonly event: EventMessage }
  | { readonly kind: 'notice'; readonly notice: Notice };

/**
 * Something the server sent that belongs to no command of this session.
 *
 * - `unknown-id`: most often the reply to a command of an earlier client of the same monitor.
 * - `no-id`: an error about input the server could not read, or the reply to a command without an id.
 * - `garbage`: no QMP message.
 */
export interface Notice {
  readonly kind: 'unknown-id' | 'no-id' | 'garbage';
  readonly text: string;
  readonly error?: ProtocolError;
}

/**
 * The state of one connection. Opaque, and linear: `step` changes it in place, since 10,000 commands a second leave
 * no time to copy it, so it has one owner and an old state is never looked at.
 */
export interface Conversation<S extends Submission> {
  phase: 'greeting' | 'negotiating' | 'open' | 'failed' | 'ended';
  readonly idPrefix: string;
  lastSerial: number;
  greeting: Greeting | undefined;
  /** Whether out-of-band execution is on. */
  oob: boolean;
  /** Commands with the server, by id, in the order they were sent. */
  readonly inFlight: Map<string, S>;
  inBandCount: number;
  /** Commands that wait for their turn. */
  readonly waiting: S[];
  /** See `readsMark`. */
  resync: 'none' | 'mark-due' | 'mark-sent';
  lastShutdown: string | undefined;
  quitAnswered: boolean;
}

/** @param idPrefix different for each connection but of one length, so that no id of an earlier client can be ours. */
export function newConversation<S extends Submission>(idPrefix: string): Conversation<S> {
  return {
    phase: 'greeting',
    idPrefix,
    lastSerial: 0,
    greeting: undefined,
    oob: false,
    inFlight: new Map(),
    inBandCount: 0,
    waiting: [],
    resync: 'none',
    lastShutdown: undefined,
    quitAnswered: false,
  };
}

/** Takes one input and gives what is to be done about it, in order. Each submission settles exactly once. */
export function step<S extends Submission>(
  state: Conversation<S>,
  input: Input<S>,
): readonly Output<S>[] {
  if (state.phase === 'ended') return afterEnd(input);
  switch (input.kind) {
    case 'message':
      return takeMessage(state, input.message);
    case 'submit':
      return takeSubmission(state, input.submission);
    case 'abandon':
      return takeAbandon(state, input.submission);
    case 'end':
      return takeEnd(state);
  }
}

function afterEnd<S extends Submission>(input: Input<S>): readonly Output<S>[] {
  if (input.kind !== 'submit') return [];
  return [{ kind: 'lost', submission: input.submission, wasSent: false }];
}

function takeMessage<S extends Submission>(
  state: Conversation<S>,
  message: Message,
): readonly Output<S>[] {
  switch (state.phase) {
    case 'greeting':
      return takeGreeting(state, message);
    case 'negotiating':
      return takeNegotiation(state, message);
    case 'open':
      return takeOpen(state, message);
    default:
      return [];
  }
}

/** Nothing is written before the greeting: a peer that is not QMP must not be disturbed. */
function takeGreeting<S extends Submission>(
  state: Conversation<S>,
  message: Message,
): readonly Output<S>[] {
  if (message.kind !== 'greeting') return fail(state, greetingError(message.text));
  state.phase = 'negotiating';
  state.greeting = message;
  const offersOob = message.capabilities.includes('oob');
  const request: CommandRequest = {
    name: 'qmp_capabilities',
    ...(offersOob ? { argumentsText: '{"enable":["oob"]}' } : {}),
  };
  return [{ kind: 'write', text: `${commandText(request, negotiationId(state))}\n` }];
}

function negotiationId<S extends Submission>(state: Conversation<S>): string {
  return `${state.idPrefix}0`;
}

/** Replies of an earlier client's commands may still come first: only our own id counts. */
function takeNegotiation<S extends Submission>(
  state: Conversation<S>,
  message: Message,
): readonly Output<S>[] {
  if (message.kind === 'event') return [event(state, message)];
  if (message.kind !== 'return' && message.kind !== 'error') return [strayNotice(message)];
  if (message.id !== negotiationId(state)) return [replyNotice(message)];
  if (message.kind === 'error') return fail(state, refusal(message));
  state.phase = 'open';
  state.oob = state.greeting?.capabilities.includes('oob') ?? false;
  return [...sendWaiting(state), { kind: 'ready' }];
}

function refusal(message: ErrorReply): NegotiationError {
  return new NegotiationError(`the server refused 'qmp_capabilities': ${message.desc}`, 'refused');
}

function fail<S extends Submission>(
  state: Conversation<S>,
  error: GreetingError | NegotiationError,
): readonly Output<S>[] {
  state.phase = 'failed';
  return [{ kind: 'failed', error }];
}

function takeOpen<S extends Submission>(
  state: Conversation<S>,
  message: Message,
): readonly Output<S>[] {
  switch (message.kind) {
    case 'event':
      return [event(state, message)];
    case 'return':
    case 'error':
      return takeReply(state, message);
    default:
      return [strayNotice(message)];
  }
}

function event<S extends Submission>(state: Conversation<S>, message: EventMessage): Output<S> {
  if (message.name === 'SHUTDOWN') state.lastShutdown = shutdownReason(message);
  return { kind: 'event', event: message };
}

function shutdownReason({ data }: EventMessage): string {
  const reason = typeof data === 'object' && data !== null && 'reason' in data ? data.reason : '';
  return typeof reason === 'string' ? reason : '';
}

function takeReply<S extends Submission>(
  state: Conversation<S>,
  message: ReturnReply | ErrorReply,
): readonly Output<S>[] {
  const id = typeof message.id === 'string' ? message.id : undefined;
  const submission = id === undefined ? undefined : state.inFlight.get(id);
  if (id === undefined || submission === undefined) return takeStrayReply(state, message);
  state.resync = 'none';
  return settle(state, id, submission, replyFrom(message, id, submission.request.userId));
}

function settle<S extends Submission>(
  state: Conversation<S>,
  id: string,
  submission: S,
  reply: Reply,
): readonly Output<S>[] {
  state.inFlight.delete(id);
  if (!submission.request.oob) state.inBandCount -= 1;
  if (reply.kind === 'return' && endsServer(submission.request)) state.quitAnswered = true;
  const output: Output<S> = { kind: 'reply', submission, reply };
  // What waits is written first: whoever takes the reply may submit more, which must come after it.
  return state.waiting.length === 0 ? [output] : [...sendWaiting(state), output];
}

/** An error without an id, about input that could not be read, concerns the one command that is in flight. */
function takeStrayReply<S extends Submission>(
  state: Conversation<S>,
  message: ReturnReply | ErrorReply,
): readonly Output<S>[] {
  const [only] = state.inFlight;
  const isAboutInput = message.kind === 'error' && message.id === undefined;
  if (isAboutInput && state.resync !== 'none') return [readMark(state, message)];
  if (!isAboutInput || only === undefined || state.inFlight.size > 1) return [replyNotice(message)];
  state.resync = 'mark-due';
  const [id, submission] = only;
  return settle(state, id, submission, replyFrom(message, undefined, submission.request.userId));
}

/**
 * One unreadable input may bring a thousand errors, which must not settle the commands after it. So the next
 * command is sent behind a 0xFF byte, and the error about that byte is the last of them. Servers that word it
 * otherwise are safe too: until a reply bears an id, no further error without one settles anything.
 */
function readMark<S extends Submission>(state: Conversation<S>, message: ErrorReply): Output<S> {
  if (state.resync === 'mark-sent' && message.desc.includes('\uFFFD')) state.resync = 'none';
  return replyNotice(message);
}

function replyNotice<S extends Submission>(message: ReturnReply | ErrorReply): Output<S> {
  const kind = message.id === undefined ? 'no-id' : 'unknown-id';
  return { kind: 'notice', notice: { kind, text: message.text } };
}

function strayNotice<S extends Submission>(message: Message): Output<S> {
  const error =
    message.kind === 'garbage'
      ? message.error
      : new ProtocolError('expected a reply or an event, found a second greeting', 'not-qmp');
  return { kind: 'notice', notice: { kind: 'garbage', text: message.text, error } };
}

function takeSubmission<S extends Submission>(
  state: Conversation<S>,
  submission: S,
): readonly Output<S>[] {
  if (state.phase === 'open' && maySend(state, submission)) return send(state, submission);
  state.waiting.push(submission);
  return [];
}

/** Out of band goes at once; in-band keeps the order of those that wait. */
function maySend<S extends Submission>(state: Conversation<S>, submission: S): boolean {
  if (submission.request.oob) return true;
  return state.inBandCount < MAX_IN_BAND && state.waiting.length === 0;
}

function send<S extends Submission>(state: Conversation<S>, submission: S): readonly Output<S>[] {
  state.lastSerial += 1;
  const id = state.idPrefix + state.lastSerial.toString(36);
  const { request } = submission;
  state.inFlight.set(id, submission);
  if (!request.oob) state.inBandCount += 1;
  const newline = endsServer(request) ? '' : '\n';
  const write: Output<S> = { kind: 'write', text: commandText(request, id) + newline };
  if (state.resync !== 'mark-due') return [write];
  state.resync = 'mark-sent';
  return [{ kind: 'mark' }, write];
}

function sendWaiting<S extends Submission>(state: Conversation<S>): readonly Output<S>[] {
  const outputs: Output<S>[] = [];
  let next = takeNext(state);
  while (next !== undefined) {
    outputs.push(...send(state, next));
    next = takeNext(state);
  }
  return outputs;
}

/** The next that may be sent: commands that were to go out of band waited for negotiation only. */
function takeNext<S extends Submission>(state: Conversation<S>): S | undefined {
  const oobAt = state.waiting.findIndex(({ request }) => request.oob);
  if (oobAt >= 0) return state.waiting.splice(oobAt, 1)[0];
  return state.inBandCount < MAX_IN_BAND ? state.waiting.shift() : undefined;
}

function takeAbandon<S extends Submission>(
  state: Conversation<S>,
  submission: S,
): readonly Output<S>[] {
  const at = state.waiting.indexOf(submission);
  if (at >= 0) state.waiting.splice(at, 1);
  return [];
}

function takeEnd<S extends Submission>(state: Conversation<S>): readonly Output<S>[] {
  const sent = [...state.inFlight.values()].map(submission => lost(submission, true));
  const unsent = state.waiting.map(submission => lost(submission, false));
  state.phase = 'ended';
  state.inFlight.clear();
  state.inBandCount = 0;
  state.waiting.length = 0;
  return [...sent, ...unsent];
}

function lost<S extends Submission>(submission: S, wasSent: boolean): Output<S> {
  return { kind: 'lost', submission, wasSent };
}
