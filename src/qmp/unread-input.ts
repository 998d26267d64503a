// Errors without an id while several commands are in flight: about input that the server could not read, and so about
// one of them. QEMU answers in-band commands in their order, and gives these errors in theirs.
import type { Conversation, Output, Submission } from './conversation-state.js';
import type { ErrorReply } from './messages.js';
import { replyNotice } from './notice.js';

/** Which of these commands could not be read is not known yet. */
export interface Doubt {
  /** Those in flight when the first such error came, in the order they were sent. */
  readonly ids: ReadonlySet<string>;
  /** At most one for each of them. */
  readonly errors: ErrorReply[];
}

/** A command that was not read, and the error that tells. */
export interface Unread {
  readonly id: string;
  readonly error: ErrorReply;
}

/**
 * Keeps the error until it is known whom it concerns. The first is answered with a 0xFF byte: the error about that one
 * comes when all that was sent before has been answered, even where nothing is sent any more.
 */
export function holdError<S extends Submission>(
  state: Conversation<S>,
  error: ErrorReply,
): readonly Output<S>[] {
  if (state.doubt === undefined) {
    state.doubt = { ids: new Set(state.inFlight.keys()), errors: [error] };
    return [{ kind: 'mark' }];
  }
  const { errors, ids } = state.doubt;
  if (errors.length === ids.size) return [{ kind: 'notice', notice: replyNotice(error) }];
  errors.push(error);
  return [];
}

/** A reply in its turn: what was sent before the command and has none was not read. */
export function unreadBefore<S extends Submission>(
  state: Conversation<S>,
  id: string,
): readonly Unread[] {
  const { doubt } = state;
  if (doubt === undefined || state.inFlight.get(id)?.request.oob) return [];
  const left = [...doubt.ids].filter(each => state.inFlight.has(each));
  const inBand = left.filter(each => !state.inFlight.get(each)?.request.oob);
  if (doubt.ids.has(id)) return take(doubt, inBand.slice(0, inBand.indexOf(id)));
  state.doubt = undefined; // The command was sent behind the mark, of which this server says nothing.
  return take(doubt, left);
}

/** The error about the 0xFF byte has come: nothing sent before it is answered any more. */
export function unreadAtMark<S extends Submission>(state: Conversation<S>): readonly Unread[] {
  const { doubt } = state;
  state.doubt = undefined;
  if (doubt === undefined) return [];
  const left = [...doubt.ids].filter(id => state.inFlight.has(id));
  return take(doubt, left);
}

/** At the end nobody is left whom they could concern. */
export function takeHeld<S extends Submission>(state: Conversation<S>): readonly Output<S>[] {
  const errors = state.doubt?.errors ?? [];
  state.doubt = undefined;
  return errors.map(error => ({ kind: 'notice', notice: replyNotice(error) }));
}

/** Of one command that brings many errors the first is told. */
function take({ errors }: Doubt, ids: readonly string[]): readonly Unread[] {
  const [first] = errors;
  if (first === undefined) return [];
  const unread = ids.map((id, at) => ({ id, error: errors[at] ?? errors.at(-1) ?? first }));
  if (unread.length > 0) errors.length = 0;
  return unread;
}
