// What was cut, newest first, to be put back.

export type KillRing = readonly string[];

/** Entries kept, as many as Emacs keeps. */
const MAX_ENTRIES = 60;

/** A cut of its own. */
export function pushKill(ring: KillRing, text: string): KillRing {
  return [text, ...ring].slice(0, MAX_ENTRIES);
}

/** A cut right after another joins it, on the side that it was cut from. */
export function joinKill(ring: KillRing, text: string, side: 'before' | 'after'): KillRing {
  const [newest = '', ...older] = ring;
  return [side === 'before' ? text + newest : newest + text, ...older];
}

/** The entry `turns` after the newest, round and round. */
export function killAt(ring: KillRing, turns: number): string | undefined {
  return ring[turns % Math.max(ring.length, 1)];
}
