// Commands whose success is silence: a ping goes behind each, and its answer settles it. See guest-agent.ts.
import type { Conversation, Output, Submission } from './conversation-state.js';
import type { ReturnReply } from './messages.js';
import { replyFrom } from './reply.js';
import { commandText, type Reply } from './request.js';

const ID = '0';

/** What the agent would have answered. */
const SUCCESS: ReturnReply = {
  kind: 'return',
  id: ID,
  value: {},
  memberCount: 2,
  text: `{"return": {}, "id": "${ID}"}`,
};

/** The reply that a silent command gets. */
export function silentReply({ request }: Submission): Reply {
  return replyFrom(SUCCESS, ID, request.userId);
}

/** The ping to be written behind the command. */
export function ping<S extends Submission>(state: Conversation<S>, commandId: string): Output<S> {
  const id = pingId(commandId);
  state.pings.set(id, commandId);
  return { kind: 'write', text: `${commandText({ name: 'guest-ping' }, id)}\n` };
}

/** Whether a ping is behind the command. */
export function isPinged<S extends Submission>(state: Conversation<S>, commandId: string): boolean {
  return state.pings.has(pingId(commandId));
}

/** Takes the ping of a command that was answered without an id, as old agents do: it was the ping's answer. */
export function takePingOf<S extends Submission>(state: Conversation<S>, commandId: string): void {
  state.pings.delete(pingId(commandId));
}

/** Takes a ping whose command has failed, if there is one: an old agent's answer to it has no id either. */
export function takeOrphanPing<S extends Submission>(state: Conversation<S>): boolean {
  const orphan = [...state.pings].find(([, commandId]) => !state.inFlight.has(commandId));
  return orphan !== undefined && state.pings.delete(orphan[0]);
}

function pingId(commandId: string): string {
  return `${commandId}p`;
}
