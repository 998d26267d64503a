// Commands on their way: which may be sent, which reply settles which, what becomes of the rest. qmp-spec, "Issuing
// Commands" and "Out-of-band execution".
import type { Conversation, Output, Submission } from './conversation-state.js';
import { isSilent } from './guest-agent.js';
import type { ErrorReply, ReturnReply } from './messages.js';
import { replyNotice } from './notice.js';
import { replyFrom } from './reply.js';
import { commandText, endsServer, type Reply } from './request.js';
import { idText } from './session-id.js';
import { isPinged, ping, silentReply, takeOrphanPing, takePingOf } from './silent.js';
import { holdError, takeHeld, type Unread, unreadAtMark, unreadBefore } from './unread-input.js';

/**
 * In-band commands that may be with the server at once. QEMU queues eight and then stops reading, so that an
 * out-of-band command would wait too: one executing and seven queued (measured), one kept in reserve.
 */
export const MAX_IN_BAND = 7;

/** A new command: sent if it may be, else it waits for its turn. */
export function takeSubmission<S extends Submission>(
  state: Conversation<S>,
  submission: S,
): readonly Output<S>[] {
  if (state.phase === 'open' && maySend(state, submission)) return send(state, submission);
  state.waiting.push(submission);
  return [];
}

/** Out of band goes at once. Where fewer than seven are in flight none waits, so none is overtaken. */
function maySend<S extends Submission>(state: Conversation<S>, submission: S): boolean {
  return submission.request.oob === true || state.inBandCount < MAX_IN_BAND;
}

function send<S extends Submission>(state: Conversation<S>, submission: S): readonly Output<S>[] {
  state.lastId += 1;
  const id = idText(state.lastId);
  const { request } = submission;
  state.inFlight.set(id, submission);
  if (!request.oob) state.inBandCount += 1;
  const newline = endsServer(request) ? '' : '\n';
  const write: Output<S> = { kind: 'write', text: commandText(request, id) + newline };
  if (state.agentNumber !== undefined && isSilent(request.name)) return [write, ping(state, id)];
  if (state.resync !== 'mark-due') return [write];
  state.resync = 'mark-sent';
  return [{ kind: 'mark' }, write];
}

/** Sends what has waited for negotiation, those first that go out of band. */
export function sendFirst<S extends Submission>(state: Conversation<S>): readonly Output<S>[] {
  const all = state.waiting.splice(0);
  const oob = all.filter(({ request }) => request.oob);
  state.waiting.push(...all.filter(({ request }) => !request.oob));
  return [...oob.flatMap(submission => send(state, submission)), ...sendWaiting(state)];
}

/** Only in-band commands wait, once the session is open. */
function sendWaiting<S extends Submission>(state: Conversation<S>): readonly Output<S>[] {
  const outputs: Output<S>[] = [];
  while (state.inBandCount < MAX_IN_BAND) {
    const next = state.waiting.shift();
    if (next === undefined) break;
    outputs.push(...send(state, next));
  }
  return outputs;
}

/** A command that nobody wants any more: still to be sent, it is not; sent already, it stays in flight. */
export function takeAbandon<S extends Submission>(
  state: Conversation<S>,
  submission: S,
): readonly Output<S>[] {
  const at = state.waiting.indexOf(submission);
  if (at >= 0) state.waiting.splice(at, 1);
  return [];
}

/** The end of the connection: everything unsettled is lost, what was sent first. */
export function takeEnd<S extends Submission>(state: Conversation<S>): readonly Output<S>[] {
  const sent = [...state.inFlight].map(([id, submission]) =>
    isPinged(state, id) ? succeeded(submission) : lost(submission, true),
  );
  const unsent = state.waiting.map(submission => lost(submission, false));
  const held = takeHeld(state);
  state.phase = 'ended';
  state.inFlight.clear();
  state.inBandCount = 0;
  state.waiting.length = 0;
  return [...held, ...sent, ...unsent];
}

function lost<S extends Submission>(submission: S, wasSent: boolean): Output<S> {
  return { kind: 'lost', submission, wasSent };
}

