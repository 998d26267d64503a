// From the first bytes to an open session: the greeting and qmp_capabilities, or a guest agent's synchronisation.
// qmp-spec, "Capabilities Negotiation".
import type { Conversation, Output, Submission } from './conversation-state.js';
import { type GreetingError, NegotiationError } from './errors.js';
import { sendFirst } from './in-flight.js';
import type { ErrorReply, EventMessage, Message, ReturnReply } from './messages.js';
import { replyNotice } from './notice.js';
import { greetingError } from './peer-kind.js';
import { type CommandRequest, commandText } from './request.js';
import { idText } from './session-id.js';

/** How many events may come before the greeting: a peer that sends more has none. */
const MAX_EARLY_EVENTS = 64;

/** Nothing is written before the greeting: a peer that is not QMP must not be disturbed. */
export function takeGreeting<S extends Submission>(
  state: Conversation<S>,
  message: Message,
): readonly Output<S>[] {
  if (message.kind === 'event') return takeEarlyEvent(state, message);
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

/** A QEMU that is connected to while it starts may tell that the VM runs (RESUME) before it greets. */
function takeEarlyEvent<S extends Submission>(
  state: Conversation<S>,
  event: EventMessage,
): readonly Output<S>[] {
  state.early ??= { text: event.text, count: 0 };
  state.early.count += 1;
  if (state.early.count > MAX_EARLY_EVENTS) return fail(state, greetingError(state.early.text));
  return [{ kind: 'event', event }];
}

/** Whatever an earlier client left half-typed is dropped at the 0xFF. qga's guest-sync-delimited. */
export function syncAgent<S extends Submission>(
  state: Conversation<S>,
  number: number,
): readonly Output<S>[] {
  state.phase = 'negotiating';
  state.agentNumber = number;
  const request = { name: 'guest-sync-delimited', argumentsText: `{"id":${number}}` };
  const text = `${commandText(request, negotiationId(state))}\n`;
  return [{ kind: 'mark' }, { kind: 'write', text }];
}

/** The id of this side's own first command. */
export function negotiationId<S extends Submission>(state: Conversation<S>): string {
  return idText(state.firstId);
}

/** Replies of an earlier client's commands may still come first: only our own id counts. */
export function takeNegotiation<S extends Submission>(
  state: Conversation<S>,
  message: ReturnReply | ErrorReply,
): readonly Output<S>[] {
  if (!isNegotiationReply(state, message)) {
    return [{ kind: 'notice', notice: replyNotice(message) }];
  }
  if (message.kind === 'error') return fail(state, refusal(message));
  state.phase = 'open';
  state.oob = state.greeting?.capabilities.includes('oob') ?? false;
  return [...sendFirst(state), { kind: 'ready' }];
}

/** Old guest agents give no id back, but the number. */
function isNegotiationReply<S extends Submission>(
  state: Conversation<S>,
  message: ReturnReply | ErrorReply,
): boolean {
  if (message.id === negotiationId(state)) return true;
  return state.agentNumber !== undefined && message.value === state.agentNumber;
}

function refusal(message: ErrorReply): NegotiationError {
  return new NegotiationError(`the server refused to negotiate: ${message.desc}`, 'refused');
}

function fail<S extends Submission>(
  state: Conversation<S>,
  error: GreetingError | NegotiationError,
): readonly Output<S>[] {
  state.phase = 'failed';
  return [{ kind: 'failed', error }];
}
