// Devices plugged in and pulled out.
import { type JsonObject, type JsonValue, own } from '../../json/value.js';
import { textOf } from '../arguments.js';
import { backendsOn, backendText, dropUnused, writeConflict } from '../block/graph.js';
import type { HandlerTable } from '../command.js';
import { deviceNotFound, refusal } from '../refusal.js';
import { NO_LIMITS } from '../vm/spec.js';
import type { Backend, Device, Vm } from '../vm/state.js';
import type { Turn } from '../vm/turn.js';
import { DEVICE_TYPES, type DeviceType } from './types.js';

export const DEVICE_COMMANDS: HandlerTable = { device_add: plug, device_del: pull };

export const IDENTIFIER = /^[A-Za-z][A-Za-z0-9\-._]*$/;

function plug(turn: Turn, args: JsonObject): undefined {
  const driver = args.driver;
  if (driver === undefined) throw refusal("Parameter 'driver' is missing");
  const row = DEVICE_TYPES.get(String(driver));
  if (row === undefined) throw refusal(`'${String(driver)}' is not a valid device model name`);
  if (row.isAbstract === true)
    throw refusal("Parameter 'driver' expects a non-abstract device type");
  const { id, properties } = read(args);
  checkBus(turn.vm, row, textOf(args, 'bus'));
  if (turn.vm.devices.has(id)) throw refusal(`Duplicate device ID '${id}'`);
  const name = id === '' ? `anon${turn.count()}` : id;
  const path = id === '' ? `/machine/peripheral-anon/device[${name}]` : `/machine/peripheral/${id}`;
  for (const [property, value] of Object.entries(properties)) checkProperty(row, property, value);
  attachDrive(turn, row, properties, { id: name, path });
  checkNetdev(turn.vm, row, properties);
  const device: Device = {
    id: name,
    type: row.name,
    path,
    properties,
    isHotplugged: true,
    isLinkUp: true,
  };
  turn.change({ devices: new Map(turn.vm.devices).set(name, device) });
  return undefined;
}

function read(args: JsonObject): { id: string; properties: JsonObject } {
  const { driver: _driver, id = '', bus: _bus, ...properties } = args;
  const name = String(id);
  if (typeof id === 'string' && id !== '' && !IDENTIFIER.test(id))
    throw refusal("Parameter 'id' expects an identifier");
  return { id: name, properties };
}

/** Buses that are there from the start, and whether they take devices while the VM is there. */
const FIXED_BUSES: Readonly<Record<string, boolean>> = {
  'pci.0': true,
  'isa.0': false,
  'ide.0': false,
};
/** Buses that come with a device. */
const BUS_GIVERS: Readonly<Record<string, string>> = {
  'usb-bus': 'qemu-xhci',
  SCSI: 'virtio-scsi-pci',
};

function checkBus(vm: Vm, row: DeviceType, given: string | undefined): void {
  const [root] = given?.split('.') ?? [];
  const isThere = given === undefined || given in FIXED_BUSES || vm.devices.has(root ?? '');
  if (!isThere) throw refusal(`Bus '${given}' not found`);
  const giver = BUS_GIVERS[row.bus];
  const hasGiver = [...vm.devices.values()].some(device => device.type === giver);
  if (giver !== undefined && !hasGiver)
    throw refusal(`No '${row.bus}' bus found for device '${row.name}'`);
  const bus = row.bus === 'ISA' ? 'isa.0' : row.bus === 'IDE' ? 'ide.0' : given;
  if (bus !== undefined && FIXED_BUSES[bus] === false)
    throw refusal(`Bus '${bus}' does not support hotplugging`);
}

function checkProperty(row: DeviceType, name: string, value: JsonValue): void {
  const type = own(row.properties, name);
  if (type === undefined) throw refusal(`Property '${row.name}.${name}' not found`);
  const isNumber = /^u?int/.test(type);
  if (isNumber && name !== 'addr' && !/^-?(0x)?[0-9a-fA-F]+$/.test(String(value)))
    throw refusal(`Parameter '${name}' expects integer`);
  if (type === 'bool' && !/^(true|false|on|off|yes|no)$/.test(String(value)))
    throw refusal(`Parameter '${name}' expects 'on' or 'off'`);
}

