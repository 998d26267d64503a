// The object tree: what is at a path, with its properties as qom-list has them.
import { type JsonValue, own } from '../../json/value.js';
import { deviceNotFound, refusal } from '../refusal.js';
import type { Device, Vm } from '../vm/state.js';
import { DEVICE_TYPES } from './types.js';

/** An object of the tree. */
export interface QomObject {
  readonly path: string;
  readonly type: string;
  readonly children: readonly QomChild[];
  readonly properties: Readonly<Record<string, QomProperty>>;
}

export interface QomChild {
  readonly name: string;
  readonly type: string;
}

export interface QomProperty {
  readonly type: string;
  readonly value: JsonValue;
  readonly isWritable?: boolean;
}

/** The object at a path, or at the end of a part of one. @throws Refusal where there is none. */
export function objectAt(vm: Vm, path: string): QomObject {
  const tree = treeOf(vm);
  const whole = path === '/' ? '/' : path.replace(/\/+$/, '');
  if (whole.startsWith('/')) {
    const found = tree.get(whole);
    if (found === undefined) throw deviceNotFound(path);
    return found;
  }
  const found = [...tree.values()].filter(each => each.path.endsWith(`/${whole}`));
  if (found.length > 1) throw refusal(`Path '${path}' does not uniquely identify an object`);
  if (found[0] === undefined) throw deviceNotFound(path);
  return found[0];
}

/** All objects by their path. The tree is small: it is made anew for each look. */
export function treeOf(vm: Vm): ReadonlyMap<string, QomObject> {
  const rows = [...ownObjects(vm), ...deviceObjects(vm), ...userObjects(vm), ...chardevObjects(vm)];
  const at = new Map(rows.map(row => [row.path, row]));
  return new Map(rows.map(row => [row.path, { ...row, children: childrenAt(at, row.path) }]));
}

function childrenAt(tree: ReadonlyMap<string, QomObject>, path: string): readonly QomChild[] {
  const prefix = path === '/' ? '/' : `${path}/`;
  return [...tree.values()]
    .filter(({ path: below }) => below !== '/' && below.startsWith(prefix))
    .map(({ path: below, type }) => ({ name: below.slice(prefix.length), type }))
    .filter(({ name }) => !name.includes('/'));
}

function object(path: string, type: string, properties: QomObject['properties'] = {}): QomObject {
  const own = { type: { type: 'string', value: type }, ...properties };
  return { path, type, children: [], properties: own };
}

function ownObjects({ version, ramBytes }: Vm): readonly QomObject[] {
  const machine = `pc-i440fx-${version.numbers[0]}.${version.numbers[1]}-machine`;
  return [
    object('/', 'container'),
    object('/objects', 'container'),
    object('/machine', machine, {
      kernel: { type: 'string', value: '', isWritable: true },
      firmware: { type: 'string', value: '', isWritable: true },
      usb: { type: 'bool', value: false, isWritable: true },
      graphics: { type: 'bool', value: true, isWritable: true },
      'memory-backend': { type: 'string', value: 'pc.ram' },
      hpet: { type: 'bool', value: true },
    }),
    object('/chardevs', 'container'),
    object('/machine/peripheral', 'container'),
    object('/machine/peripheral-anon', 'container'),
    object('/machine/unattached', 'container'),
    object('/machine/unattached/device[0]', 'qemu64-x86_64-cpu', {
      'apic-id': { type: 'uint32', value: 0 },
      realized: { type: 'bool', value: true },
      vendor: { type: 'string', value: 'AuthenticAMD' },
    }),
    object('/machine/unattached/device[9]', 'mc146818rtc', {
      date: { type: 'struct tm', value: {} },
    }),
    object('/machine/i440fx', 'i440FX-pcihost'),
    object('/objects/pc.ram', 'memory-backend-ram', {
      size: { type: 'int', value: ramBytes },
      share: { type: 'bool', value: false },
      prealloc: { type: 'bool', value: false },
    }),
  ];
}

