// What the block layer says when it is asked.
import type { JsonObject, JsonValue } from '../../json/value.js';
import { flagOf, present } from '../arguments.js';
import type { HandlerTable } from '../command.js';
import type { Backend, BlockNode, Vm } from '../vm/state.js';
import { describeNode } from './describe.js';
import { childrenOf } from './graph.js';
import { roleOf } from './open.js';

export const BLOCK_QUERIES: HandlerTable = {
  'query-block': ({ vm }) => vm.backends.map(backend => blockInfo(vm, backend)),
  'query-named-block-nodes': ({ vm }, args) =>
    [...vm.nodes.values()]
      .toReversed()
      .map(node => describeNode(vm, node, flagOf(args, 'flat') ?? false)),
  'query-blockstats': ({ vm }, args) =>
    flagOf(args, 'query-nodes') === true
      ? [...vm.nodes.values()].toReversed().map(node => nodeStats(vm, node))
      : vm.backends.map(backend => backendStats(vm, backend)),
  'query-block-exports': ({ vm }) =>
    vm.exports
      .toReversed()
      .map(({ id, type, node }) => ({ 'node-name': node, 'shutting-down': false, type, id })),
  'x-debug-query-block-graph': ({ vm }) => blockGraph(vm),
};

/** BlockInfo: a drive, with its node where it has a medium. */
export function blockInfo(vm: Vm, backend: Backend): JsonObject {
  const node = backend.root === undefined ? undefined : vm.nodes.get(backend.root);
  return present({
    'io-status': backend.ioStatus,
    device: backend.device,
    locked: false,
    removable: backend.isRemovable,
    inserted: node && describeNode(vm, node, false),
    qdev: backend.path,
    tray_open: backend.isRemovable ? backend.isTrayOpen : undefined,
    type: 'unknown',
  });
}

const NO_DISCARDS = {
  'discard-nb-failed': 0,
  'discard-bytes-ok': 0,
  driver: 'file',
  'discard-nb-ok': 0,
};

const COUNTERS = ['operations', 'bytes', 'merged', 'total_time_ns'] as const;

/** Nothing is ever read or written here. @param isDrive whether failures are counted, which those of nodes are not. */
function noStats(isDrive: boolean): Record<string, JsonValue> {
  const stats: Record<string, JsonValue> = { wr_highest_offset: 0, timed_stats: [] };
  for (const kind of ['rd', 'wr', 'unmap', 'flush']) {
    for (const counter of COUNTERS) {
      if (kind !== 'flush' || counter === 'operations' || counter === 'total_time_ns')
        stats[`${kind}_${counter}`] = 0;
    }
    stats[`failed_${kind}_operations`] = 0;
    stats[`invalid_${kind}_operations`] = 0;
  }
  return { ...stats, account_invalid: isDrive, account_failed: isDrive };
}

function backendStats(vm: Vm, { device, path, root }: Backend): JsonObject {
  const node = root === undefined ? undefined : vm.nodes.get(root);
  const { parent, backing } = node === undefined ? {} : statsBelow(vm, node);
  return present({
    device,
    parent,
    stats: noStats(true),
    backing,
    'node-name': root,
    qdev: path,
  });
}

function statsBelow(vm: Vm, { file, backing }: BlockNode) {
  const statsOf = (name: string | undefined) => {
    const node = name === undefined ? undefined : vm.nodes.get(name);
    return node && nodeStats(vm, node);
  };
  return { parent: statsOf(file), backing: statsOf(backing) };
}

function nodeStats(vm: Vm, node: BlockNode): JsonObject {
  const isFile = node.driver === 'file';
  return present({
    ...statsBelow(vm, node),
    stats: noStats(false),
    'node-name': node.name,
    'driver-specific': isFile ? NO_DISCARDS : undefined,
  });
}

function blockGraph({ nodes, backends }: Vm): JsonObject {
  const names = [...nodes.keys(), ...backends.map(each => each.qdev)];
  const idOf = (name: string) => names.indexOf(name) + 1;
  const edge = (parent: string, child: string, name: string) => ({
    parent: idOf(parent),
    name,
    child: idOf(child),
    'shared-perm': [],
    perm: [],
  });
  return {
    nodes: names.map(name => ({
      name,
      type: nodes.has(name) ? 'block-driver' : 'block-backend',
      id: idOf(name),
    })),
    edges: [
      ...backends.flatMap(({ qdev, root }) =>
        root === undefined ? [] : [edge(qdev, root, 'root')],
      ),
      ...[...nodes.values()].flatMap(node =>
        childrenOf(node).map(child => edge(node.name, child, roleOf(node, child))),
      ),
    ],
  };
}
