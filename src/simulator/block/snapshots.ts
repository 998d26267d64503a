// Snapshots of a node: an overlay over it, or a state kept within the image.
import type { JsonObject } from '../../json/value.js';
import { textOf } from '../arguments.js';
import type { HandlerTable } from '../command.js';
import { refusal } from '../refusal.js';
import { isRunningState } from '../run-state/commands.js';
import { newNode } from '../vm/spec.js';
import type { BlockNode, Snapshot } from '../vm/state.js';
import type { Turn } from '../vm/turn.js';
import { describeSnapshot } from './describe.js';
import { checkNewFile } from './files.js';
import {
  deviceOrNode,
  dropUnused,
  eitherNamed,
  isReferenced,
  parentsOf,
  replaceUses,
  usedAsBacking,
} from './graph.js';

export const SNAPSHOT_COMMANDS: HandlerTable = {
  'blockdev-snapshot': putOver,
  'blockdev-snapshot-sync': makeOverlay,
  'blockdev-snapshot-internal-sync': takeInternal,
  'blockdev-snapshot-delete-internal-sync': deleteInternal,
  'change-backing-file': (turn, args) => {
    eitherNamed(turn.vm, textOf(args, 'device') ?? '');
    return undefined;
  },
};

function putOver(turn: Turn, args: JsonObject): undefined {
  const node = eitherNamed(turn.vm, textOf(args, 'node') ?? '');
  const overlay = eitherNamed(turn.vm, textOf(args, 'overlay') ?? '');
  if (isReferenced(turn.vm, overlay.name)) throw refusal('The overlay is already in use');
  if (overlay.backing !== undefined) throw refusal('The overlay already has a backing image');
  layOver(turn, node, overlay.name);
  return undefined;
}

/** Whoever used the node uses the overlay; what lies below is not written any more. */
function layOver(turn: Turn, node: BlockNode, name: string): void {
  replaceUses(turn, node.name, name);
  const overlay = turn.vm.nodes.get(name);
  if (overlay !== undefined) turn.setNode({ ...overlay, backing: node.name });
  turn.setNode({ ...node, readOnly: true });
}

/** Makes a file with the node under it. An overlay that nobody uses is closed at once. */
function makeOverlay(turn: Turn, args: JsonObject): undefined {
  const node = deviceOrNode(turn.vm, textOf(args, 'device') ?? '', textOf(args, 'node-name') ?? '');
  const filename = textOf(args, 'snapshot-file') ?? '';
  const name = textOf(args, 'snapshot-node-name') ?? `#block${turn.count()}`;
  const driver = textOf(args, 'format') ?? 'qcow2';
  if (turn.vm.nodes.has(name)) throw refusal(`New overlay node-name already in use`);
  const above = parentsOf(turn.vm, node.name).find(each => each.backing === node.name);
  if (above !== undefined) throw usedAsBacking(node.name, above);
  checkNewFile(turn.vm, filename);
  const { size } = node;
  turn.change({ files: new Map(turn.vm.files).set(filename, { format: driver, size }) });
  const file = newNode(`#block${turn.count()}`, 'file', { filename, size: 0 });
  turn.setNode(file);
  const data = isRunningState(turn.vm.runState) ? FIRST_DATA : 0;
  turn.setNode(newNode(name, driver, { filename, size, file: file.name, data }));
  layOver(turn, node, name);
  dropUnused(turn, name);
  return undefined;
}

/** What a guest writes into a new overlay before anybody looks. */
const FIRST_DATA = 524_288;

function takeInternal(turn: Turn, args: JsonObject): undefined {
  const { node, device } = rootNode(turn, args);
  const name = textOf(args, 'name') ?? '';
  if (name === '') throw refusal('Name is empty');
  if (node.snapshots.some(each => each.name === name))
    throw refusal(`Snapshot with name '${name}' already exists on device '${device}'`);
  addSnapshot(turn, node, name, 0);
  return undefined;
}

function rootNode(turn: Turn, args: JsonObject): { node: BlockNode; device: string } {
  const device = textOf(args, 'device') ?? '';
  const node = eitherNamed(turn.vm, device);
  if (parentsOf(turn.vm, node.name).length > 0) throw refusal('Need a root block node');
  if (node.driver !== 'qcow2')
    throw refusal(
      `Block format '${node.driver}' used by device '${device}' does not support internal snapshots`,
    );
  return { node, device };
}

/** Keeps the node's state under a name. */
export function addSnapshot(turn: Turn, node: BlockNode, name: string, vmStateSize: number): void {
  const ids = node.snapshots.map(each => Number(each.id));
  const snapshot: Snapshot = {
    id: String(Math.max(0, ...ids) + 1),
    name,
    date: turn.now,
    vmStateSize,
    vmClock: turn.now - turn.vm.started,
  };
  turn.setNode({ ...node, snapshots: [...node.snapshots, snapshot] });
}

export function dropSnapshot(turn: Turn, node: BlockNode, snapshot: Snapshot): void {
  turn.setNode({ ...node, snapshots: node.snapshots.filter(each => each !== snapshot) });
}

function deleteInternal(turn: Turn, args: JsonObject): JsonObject {
  const { node, device } = rootNode(turn, args);
  const id = textOf(args, 'id');
  const name = textOf(args, 'name');
  if (id === undefined && name === undefined) throw refusal('Name or id must be provided');
  const snapshot = node.snapshots.find(
    each => (id === undefined || each.id === id) && (name === undefined || each.name === name),
  );
  if (snapshot === undefined) {
    const [shownId, shownName] = [id ?? 'null', name ?? 'null'];
    throw refusal(
      `Snapshot with id '${shownId}' and name '${shownName}' does not exist on device '${device}'`,
    );
  }
  dropSnapshot(turn, node, snapshot);
  return describeSnapshot(snapshot);
}
