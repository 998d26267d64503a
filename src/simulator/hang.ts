// A main loop that waits: for storage that does not answer, or for a time. Nothing in band is done meanwhile.

import { numberOf } from './arguments.js';
import { childrenOf } from './block/graph.js';
import type { BlockNode } from './vm/state.js';
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

/** A read or write to the node: waits as long as the slowest below it takes; says whether it comes through. */
export function access(turn: Turn, node: BlockNode): boolean {
  for (const each of nodesBelow(turn, node)) {
    if (each.isStuck) hangOn(turn, each.name);
    const latency = numberOf(each.options, 'latency-ns') ?? 0;
    if (latency > 0) hangFor(turn, latency / 1e6);
    if (each.isYanked) return false;
  }
  return true;
}

function nodesBelow(turn: Turn, node: BlockNode): readonly BlockNode[] {
  const below = childrenOf(node).flatMap(name => {
    const child = turn.vm.nodes.get(name);
    return child === undefined ? [] : nodesBelow(turn, child);
  });
  return [node, ...below];
}
