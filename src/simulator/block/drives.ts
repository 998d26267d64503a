// Commands on drives and what is in them: size, tray, medium, limits.
import type { JsonObject } from '../../json/value.js';
import { numberOf, textOf } from '../arguments.js';
import type { HandlerTable } from '../command.js';
import { refusal } from '../refusal.js';
import { newNode } from '../vm/spec.js';
import type { Backend, BlockNode } from '../vm/state.js';
import type { Turn } from '../vm/turn.js';
import { fileNamed } from './files.js';
import { backendOf, backendsOn, deviceOrNode, dropUnused, jobOn, setBackend } from './graph.js';
import { isTarget } from './nodes.js';
import { checkTotal } from './throttle.js';

export const DRIVE_COMMANDS: HandlerTable = {
  block_resize: resize,
  'blockdev-open-tray': (turn, args) => moveTray(turn, drive(turn, args), true),
  'blockdev-close-tray': (turn, args) => moveTray(turn, drive(turn, args), false),
  'blockdev-remove-medium': (turn, args) => removeMedium(turn, drive(turn, args)),
  'blockdev-insert-medium': (turn, args) =>
    insertMedium(turn, drive(turn, args), textOf(args, 'node-name') ?? ''),
  'blockdev-change-medium': changeMedium,
  eject: (turn, args) => {
    moveTray(turn, drive(turn, args), true);
    return removeMedium(turn, drive(turn, args));
  },
  block_set_io_throttle: setThrottle,
  'block-set-write-threshold': setWriteThreshold,
  'block-latency-histogram-set': (turn, args) => {
    backendOf(turn.vm, undefined, textOf(args, 'id'));
    return undefined;
  },
};

/** As it is now: an earlier step of the same command may have changed it. */
function drive(turn: Turn, args: JsonObject): Backend {
  return backendOf(turn.vm, textOf(args, 'device'), textOf(args, 'id'));
}

const SECTOR = 512;

function resize(turn: Turn, args: JsonObject): undefined {
  const node = deviceOrNode(turn.vm, textOf(args, 'device') ?? '', textOf(args, 'node-name') ?? '');
  const size = args.size;
  if ((numberOf(args, 'size') ?? 0) < 0) throw refusal("Parameter 'size' expects a >0 size");
  const job = jobOn(turn.vm, node.name);
  if (job !== undefined && isTarget(job, node.name)) throw refusal("Device '(null)' is in use");
  if (job?.type === 'backup') throw resizeConflict(node.name);
  if (typeof size !== 'number' && typeof size !== 'bigint') return undefined;
  if (BigInt(size) % BigInt(SECTOR) !== 0n && node.driver === 'qcow2')
    throw refusal('The new size must be a multiple of 512');
  turn.setNode({ ...node, size });
  return undefined;
}

function resizeConflict(name: string) {
  return refusal(
    `Permission conflict on node '${name}': permissions 'resize' are both required by an unnamed block device (uses node '${name}' as 'root' child) and unshared by node '#block452' (uses node '${name}' as 'file' child).`,
  );
}

function moveTray(turn: Turn, backend: Backend, isOpen: boolean): undefined {
  if (!backend.isRemovable) throw notRemovable(backend);
  if (backend.isTrayOpen === isOpen) return undefined;
  setBackend(turn, { ...backend, isTrayOpen: isOpen });
  const { device, qdev } = backend;
  turn.emit('DEVICE_TRAY_MOVED', { device, 'tray-open': isOpen, id: qdev });
  return undefined;
}

function notRemovable({ device, path }: Backend) {
  return refusal(`Device '${device || path}' is not removable`);
}

function removeMedium(turn: Turn, backend: Backend): undefined {
  if (!backend.isRemovable) throw notRemovable(backend);
  if (!backend.isTrayOpen) throw refusal(`Tray of device '${nameOf(backend)}' is not open`);
  const { root, ...rest } = backend;
  if (root === undefined) return undefined;
  setBackend(turn, rest);
  dropUnused(turn, root);
  return undefined;
}

/** Who moves a tray or a medium names the device by its id. */
function nameOf({ qdev }: Backend): string {
  return qdev;
}

function insertMedium(turn: Turn, backend: Backend, name: string): undefined {
  const node = turn.vm.nodes.get(name);
  if (node === undefined) throw refusal(`Node '${name}' not found`);
  if (backendsOn(turn.vm, name).length > 0) throw refusal(`Node '${name}' is already in use`);
  if (!backend.isRemovable) throw notRemovable(backend);
  if (!backend.isTrayOpen) throw refusal(`Tray of device '${nameOf(backend)}' is not open`);
  if (backend.root !== undefined)
    throw refusal(`There already is a medium in device '${nameOf(backend)}'`);
  setBackend(turn, { ...backend, root: node.name });
  return undefined;
}

/** Opens the tray, takes out what is in it, puts in a new node for the file, and closes it. */
function changeMedium(turn: Turn, args: JsonObject): undefined {
  const backend = drive(turn, args);
  const filename = textOf(args, 'filename') ?? '';
  const { size, format } = fileNamed(turn.vm, filename);
  const driver = textOf(args, 'format') ?? format;
  moveTray(turn, backend, true);
  removeMedium(turn, drive(turn, args));
  const file = newNode(`#block${turn.count()}`, 'file', { filename, size, readOnly: true });
  const name = `#block${turn.count()}`;
  turn.setNode(file);
  turn.setNode(newNode(name, driver, { filename, size, readOnly: true, file: file.name }));
  setBackend(turn, { ...drive(turn, args), root: name });
  return moveTray(turn, drive(turn, args), false);
}

const LIMITS = ['bps', 'bps_rd', 'bps_wr', 'iops', 'iops_rd', 'iops_wr'] as const;

function setThrottle(turn: Turn, args: JsonObject): undefined {
  const backend = drive(turn, args);
  if (backend.root === undefined) throw refusal(`Device '${nameOf(backend)}' has no medium`);
  for (const total of ['bps', 'iops'])
    checkTotal(args[total], args[`${total}_rd`], args[`${total}_wr`]);
  const throttle = Object.fromEntries(LIMITS.map(name => [name, args[name] ?? 0]));
  setBackend(turn, { ...backend, throttle });
  return undefined;
}

function setWriteThreshold(turn: Turn, args: JsonObject): undefined {
  const name = textOf(args, 'node-name') ?? '';
  const node: BlockNode | undefined = turn.vm.nodes.get(name);
  if (node === undefined) throw refusal(`Device '${name}' not found`);
  turn.setNode({ ...node, writeThreshold: args['write-threshold'] ?? 0 });
  return undefined;
}