function deviceObjects({ devices }: Vm): readonly QomObject[] {
  return [...devices.values()].flatMap(device => {
    const row = DEVICE_TYPES.get(device.type);
    const known = Object.entries(row?.properties ?? {}).map(
      ([name, type]) =>
        [name, { type, value: own(device.properties, name) ?? unset(type) }] as const,
    );
    const outer = object(device.path, device.type, {
      realized: { type: 'bool', value: true },
      hotplugged: { type: 'bool', value: device.isHotplugged },
      hotpluggable: { type: 'bool', value: row?.bus === 'PCI' || row?.bus === 'usb-bus' },
      ...Object.fromEntries(known),
      ...balloonProperties(device.type, device.properties),
    });
    const { inner } = row ?? {};
    if (inner === undefined) return [outer];
    return [outer, object(`${device.path}/virtio-backend`, inner, innerProperties(device))];
  });
}

/** Those that every virtio device has within, in the order of QEMU's. */
const VIRTIO_FLAGS = [
  'queue_reset',
  'use-disabled-flag',
  'packed',
  'iommu_platform',
  'event_idx',
  'x-disable-legacy-check',
  'notify_on_empty',
  'any_layout',
  'use-started',
  'indirect_desc',
];
const BALLOON_FLAGS = [
  'deflate-on-oom',
  'free-page-hint',
  'page-poison',
  'qemu-4-0-config-size',
  'free-page-reporting',
];

const flags = (names: readonly string[]): Record<string, QomProperty> =>
  Object.fromEntries(names.map(name => [name, { type: 'bool', value: false, isWritable: true }]));

function innerProperties({ type, properties, isHotplugged }: Device): Record<string, QomProperty> {
  const own: Record<string, QomProperty> =
    type === 'virtio-balloon-pci'
      ? {
          'legacy-iothread': { type: 'str', value: '' },
          iothread: { type: 'link<iothread>', value: '' },
          ...flags(BALLOON_FLAGS),
        }
      : {};
  return {
    parent_bus: { type: 'link<bus>', value: '' },
    realized: { type: 'bool', value: true },
    hotplugged: { type: 'bool', value: isHotplugged },
    hotpluggable: { type: 'bool', value: true },
    ...flags(VIRTIO_FLAGS),
    ...own,
    ...reversed(balloonProperties(type, properties)),
  };
}

/** Within, they come the other way round. */
function reversed(properties: Record<string, QomProperty>): Record<string, QomProperty> {
  return Object.fromEntries(Object.entries(properties).toReversed());
}

function unset(type: string): JsonValue {
  if (type === 'str') return '';
  return type === 'bool' ? false : type === 'OnOffAuto' ? 'auto' : 0;
}

const UNKNOWN = 18_446_744_073_709_551_615n;
const STATS = [
  'swap-in',
  'swap-out',
  'major-faults',
  'minor-faults',
  'free-memory',
  'total-memory',
  'available-memory',
  'disk-caches',
  'htlb-pgalloc',
  'htlb-pgfail',
];

/** Without a guest that tells, each counter is the greatest number there is. */
function balloonProperties(
  type: string,
  given: Readonly<Record<string, JsonValue>>,
): Record<string, QomProperty> {
  if (type !== 'virtio-balloon-pci') return {};
  const stats = Object.fromEntries(STATS.map(name => [`stat-${name}`, UNKNOWN]));
  const interval = given['guest-stats-polling-interval'] ?? 0;
  return {
    'guest-stats': { type: 'guest statistics', value: { stats, 'last-update': 0 } },
    'guest-stats-polling-interval': { type: 'int', value: interval, isWritable: true },
  };
}

function userObjects({ objects }: Vm): readonly QomObject[] {
  return [...objects.values()].map(({ id, type, properties }) => {
    const rows = Object.entries(properties).map(
      ([name, value]) => [name, { type: typeOfValue(value), value, isWritable: true }] as const,
    );
    return object(`/objects/${id}`, type, Object.fromEntries(rows));
  });
}

function typeOfValue(value: JsonValue): string {
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number' || typeof value === 'bigint') return 'int';
  return typeof value === 'string' ? 'string' : 'struct';
}

function chardevObjects({ chardevs }: Vm): readonly QomObject[] {
  return [...chardevs.values()].map(({ id, type }) => object(`/chardevs/${id}`, `chardev-${type}`));
}
