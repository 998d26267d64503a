// Commands that open and close nodes.

import type { JsonObject } from '../../json/value.js';
import { objectIn, objectsIn, textOf } from '../arguments.js';
import type { HandlerTable } from '../command.js';
import { refusal } from '../refusal.js';
import type { Job, Vm } from '../vm/state.js';
import type { Turn } from '../vm/turn.js';
import {
  backendsOn,
  dropNode,
  eitherNamed,
  isReferenced,
  jobOn,
  nodeNamed,
  parentsOf,
  usedAsBacking,
} from './graph.js';
import { openNode } from './open.js';

export const NODE_COMMANDS: HandlerTable = {
  'blockdev-add': (turn, args) => {
    if (textOf(args, 'node-name') === undefined)
      throw refusal("'node-name' must be specified for the root node");
    keepingGraph(turn, () => openNode(turn, args, true));
    return undefined;
  },
  'blockdev-del': (turn, args) => closeNode(turn, textOf(args, 'node-name') ?? ''),
  'blockdev-reopen': (turn, args) => {
    for (const options of objectsIn(args, 'options')) reopen(turn, options);
    return undefined;
  },
  'blockdev-set-active': () => undefined,
  'x-blockdev-amend': () => undefined,
  'x-blockdev-set-iothread': () => undefined,
  'x-blockdev-change': () => undefined,
};

/** A node that could not be opened leaves none of its children behind. */
export function keepingGraph<T>(turn: Turn, open: () => T): T {
  const { nodes } = turn.vm;
  try {
    return open();
  } catch (failure) {
    turn.change({ nodes });
    throw failure;
  }
}

function closeNode(turn: Turn, name: string): undefined {
  const node = turn.vm.nodes.get(name);
  if (node === undefined) throw refusal(`Failed to find node with node-name='${name}'`);
  if (hasBackend(turn.vm, name)) throw refusal(`Node ${name} is in use`);
  const job = jobOn(turn.vm, name);
  if (job !== undefined && isTarget(job, name)) throw busy(name, job);
  const above = parentsOf(turn.vm, name).find(each => each.backing === name);
  if (above !== undefined) throw usedAsBacking(name, above);
  if (!node.isMonitorOwned) throw refusal(`Node ${name} is not owned by the monitor`);
  if (isReferenced(turn.vm, name)) throw refusal(`Block device ${name} is in use`);
  dropNode(turn, node);
  return undefined;
}

/** A backup stands between the device and the node; a mirror's target has a backend of its own. */
function hasBackend(vm: Vm, name: string): boolean {
  const job = jobOn(vm, name);
  if (job?.type === 'mirror' && isTarget(job, name)) return true;
  return backendsOn(vm, name).length > 0 && job?.type !== 'backup';
}

export function isTarget({ nodes }: Job, name: string): boolean {
  return nodes[1] === name;
}

/** The node is another job's. */
export function busy(name: string, { type }: Job) {
  return refusal(`Node '${name}' is busy: block device is in use by block job: ${type}`);
}

function reopen(turn: Turn, options: JsonObject): void {
  const node = nodeNamed(turn.vm, textOf(options, 'node-name') ?? '');
  const file = options.file;
  if (typeof file === 'string') nodeNamed(turn.vm, file);
  const backing = options.backing;
  if (typeof backing === 'string') eitherNamed(turn.vm, backing);
  const readOnly = options['read-only'] === true;
  const kept = objectIn({ options: node.options }, 'options') ?? {};
  turn.setNode({ ...node, readOnly, options: { ...kept, ...options } });
}
