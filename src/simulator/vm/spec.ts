// What a simulated VM is made of: the one for people to try, and a plain one like those that tests start QEMU with.
import type { JsonObject } from '../../json/value.js';
import { newMigration } from '../migration/defaults.js';
import type { Version } from '../version.js';
import type {
  Backend,
  BlockNode,
  Chardev,
  Device,
  Guest,
  Netdev,
  RunState,
  Vm,
  Vnc,
} from './state.js';

const GIB = 2 ** 30;
const MIB = 2 ** 20;

/** What differs from one VM to the other. */
export interface VmSpec {
  readonly name: string;
  readonly ramBytes: number;
  readonly usedBytes: number;
  readonly diskBytes: number;
  readonly runState: RunState;
  readonly guest: Guest;
  readonly uuid: string;
  /** Nodes besides the disk's own, below one folder. */
  readonly folder: string;
  readonly nodes: (folder: string) => readonly BlockNode[];
  readonly hardware: (spec: VmSpec) => Hardware;
}

/** What is plugged into a VM from the start. */
export interface Hardware {
  readonly nodes: readonly BlockNode[];
  readonly backends: readonly Backend[];
  readonly devices: readonly Device[];
  readonly chardevs: readonly Chardev[];
  readonly netdevs: readonly Netdev[];
  readonly vnc: Vnc | undefined;
}

const NO_UUID = '00000000-0000-0000-0000-000000000000';

/** A guest with drivers, a disk, a backup target, a disk over the network that can be hung, an empty CD drive. */
export const DEMO_SPEC: VmSpec = {
  name: 'demo',
  ramBytes: 4 * GIB,
  usedBytes: GIB,
  diskBytes: 10 * GIB,
  runState: 'running',
  guest: { obeysPowerButton: true, hasDrivers: true, clockEvery: 1000 },
  uuid: NO_UUID,
  hardware: usualHardware,
  folder: '/simulated',
  nodes: folder => [
    ...image(folder, 'backup0', 10 * GIB),
    newNode('nbd0', 'nbd', {
      filename: `nbd+unix:///nbd0?socket=${folder}/nbd.sock`,
      size: GIB,
      isMonitorOwned: true,
    }),
  ],
};

/** 64 MiB, paused before its first instruction, a guest that does nothing. */
export const LAB_SPEC: VmSpec = {
  name: 'lab',
  ramBytes: 64 * MIB,
  usedBytes: 24 * MIB,
  diskBytes: 64 * MIB,
  runState: 'prelaunch',
  guest: { obeysPowerButton: false, hasDrivers: false, clockEvery: 0 },
  uuid: NO_UUID,
  hardware: usualHardware,
  folder: '/lab',
  nodes: () => [],
};

/** A VM at its start. @param now in ms. */
export function newVm(spec: VmSpec, version: Version, now: number): Vm {
  const hardware = spec.hardware(spec);
  const nodes = [...hardware.nodes, ...spec.nodes(spec.folder)];
  const clock = spec.guest.clockEvery;
  return {
    ...EMPTY,
    name: spec.name,
    uuid: spec.uuid,
    version,
    ramBytes: spec.ramBytes,
    usedBytes: spec.usedBytes,
    runState: spec.runState,
    started: now,
    folder: spec.folder,
    diskBytes: spec.diskBytes,
    guest: spec.guest,
    nodes: new Map(nodes.map(node => [node.name, node])),
    backends: hardware.backends,
    devices: byId(hardware.devices),
    chardevs: byId(hardware.chardevs),
    netdevs: byId(hardware.netdevs),
    migration: newMigration(now),
    vnc: hardware.vnc,
    balloon: { actual: spec.ramBytes, target: spec.ramBytes },
    timers: new Map(clock === 0 ? [] : [['clock', { at: now + clock, action: { kind: 'clock' } }]]),
  };
}

function byId<T extends { readonly id: string }>(rows: readonly T[]): ReadonlyMap<string, T> {
  return new Map(rows.map(row => [row.id, row]));
}

/** An image and the file below it. */
export function image(folder: string, name: string, size: number): readonly BlockNode[] {
  const fileName = `${name}-file`;
  const filename = `${folder}/${name}.qcow2`;
  return [
    newNode(fileName, 'file', { filename, size: EMPTY_IMAGE, isMonitorOwned: true }),
    newNode(name, 'qcow2', { filename, size, file: fileName, isMonitorOwned: true }),
  ];
}

/** The length of the file of a new image. */
const EMPTY_IMAGE = 197_120;

/** A node with nothing said of it but these. */
export function newNode(name: string, driver: string, part: Partial<BlockNode>): BlockNode {
  return {
    name,
    driver,
    filename: '',
    size: 0,
    readOnly: false,
    others: [],
    options: {},
    isMonitorOwned: false,
    bitmaps: [],
    snapshots: [],
    data: 0,
    writeThreshold: 0,
    isStuck: false,
    isYanked: false,
    ...part,
  };
}

export const NO_LIMITS: JsonObject = {
  bps: 0,
  bps_rd: 0,
  bps_wr: 0,
  iops: 0,
  iops_rd: 0,
  iops_wr: 0,
};

const BACKENDS: readonly Backend[] = [
  {
    device: 'cd0',
    qdev: 'cdrom0',
    path: 'cdrom0',
    isRemovable: true,
    isTrayOpen: false,
    ioStatus: 'ok',
    throttle: NO_LIMITS,
  },
  {
    device: '',
    qdev: 'vd0',
    path: '/machine/peripheral/vd0/virtio-backend',
    root: 'disk0',
    isRemovable: false,
    isTrayOpen: false,
    ioStatus: 'ok',
    throttle: NO_LIMITS,
  },
];

const DEVICES: readonly Device[] = [
  device('vd0', 'virtio-blk-pci', { drive: 'disk0', bootindex: -1, serial: '' }),
  device('cdrom0', 'ide-cd', { drive: 'cd0' }),
  device('bal0', 'virtio-balloon-pci', { 'guest-stats-polling-interval': 0 }),
  device('nic0', 'virtio-net-pci', { netdev: 'net0', mac: '52:54:00:12:34:56' }),
];

function device(id: string, type: string, properties: JsonObject): Device {
  return {
    id,
    type,
    path: `/machine/peripheral/${id}`,
    properties,
    isHotplugged: false,
    isLinkUp: true,
  };
}

const RING: Chardev = {
  id: 'ring0',
  type: 'ringbuf',
  filename: 'ringbuf',
  isOpen: false,
  isBusy: false,
  isSocket: false,
  buffer: '',
};

/** A disk, a CD drive, a balloon, a network card, a ring buffer, a display. */
export function usualHardware({ folder, diskBytes }: VmSpec): Hardware {
  return {
    nodes: image(folder, 'disk0', diskBytes),
    backends: BACKENDS,
    devices: DEVICES,
    chardevs: [RING],
    netdevs: [{ id: 'net0', type: 'user' }],
    vnc: { path: `${folder}/vnc.sock`, hasPassword: false },
  };
}

const EMPTY = {
  actions: { reboot: 'reset', shutdown: 'poweroff', panic: 'shutdown', watchdog: 'reset' },
  files: new Map(),
  jobs: new Map(),
  exports: [],
  nbdServer: false,
  objects: new Map(),
  dump: { total: 0, status: 'none', completed: 0 },
  dirtyRate: {
    status: 'unstarted',
    'sample-pages': 0,
    mode: 'page-sampling',
    'start-time': 0,
    'calc-time': 0,
  },
  hang: undefined,
  held: new Map(),
  hasQuit: false,
  counter: 100,
} as const satisfies Partial<Vm>;