function attachDrive(
  turn: Turn,
  row: DeviceType,
  properties: JsonObject,
  { id, path }: { readonly id: string; readonly path: string },
): void {
  if (row.properties.drive === undefined) return;
  const drive = textOf(properties, 'drive');
  if (drive === undefined) {
    if (row.name.endsWith('-cd')) return;
    throw refusal('drive property not set');
  }
  const owner = row.inner ?? row.name;
  if (!turn.vm.nodes.has(drive))
    throw refusal(`Property '${owner}.drive' can't find value '${drive}'`);
  const backend: Backend = {
    device: '',
    qdev: id,
    path: row.inner === undefined ? path : `${path}/virtio-backend`,
    root: drive,
    isRemovable: row.name.endsWith('-cd'),
    isTrayOpen: false,
    ioStatus: 'ok',
    throttle: NO_LIMITS,
  };
  const [holder] = backendsOn(turn.vm, drive);
  if (holder !== undefined)
    throw writeConflict(drive, 'write', backendText(holder), backendText(backend));
  turn.change({ backends: [...turn.vm.backends, backend] });
}

function checkNetdev(vm: Vm, row: DeviceType, properties: JsonObject): void {
  const netdev = textOf(properties, 'netdev');
  if (netdev === undefined) return;
  const owner = row.inner ?? row.name;
  if (!vm.netdevs.has(netdev))
    throw refusal(`Property '${owner}.netdev' can't find value '${netdev}'`);
  const isTaken = [...vm.devices.values()].some(each => each.properties.netdev === netdev);
  if (isTaken)
    throw refusal(`Property '${owner}.netdev' can't take value '${netdev}', it's in use`);
}

/** How long a guest takes to let go. */
const UNPLUG_MS = 100;

function pull(turn: Turn, args: JsonObject): undefined {
  const name = textOf(args, 'id') ?? '';
  const device = [...turn.vm.devices.values()].find(each => each.id === name || each.path === name);
  if (device === undefined) throw deviceNotFound(name);
  const bus = DEVICE_TYPES.get(device.type)?.bus;
  if (bus === 'IDE' || bus === 'ISA')
    throw refusal(`Bus '${bus.toLowerCase()}.0' does not support hotplugging`);
  const isAlone = bus === 'usb-bus' || bus === 'SCSI';
  const key = `unplug ${device.id}`;
  if (turn.vm.guest.hasDrivers && turn.vm.timers.has(key))
    throw refusal(`Device ${device.id} is already in the process of unplug`);
  const ms = turn.vm.guest.hasDrivers || isAlone ? UNPLUG_MS : Number.POSITIVE_INFINITY;
  turn.arm(key, ms, { kind: 'unplug', id: device.id });
  return undefined;
}

/** The guest has let go, or a reset takes its hand away. */
export function removeDevice(turn: Turn, id: string): void {
  const device = turn.vm.devices.get(id);
  if (device === undefined) return;
  turn.disarm(`unplug ${id}`);
  const devices = new Map(turn.vm.devices);
  devices.delete(id);
  const gone = turn.vm.backends.filter(each => each.qdev === id);
  turn.change({ devices, backends: turn.vm.backends.filter(each => each.qdev !== id) });
  for (const { root } of gone) if (root !== undefined) dropUnused(turn, root);
  const { path } = device;
  const isVirtio = DEVICE_TYPES.get(device.type)?.inner !== undefined;
  if (isVirtio) turn.emit('DEVICE_DELETED', { path: `${path}/virtio-backend` });
  turn.emit('DEVICE_DELETED', { device: id, path });
}

/** A reset makes the guest let go of what it was asked for. */
export function hastenUnplugs(turn: Turn): void {
  for (const [key, { action }] of turn.vm.timers)
    if (action.kind === 'unplug') turn.arm(key, 1, action);
}
