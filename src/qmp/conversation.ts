// The protocol of one connection as a step function: inputs (messages, commands, the end) -> outputs. No socket,
// no clock, no callback. qmp-spec, "Protocol Specification".
import type { Conversation, Input, Output, Submission } from './conversation-state.js';
import { takeAbandon, takeEnd, takeReply, takeSubmission } from './in-flight.js';
import type { EventMessage, Message } from './messages.js';
import { syncAgent, takeGreeting, takeNegotiation } from './negotiation.js';
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
  if (message.kind !== 'return' && message.kind !== 'error') {
    return [{ kind: 'notice', notice: strayNotice(message) }];
  }
  return state.phase === 'negotiating'
    ? takeNegotiation(state, message)
    : takeReply(state, message);
}

function takeEvent<S extends Submission>(state: Conversation<S>, message: EventMessage): Output<S> {
  if (message.name === 'SHUTDOWN') state.lastShutdown = shutdownReason(message);
  return { kind: 'event', event: message };
}

function shutdownReason({ data }: EventMessage): string {
  const reason = typeof data === 'object' && data !== null && 'reason' in data ? data.reason : '';
  return typeof reason === 'string' ? reason : '';
}
