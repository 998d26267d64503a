// A node as query-block and query-named-block-nodes describe it.
import type { JsonObject } from '../../json/value.js';
import { present } from '../arguments.js';
import { NO_LIMITS } from '../vm/spec.js';
import type { Bitmap, BlockNode, Snapshot, Vm } from '../vm/state.js';
import { backendsOn, chainOf } from './graph.js';

const CLUSTER = 65_536;

/** BlockDeviceInfo. */
export function describeNode(vm: Vm, node: BlockNode, isFlat: boolean): JsonObject {
  const throttle = backendsOn(vm, node.name)[0]?.throttle ?? NO_LIMITS;
  const backing = node.backing === undefined ? undefined : vm.nodes.get(node.backing);
  return present({
    iops_rd: throttle.iops_rd,
    detect_zeroes: node.options['detect-zeroes'] ?? 'off',
    image: describeImage(vm, node, isFlat),
    iops_wr: throttle.iops_wr,
    ro: node.readOnly,
    'node-name': node.name,
    backing_file_depth: chainOf(vm, node.name).length - 1,
    drv: node.driver,
    iops: throttle.iops,
    bps_wr: throttle.bps_wr,
    write_threshold: node.writeThreshold,
    backing_file: backing?.filename,
    encrypted: false,
    bps: throttle.bps,
    bps_rd: throttle.bps_rd,
    cache: { 'no-flush': false, direct: false, writeback: true },
    file: node.filename,
    group: isLimited(throttle) ? backendsOn(vm, node.name)[0]?.path : undefined,
    'dirty-bitmaps': node.bitmaps.length === 0 ? undefined : node.bitmaps.map(describeBitmap),
  });
}

function isLimited(throttle: JsonObject): boolean {
  return Object.values(throttle).some(limit => Number(limit) !== 0);
}

/** ImageInfo, with the backing images nested in it unless it is flat. */
export function describeImage(vm: Vm, node: BlockNode, isFlat: boolean): JsonObject {
  const isImage = node.driver === 'qcow2';
  const backing = node.backing === undefined ? undefined : vm.nodes.get(node.backing);
  return present({
    'backing-image': backing && !isFlat ? describeImage(vm, backing, false) : undefined,
    snapshots: node.snapshots.length === 0 ? undefined : node.snapshots.map(describeSnapshot),
    'backing-filename-format': backing?.driver,
    'virtual-size': node.size,
    filename: node.filename,
    'cluster-size': isImage ? CLUSTER : undefined,
    format: node.driver,
    'actual-size': node.driver === 'blkdebug' ? undefined : sizeOnDisk(vm, node),
    'format-specific': isImage ? qcow2Specific(node) : undefined,
    'full-backing-filename': backing?.filename,
    'backing-filename': backing?.filename,
    'dirty-flag': hasFlags(vm, node) ? false : undefined,
  });
}

/** What the files below a node take up. */
function sizeOnDisk(vm: Vm, node: BlockNode): number {
  if (node.driver.startsWith('null')) return 0;
  const below = [node.file, ...node.others].flatMap(name => vm.nodes.get(name ?? '') ?? []);
  if (below.length === 0) return node.data + EMPTY_SIZE;
  return below.reduce((sum, child) => sum + sizeOnDisk(vm, child), node.data);
}

/** Files and images have flags; what lies over others has those of its file. */
function hasFlags(vm: Vm, { driver, file }: BlockNode): boolean {
  if (driver === 'file' || driver === 'qcow2') return true;
  const below = vm.nodes.get(file ?? '');
  return below !== undefined && driver !== 'blkdebug' && hasFlags(vm, below);
}

/** What an image without data takes up. */
const EMPTY_SIZE = 200_704;

/** Persistent bitmaps are in the image when it is no longer written to. */
function qcow2Specific({ bitmaps, readOnly }: BlockNode): JsonObject {
  const kept = readOnly ? bitmaps.filter(each => each.isPersistent).map(keptBitmap) : [];
  const data = {
    compat: '1.1',
    'compression-type': 'zlib',
    'lazy-refcounts': false,
    'refcount-bits': 16,
    corrupt: false,
    'extended-l2': false,
  };
  return { type: 'qcow2', data: kept.length === 0 ? data : { ...data, bitmaps: kept } };
}

function keptBitmap({ name, granularity, isRecording }: Bitmap): JsonObject {
  return { flags: isRecording ? ['auto'] : [], name, granularity };
}

function describeBitmap(bitmap: Bitmap): JsonObject {
  return {
    name: bitmap.name,
    recording: bitmap.isRecording,
    persistent: bitmap.isPersistent,
    busy: bitmap.isBusy,
    granularity: bitmap.granularity,
    count: bitmap.count,
  };
}

/** SnapshotInfo. Times are ms; the wire has seconds and ns. */
export function describeSnapshot(snapshot: Snapshot): JsonObject {
  return {
    'vm-clock-nsec': (snapshot.vmClock % 1000) * 1e6,
    name: snapshot.name,
    'date-sec': Math.floor(snapshot.date / 1000),
    'date-nsec': (snapshot.date % 1000) * 1e6,
    'vm-clock-sec': Math.floor(snapshot.vmClock / 1000),
    id: snapshot.id,
    'vm-state-size': snapshot.vmStateSize,
  };
}
