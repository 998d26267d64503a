// Paths are completed a step at a time, lines of the human monitor a word at a time: what stands before the last step
// says where its candidates come from.
import type { Want } from './candidate.js';
import { hmpWant, hmpWordsBefore } from './hmp-words.js';
import type { Offer, Slot } from './slot.js';

/** Kinds of live values that have steps. */
const PATH_KINDS: ReadonlySet<string> = new Set(['file', 'qom-path', 'address']);
const HMP_KIND = 'hmp-command';

/** What stands before the last step: a scheme too (`file:/tmp/`), as far as addresses have files behind one. */
const FOLDER = /^(?:(?:file|unix):)?(?:.*\/)?/s;
const WORDS_BEFORE = /^(?:.*\s)?/s;

/** The slot for the last step, where the slot is one of paths or of a monitor's words; else the slot itself. */
export function pathSlot(slot: Slot): Slot {
  return hasKind(slot, kind => kind === HMP_KIND) ? hmpSlot(slot) : fileSlot(slot);
}

function hasKind(slot: Slot, isMeant: (kind: string) => boolean): boolean {
  return slot.offers.some(offer => wantsOf(offer).some(want => isMeant(want.kind)));
}

function fileSlot(slot: Slot): Slot {
  if (!hasKind(slot, kind => PATH_KINDS.has(kind))) return slot;
  return steppedSlot(slot, FOLDER, (want, folder) =>
    PATH_KINDS.has(want.kind) ? { ...want, of: folder } : want,
  );
}

/** A word may be a path in its turn: `qom-list /machine/per`. */
function hmpSlot(slot: Slot): Slot {
  const before = hmpWordsBefore(slot.typed);
  const last = steppedSlot(slot, WORDS_BEFORE, want =>
    want.kind === HMP_KIND ? hmpWant(before) : want,
  );
  const inner = fileSlot(last);
  const folder = (last.folder ?? '') + (inner === last ? '' : (inner.folder ?? ''));
  return { ...inner, folder, joint: before.length === 0 ? ' ' : '/' };
}

function steppedSlot(
  slot: Slot,
  before: RegExp,
  wantFor: (want: Want, folder: string) => Want | undefined,
): Slot {
  const folder = before.exec(slot.typed)?.[0] ?? '';
  const offers = slot.offers
    .filter(offer => folder === '' || goesDeeper(offer))
    .map(offer => within(offer, want => wantFor(want, folder)));
  return { ...slot, typed: slot.typed.slice(folder.length), folder, offers };
}

/** Whether its candidates may stand behind the steps of a path; names that stand for the whole word may not. */
function goesDeeper(offer: Offer): boolean {
  return offer.kind === 'values' || (offer.kind === 'live' && offer.as === 'value');
}

/** The live values that an offer is made from. */
export function wantsOf(offer: Offer): readonly Want[] {
  const now = offer.kind === 'property' && offer.now !== undefined ? [offer.now] : [];
  return 'want' in offer && offer.want !== undefined ? [offer.want, ...now] : now;
}

function within(offer: Offer, wantFor: (want: Want) => Want | undefined): Offer {
  if ((offer.kind !== 'values' && offer.kind !== 'live') || offer.want === undefined) return offer;
  const want = wantFor(offer.want);
  if (want !== undefined) return { ...offer, want };
  return { kind: 'fixed', rows: [] };
}