/** A guest that went down, as it was told to. */
function succeeded<S extends Submission>(submission: S): Output<S> {
  return { kind: 'reply', submission, reply: silentReply(submission) };
}

/** A reply: settles the command whose id it bears. */
export function takeReply<S extends Submission>(
  state: Conversation<S>,
  message: ReturnReply | ErrorReply,
): readonly Output<S>[] {
  const id = typeof message.id === 'string' ? message.id : undefined;
  const submission = id === undefined ? undefined : state.inFlight.get(id);
  if (id !== undefined && state.pings.has(id)) return takePing(state, id);
  if (id === undefined || submission === undefined) return takeStrayReply(state, message);
  state.resync = 'none';
  const unread = state.doubt === undefined ? [] : settleUnread(state, unreadBefore(state, id));
  const own = settle(state, id, submission, replyFrom(message, id, submission.request.userId));
  return unread.length === 0 ? own : [...unread, ...own];
}

function settleUnread<S extends Submission>(
  state: Conversation<S>,
  unread: readonly Unread[],
): readonly Output<S>[] {
  return unread.flatMap(({ id, error }) => {
    const submission = state.inFlight.get(id);
    if (submission === undefined) return [];
    const reply = replyFrom(error, undefined, submission.request.userId);
    return settle(state, id, submission, reply);
  });
}

/** The ping behind a silent command was answered: unless an error came before, the command is done. */
function takePing<S extends Submission>(state: Conversation<S>, id: string): readonly Output<S>[] {
  const commandId = state.pings.get(id) ?? '';
  const submission = state.inFlight.get(commandId);
  state.pings.delete(id);
  if (submission === undefined) return [];
  return settle(state, commandId, submission, silentReply(submission));
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

/** An error without an id, about input that could not be read, concerns one command in flight. */
function takeStrayReply<S extends Submission>(
  state: Conversation<S>,
  message: ReturnReply | ErrorReply,
): readonly Output<S>[] {
  if (message.id === undefined && takeOrphanPing(state)) return [];
  const isOfQmp = state.agentNumber === undefined;
  const isAboutInput = isOfQmp && message.kind === 'error' && message.id === undefined;
  if (isAboutInput && state.doubt !== undefined) return takeDoubt(state, message);
  if (isAboutInput && state.resync !== 'none') return [readMark(state, message)];
  if (isAboutInput && state.inFlight.size > 1) return holdError(state, message);
  const [first] = state.inFlight;
  if (first === undefined || !concernsFirst(state, message)) {
    return [{ kind: 'notice', notice: replyNotice(message) }];
  }
  if (isAboutInput) state.resync = 'mark-due';
  const [id, submission] = first;
  if (message.kind === 'return') takePingOf(state, id);
  return settle(state, id, submission, replyFrom(message, undefined, submission.request.userId));
}

/** Old guest agents give no ids back at all, but keep the order. */
function concernsFirst<S extends Submission>(
  { agentNumber, inFlight }: Conversation<S>,
  { kind, id }: ReturnReply | ErrorReply,
): boolean {
  if (id !== undefined) return false;
  return agentNumber !== undefined || (kind === 'error' && inFlight.size === 1);
}

/**
 * One unreadable input may bring a thousand errors, which must not settle the commands after it. So the next
 * command is sent behind a 0xFF byte, and the error about that byte is the last of them. Servers that word it
 * otherwise are safe too: until a reply bears an id, no further error without one settles anything.
 */
function readMark<S extends Submission>(state: Conversation<S>, message: ErrorReply): Output<S> {
  if (state.resync === 'mark-sent' && isAboutMark(message)) state.resync = 'none';
  return { kind: 'notice', notice: replyNotice(message) };
}

/** Several commands were in flight when the first error came, and the mark was sent then. */
function takeDoubt<S extends Submission>(
  state: Conversation<S>,
  message: ErrorReply,
): readonly Output<S>[] {
  if (!isAboutMark(message)) return holdError(state, message);
  return settleUnread(state, unreadAtMark(state));
}

function isAboutMark({ desc }: ErrorReply): boolean {
  return desc.includes('\uFFFD');
}
