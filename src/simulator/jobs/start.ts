// Commands that start block jobs: each checks what QEMU checks, makes the job, and sets it going. As actions of a
// transaction they are made first, all of them, and set going when all are made.
import type { JsonObject, JsonValue } from '../../json/value.js';
import { flagOf, objectIn, objectsIn, textOf } from '../arguments.js';
import { bitmapNamed } from '../block/bitmaps.js';
import { checkNewFile, hasFolder } from '../block/files.js';
import {
  backendsOn,
  backendText,
  chainOf,
  deviceOrNode,
  eitherNamed,
  jobOn,
  writeConflict,
} from '../block/graph.js';
import { busy, isTarget } from '../block/nodes.js';
import type { Handler, HandlerTable } from '../command.js';
import { Refusal, refusal } from '../refusal.js';
import { newNode } from '../vm/spec.js';
import type { BlockNode, Job, JobFault } from '../vm/state.js';
import type { Turn } from '../vm/turn.js';
import {
  armStep,
  checkJobId,
  createJob,
  dismiss,
  jobOf,
  newJob,
  runJob,
  setStatus,
} from './life.js';

/** Makes a job of the arguments, created and not yet running; gives its id. */
export type MakeJob = (turn: Turn, args: JsonObject) => string;

const starts =
  (make: MakeJob): Handler =>
  (turn, args) => {
    runJob(turn, make(turn, args));
    return undefined;
  };

/** The jobs that may be actions of a transaction. */
export const JOB_MAKERS: Readonly<Record<string, MakeJob>> = {
  'blockdev-backup': makeBackup,
  'drive-backup': makeDriveBackup,
};

export const START_COMMANDS: HandlerTable = {
  'blockdev-backup': starts(makeBackup),
  'drive-backup': starts(makeDriveBackup),
  'blockdev-mirror': starts(makeMirror),
  'drive-mirror': starts(makeDriveMirror),
  'block-stream': starts(makeStream),
  'block-commit': starts(makeCommit),
  'blockdev-create': createImage,
};

function makeBackup(turn: Turn, args: JsonObject): string {
  const source = eitherNamed(turn.vm, textOf(args, 'device') ?? '');
  const target = eitherNamed(turn.vm, textOf(args, 'target') ?? '');
  if (source === target) throw refusal('Source and target cannot be the same');
  checkSync(source, args);
  const id = jobId(turn, args, source);
  checkTarget(turn, source, target);
  if (BigInt(source.size) !== BigInt(target.size))
    throw refusal('Source and target image have different sizes');
  return make(turn, id, 'backup', args, [source, target]);
}

function checkSync(source: BlockNode, args: JsonObject): void {
  const sync = textOf(args, 'sync') ?? '';
  const bitmap = textOf(args, 'bitmap');
  if (bitmap !== undefined) bitmapNamed(source, bitmap);
  else if (sync === 'incremental' || sync === 'bitmap')
    throw refusal(`must provide a valid bitmap name for '${sync}' sync mode`);
}

/** Without an id the job takes the name of the drive, if it has one. */
function jobId({ vm }: Turn, args: JsonObject, node: BlockNode): string {
  const id = textOf(args, 'job-id') ?? backendsOn(vm, node.name)[0]?.device ?? '';
  checkJobId(vm, id);
  return id;
}

function checkTarget({ vm }: Turn, source: BlockNode, target: BlockNode): void {
  const other = jobOn(vm, target.name);
  if (other !== undefined) throw busy(target.name, other);
  const sourceJob = jobOn(vm, source.name);
  if (sourceJob !== undefined && !isTarget(sourceJob, source.name))
    throw busy(source.name, sourceJob);
}

function make(
  turn: Turn,
  id: string,
  type: string,
  args: JsonObject,
  nodes: readonly BlockNode[],
  part: Partial<Job> = {},
): string {
  const { speed } = args;
  if (Number(speed ?? 0) < 0) throw refusal("Parameter 'speed' expects a non-negative value");
  createJob(
    turn,
    newJob({
      id,
      type,
      speed: typeof speed === 'number' || typeof speed === 'bigint' ? speed : 0,
      total: Number(nodes[0]?.size ?? 0),
      autoFinalize: flagOf(args, 'auto-finalize') ?? true,
      autoDismiss: flagOf(args, 'auto-dismiss') ?? true,
      nodes: nodes.map(node => node.name),
      ...faultOf(nodes[1], args),
      ...part,
    }),
  );
  return id;
}

const FAULT_AT = 6_291_456;

/** A target of blkdebug fails after a while, as it was told to. */
function faultOf(target: BlockNode | undefined, args: JsonObject): { fault?: JobFault } {
  const [rule] = target?.driver === 'blkdebug' ? objectsIn(target.options, 'inject-error') : [];
  if (rule === undefined) return {};
  const policy = textOf(args, 'on-target-error') ?? 'report';
  const errno = Number(rule.errno ?? 5);
  const stops = policy === 'stop' || (policy === 'enospc' && errno === 28);
  const action = policy === 'ignore' ? 'ignore' : stops ? 'stop' : 'report';
  const at = action === 'stop' ? FAULT_AT : 0;
  return { fault: { at, operation: 'write', errno, action, isOnce: rule.once === true } };
}

/** `drive-backup` and `drive-mirror` make their target themselves. */
function newTarget(turn: Turn, args: JsonObject, source: BlockNode): BlockNode {
  const filename = textOf(args, 'target') ?? '';
  const driver = textOf(args, 'format') ?? source.driver;
  const name = textOf(args, 'node-name') ?? `#block${turn.count()}`;
  checkNewFile(turn.vm, filename);
  const target = newNode(name, driver, { filename, size: source.size });
  turn.setNode(target);
  turn.change({
    files: new Map(turn.vm.files).set(filename, { format: driver, size: source.size }),
  });
  return target;
}

