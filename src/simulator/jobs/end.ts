// What a finished job leaves behind in the block graph.

import { dropUnused, replaceUses } from '../block/graph.js';
import type { Job } from '../vm/state.js';
import type { Turn } from '../vm/turn.js';

export function applyEnd(turn: Turn, { end }: Job): void {
  switch (end.kind) {
    case 'nothing':
      return;
    case 'pivot':
      replaceUses(turn, end.from, end.to);
      dropUnused(turn, end.from);
      return;
    case 'rebase':
      rebase(turn, end.node, end.backing);
      return;
    case 'merge-down':
      mergeDown(turn, end.top, end.base);
      return;
  }
}

/** A node has taken in what lay between it and its new backing node. */
function rebase(turn: Turn, name: string, backing: string | undefined): void {
  const node = turn.vm.nodes.get(name);
  if (node === undefined) return;
  const { backing: old, ...rest } = node;
  turn.setNode({ ...rest, ...(backing === undefined ? {} : { backing }) });
  if (old !== undefined && old !== backing) dropUnused(turn, old);
}

/** What was above the base has gone into it: who used the top now uses the base. */
function mergeDown(turn: Turn, top: string, base: string): void {
  replaceUses(turn, top, base);
  dropUnused(turn, top);
}

const ERRORS: Readonly<Record<number, string>> = {
  5: 'Input/output error',
  28: 'No space left on device',
};

/** An error number as the C library words it. */
export function faultText(errno: number): string {
  return ERRORS[errno] ?? `Unknown error ${errno}`;
}
