// The protocol of one connection as a step function: inputs (messages, commands, the end) -> outputs. No socket,
// no clock, no callback. qmp-spec, "Protocol Specification".
import type { Conversation, Input, Output, Submission } from './conversation-state.js';
import { ProtocolError } from './errors.js';
import { takeAbandon, takeEnd, takeReply, takeSubmission } from './in-flight.js';
import { type EventMessage, type Garbage, type Message, quoted } from './messages.js';
import { negotiationId, syncAgent, takeGreeting, takeNegotiation } from './negotiation.js';
import { strayNotice } from './notice.js';

export type { Notice } from './notice.js';

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
    case 'sync-agent':
      return syncAgent(state, input.number);
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
  if (state.phase === 'greeting') return takeGreeting(state, message);
  if (state.phase === 'failed') return [];
  if (message.kind === 'event') return [takeEvent(state, message)];
  if (message.kind === 'garbage') return [takeGarbage(state, message)];
  if (message.kind === 'greeting') return [{ kind: 'notice', notice: strayNotice(message) }];
  return state.phase === 'negotiating'
    ? takeNegotiation(state, message)
    : takeReply(state, message);
}

/** With the id of a command of ours it was the only reply there will be: to wait for another would be for ever. */
function takeGarbage<S extends Submission>(state: Conversation<S>, garbage: Garbage): Output<S> {
  const name = typeof garbage.id === 'string' ? nameOf(state, garbage.id) : undefined;
  if (name === undefined) return { kind: 'notice', notice: strayNotice(garbage) };
  state.phase = 'failed';
  const message =
    garbage.error.code === 'not-json'
      ? `the reply to '${name}' cannot be read: ${garbage.error.message}`
      : `expected 'return' or 'error' in the reply to '${name}', found ${quoted(garbage.text)}`;
  return { kind: 'failed', error: new ProtocolError(message, 'bad-reply') };
}

/** Of the command that was sent with the id and has no reply yet. */
function nameOf<S extends Submission>(state: Conversation<S>, id: string): string | undefined {
  if (state.phase === 'negotiating' && id === negotiationId(state))
    return state.agentNumber === undefined ? 'qmp_capabilities' : 'guest-sync-delimited';
  return state.pings.has(id) ? 'guest-ping' : state.inFlight.get(id)?.request.name;
}

function takeEvent<S extends Submission>(state: Conversation<S>, message: EventMessage): Output<S> {
  if (message.name === 'SHUTDOWN') state.lastShutdown = shutdownReason(message);
  return { kind: 'event', event: message };
}

function shutdownReason({ data }: EventMessage): string {
  const reason = typeof data === 'object' && data !== null && 'reason' in data ? data.reason : '';
  return typeof reason === 'string' ? reason : '';
}
