// What the text was before: steps back and forth.
import type { TextBuffer } from './buffer.js';

export interface UndoStack {
  readonly past: readonly TextBuffer[];
  readonly future: readonly TextBuffer[];
}

/** Steps kept; each holds a whole text, and nobody takes back more. */
const MAX_STEPS = 500;

export const NO_UNDO: UndoStack = { past: [], future: [] };

/** Before a change: what the text was becomes a step. */
export function remember({ past }: UndoStack, before: TextBuffer): UndoStack {
  return { past: [...past.slice(-MAX_STEPS + 1), before], future: [] };
}

/** A step back from `now`: the stack and the text of then; undefined when there is none. */
export function stepBack(
  stack: UndoStack,
  now: TextBuffer,
): readonly [UndoStack, TextBuffer] | undefined {
  const then = stack.past.at(-1);
  if (then === undefined) return undefined;
  return [{ past: stack.past.slice(0, -1), future: [...stack.future, now] }, then];
}

/** A step forth again. */
export function stepForth(
  stack: UndoStack,
  now: TextBuffer,
): readonly [UndoStack, TextBuffer] | undefined {
  const then = stack.future.at(-1);
  if (then === undefined) return undefined;
  return [{ past: [...stack.past, now], future: stack.future.slice(0, -1) }, then];
}