function makeDriveBackup(turn: Turn, args: JsonObject): string {
  const source = eitherNamed(turn.vm, textOf(args, 'device') ?? '');
  checkSync(source, args);
  const id = jobId(turn, args, source);
  return make(turn, id, 'backup', args, [source, newTarget(turn, args, source)]);
}

function makeMirror(turn: Turn, args: JsonObject): string {
  const source = eitherNamed(turn.vm, textOf(args, 'device') ?? '');
  const target = eitherNamed(turn.vm, textOf(args, 'target') ?? '');
  if (jobOn(turn.vm, source.name)?.type === 'backup') throw refusal('Need a root block node');
  const id = jobId(turn, args, source);
  checkTarget(turn, source, target);
  if (source === target) throw refusal("Can't mirror node into itself");
  if (BigInt(source.size) !== BigInt(target.size))
    throw refusal('Source and target image have different sizes');
  const [backend] = backendsOn(turn.vm, target.name);
  if (backend === undefined) return makeMirrorOnto(turn, id, args, source, target);
  createJob(turn, newJob({ id, type: 'mirror' }));
  dismiss(turn, id);
  const holder = backendText(backend);
  throw writeConflict(target.name, 'consistent read, write', holder, 'an unnamed block device');
}

function makeMirrorOnto(
  turn: Turn,
  id: string,
  args: JsonObject,
  source: BlockNode,
  target: BlockNode,
): string {
  const end = { kind: 'pivot', from: source.name, to: target.name } as const;
  return make(turn, id, 'mirror', args, [source, target], { isMirroring: true, end });
}

function makeDriveMirror(turn: Turn, args: JsonObject): string {
  const source = eitherNamed(turn.vm, textOf(args, 'device') ?? '');
  const id = jobId(turn, args, source);
  return makeMirrorOnto(turn, id, args, source, newTarget(turn, args, source));
}

function makeStream(turn: Turn, args: JsonObject): string {
  const node = eitherNamed(turn.vm, textOf(args, 'device') ?? '');
  const id = jobId(turn, args, node);
  const baseName = textOf(args, 'base-node');
  const base = baseName === undefined ? undefined : deviceOrNode(turn.vm, '', baseName);
  if (base !== undefined && !chainOf(turn.vm, node.name).includes(base.name))
    throw refusal(`Node '${base.name}' is not a backing image of '${node.name}'`);
  const other = jobOn(turn.vm, node.name);
  if (other !== undefined) throw busy(node.name, other);
  const end = { kind: 'rebase', node: node.name, backing: base?.name } as const;
  return make(turn, id, 'stream', args, [node], { end });
}

function makeCommit(turn: Turn, args: JsonObject): string {
  const device = textOf(args, 'device') ?? '';
  const active = activeLayer(turn, device);
  const id = jobId(turn, args, active);
  const topName = textOf(args, 'top-node');
  const top = topName === undefined ? active : deviceOrNode(turn.vm, '', topName);
  const base = baseOf(turn, top, textOf(args, 'base-node'));
  const end = { kind: 'merge-down', top: top.name, base: base.name } as const;
  const isActive = top === active;
  return make(turn, id, 'commit', args, [active, base], {
    end,
    isMirroring: isActive,
    total: isActive ? top.data : Number(base.size),
  });
}

function activeLayer(turn: Turn, device: string): BlockNode {
  try {
    return eitherNamed(turn.vm, device);
  } catch {
    throw new Refusal(`Device '${device}' not found`, 'DeviceNotFound');
  }
}

function baseOf(turn: Turn, top: BlockNode, given: string | undefined): BlockNode {
  if (given === undefined && top.backing === undefined)
    throw refusal('cannot commit an image into itself');
  const name = given ?? chainOf(turn.vm, top.name).at(-1) ?? '';
  const base = deviceOrNode(turn.vm, '', name);
  if (base === top) throw refusal('cannot commit an image into itself');
  if (chainOf(turn.vm, top.name).includes(base.name)) return base;
  throw refusal(`'${base.name}' is not in this backing file chain`);
}

/** A job that is no block job: it makes an image file and waits to be dismissed. */
function createImage(turn: Turn, args: JsonObject): undefined {
  const id = textOf(args, 'job-id') ?? '';
  checkJobId(turn.vm, id);
  createJob(turn, newJob({ id, type: 'create', isBlockJob: false, autoDismiss: false }));
  setStatus(turn, id, 'running');
  const options = objectIn(args, 'options') ?? {};
  const error = rememberImage(turn, options);
  if (error !== undefined) turn.setJob({ ...jobOf(turn, id), error });
  armStep(turn, id, 1, 'end');
  return undefined;
}

/** An image is made over a node, or is a new file; gives why it cannot be. */
function rememberImage(turn: Turn, options: JsonObject): string | undefined {
  const format = textOf(options, 'driver') ?? 'raw';
  const file = options.file;
  const node = typeof file === 'string' ? turn.vm.nodes.get(file) : undefined;
  const filename = textOf(options, 'filename') ?? node?.filename;
  if (filename === undefined) return undefined;
  if (!hasFolder(turn.vm, filename))
    return `Could not create '${filename}': No such file or directory`;
  const size = sizeOf(options.size);
  const made = { format: format === 'file' ? 'raw' : format, size };
  turn.change({ files: new Map(turn.vm.files).set(filename, made) });
  return undefined;
}

function sizeOf(value: JsonValue | undefined): number | bigint {
  return typeof value === 'number' || typeof value === 'bigint' ? value : 0;
}
