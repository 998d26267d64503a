// A main loop that waits: for storage that does not answer, or for a time. Nothing in band is done meanwhile.
import type { Turn } from './vm/turn.js';

/** Waits until the node is yanked or let go. */
export function hangOn(turn: Turn, node: string): void {
  turn.change({ hang: { node, began: turn.now } });
}

/** Waits for so many ms. */
export function hangFor(turn: Turn, ms: number): void {
  turn.change({ hang: { began: turn.now } });
  turn.arm('release', ms, { kind: 'release' });
}

export function release(turn: Turn): void {
  turn.disarm('release');
  turn.change({ hang: undefined });
}
