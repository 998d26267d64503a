// Paths are completed a step at a time: what stands before the last slash says which folder is looked into.
import type { Want } from './candidate.js';
import type { Offer, Slot } from './slot.js';

/** Kinds of live values that have steps. */
const PATH_KINDS: ReadonlySet<string> = new Set(['file', 'qom-path', 'address']);

/** What stands before the last step: a scheme too (`file:/tmp/`), as far as addresses have files behind one. */
const FOLDER = /^(?:(?:file|unix):)?(?:.*\/)?/s;

/** The slot for the path's last step, where the slot is one of paths; else the slot itself. */
export function pathSlot(slot: Slot): Slot {
  const isPath = slot.offers.some(offer => wantsOf(offer).some(want => PATH_KINDS.has(want.kind)));
  if (!isPath) return slot;
  const folder = FOLDER.exec(slot.typed)?.[0] ?? '';
  const offers = slot.offers.map(offer => within(offer, folder));
  return { ...slot, typed: slot.typed.slice(folder.length), folder, offers };
}

/** The live values that an offer is made from. */
export function wantsOf(offer: Offer): readonly Want[] {
  const now = offer.kind === 'property' && offer.now !== undefined ? [offer.now] : [];
  return 'want' in offer && offer.want !== undefined ? [offer.want, ...now] : now;
}

function within(offer: Offer, folder: string): Offer {
  if (offer.kind !== 'values' && offer.kind !== 'live') return offer;
  const { want } = offer;
  if (want === undefined || !PATH_KINDS.has(want.kind)) return offer;
  const inFolder = { ...want, of: folder };
  return offer.kind === 'live' ? { ...offer, want: inFolder } : { ...offer, want: inFolder };
}
