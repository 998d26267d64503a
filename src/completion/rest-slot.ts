// The slot of one word that is a name as a whole.
import type { CompletionInput } from './candidate.js';
import type { Offer, Slot } from './slot.js';

/** A name from `start` to the end of its word; undefined where a blank stands before the cursor. */
export function restSlot(
  { line, cursor }: Pick<CompletionInput, 'line' | 'cursor'>,
  start: number,
  offers: readonly Offer[],
): Slot | undefined {
  if (cursor < start || /\s/.test(line.slice(start, cursor))) return undefined;
  const end = cursor + (/^\S*/.exec(line.slice(cursor))?.[0].length ?? 0);
  return { replace: { start, end }, typed: line.slice(start, cursor), notation: 'words', offers };
}
