// Between `.begin` and `.commit` a line is an action: it is completed as one in a transaction's brackets.
import type { CompletionInput } from './candidate.js';
import type { Offer, Slot } from './slot.js';

const OPENING = 'transaction( ';

/** The slot on a line that is an action as a whole. `findSlot` finds that of any line. */
export function openActionSlot(
  input: CompletionInput,
  findSlot: (input: CompletionInput) => Slot | undefined,
): Slot | undefined {
  const shift = OPENING.length;
  const { openTransaction: _, ...facts } = input.facts ?? {};
  const line = OPENING + input.line;
  const slot = findSlot({ ...input, line, cursor: input.cursor + shift, facts });
  if (slot === undefined) return undefined;
  const replace = { start: slot.replace.start - shift, end: slot.replace.end - shift };
  return { ...slot, replace, offers: slot.offers.filter(isNoBracket) };
}

/** The words that end an action, or belong to the brackets, are not needed here. */
function isNoBracket({ kind }: Offer): boolean {
  return kind !== 'fixed';
}
