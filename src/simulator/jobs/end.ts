// What a finished job leaves behind in the block graph.

import { dropUnused, replaceUses } from '../block/graph.js';
import type { Job } from '../vm/state.js';
import type { Turn } from '../vm/turn.js';

/** The job lets go of its nodes: one that nobody else uses is closed. */
export function applyEnd(turn: Turn, { id, end }: Job): void {
  const job = turn.vm.jobs.get(id);
  if (job !== undefined) turn.setJob({ ...job, nodes: [] });
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

/** What was above the base has gone into it: who used the top now uses the base, and writes to it. */
function mergeDown(turn: Turn, top: string, base: string): void {
  const isActive = turn.vm.backends.some(({ root }) => root === top);
  replaceUses(turn, top, base);
  const node = turn.vm.nodes.get(base);
  if (isActive && node !== undefined) turn.setNode({ ...node, readOnly: false });
  dropUnused(turn, top);
}
