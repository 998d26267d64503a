// The object tree to look at and to change, and the types there are.
import { type JsonObject, type JsonValue, own } from '../../json/value.js';
import { flagOf, present, textOf } from '../arguments.js';
import type { HandlerTable, World } from '../command.js';
import { deviceNotFound, Refusal, refusal } from '../refusal.js';
import type { Turn } from '../vm/turn.js';
import { objectAt, type QomObject } from './tree.js';
import { DEVICE_TYPES, type DeviceType, isA } from './types.js';

export const QOM_COMMANDS: HandlerTable = {
  'qom-list': ({ vm }, args) => listOf(objectAt(vm, textOf(args, 'path') ?? '')),
  'qom-list-get': ({ vm }, args) =>
    (Array.isArray(args.paths) ? args.paths : []).map(path => {
      const found = objectAt(vm, String(path));
      const rows = Object.entries(found.properties);
      return { properties: rows.map(([name, { type, value }]) => ({ name, type, value })) };
    }),
  'qom-get': ({ vm }, args) => getProperty(objectAt(vm, textOf(args, 'path') ?? ''), args),
  'qom-set': setProperty,
  'qom-list-types': (_turn, args, world) => typesOf(args, world),
  'qom-list-properties': (_turn, args, world) =>
    propertiesOf(textOf(args, 'typename') ?? '', world),
  'device-list-properties': (_turn, args) => deviceProperties(textOf(args, 'typename') ?? ''),
};

function listOf({ properties, children }: QomObject): JsonValue {
  const own = Object.entries(properties).map(([name, { type }]) => ({ name, type }));
  return [...own, ...children.map(({ name, type }) => ({ name, type: `child<${type}>` }))];
}

function getProperty(found: QomObject, args: JsonObject): JsonValue {
  const name = textOf(args, 'property') ?? '';
  const property = own(found.properties, name);
  if (property !== undefined) return property.value;
  const child = found.children.find(each => each.name === name);
  if (child === undefined) throw refusal(`Property '${found.type}.${name}' not found`);
  return `${found.path === '/' ? '' : found.path}/${name}`;
}

function setProperty(turn: Turn, args: JsonObject): undefined {
  const found = objectAt(turn.vm, textOf(args, 'path') ?? '');
  const name = textOf(args, 'property') ?? '';
  const property = own(found.properties, name);
  if (property === undefined) throw refusal(`Property '${found.type}.${name}' not found`);
  const value = args.value ?? null;
  const expected = expectedType(property.type);
  if (name !== 'type' && expected !== undefined && !isOf(expected, value))
    throw refusal(`Invalid parameter type for '${name}', expected: ${expected}`);
  if (property.isWritable !== true)
    throw refusal(`Property '${found.type}.${name}' is not writable`);
  if (name === 'poll-max-ns' && Number(value) < 0)
    throw refusal(`${name} value must be in range [0, ${MOST_NS}]`);
  keep(turn, found, name, value);
  return undefined;
}

const MOST_NS = 9_223_372_036_854_775_807n;

function expectedType(type: string): string | undefined {
  if (type === 'bool') return 'boolean';
  if (type === 'str' || type === 'string' || type === 'OnOffAuto') return 'string';
  return /^u?int|^size$/.test(type) ? 'integer' : undefined;
}

function isOf(expected: string, value: JsonValue): boolean {
  if (expected === 'integer') return typeof value === 'number' || typeof value === 'bigint';
  return typeof value === expected;
}

function keep(turn: Turn, { path }: QomObject, name: string, value: JsonValue): void {
  const id = path.split('/').at(-1) ?? '';
  const { devices, objects } = turn.vm;
  const device = devices.get(id);
  const object = objects.get(id);
  if (device?.path === path) {
    const properties = { ...device.properties, [name]: value };
    turn.change({ devices: new Map(devices).set(id, { ...device, properties }) });
  } else if (object !== undefined) {
    const properties = { ...object.properties, [name]: value };
    turn.change({ objects: new Map(objects).set(id, { ...object, properties }) });
  }
}

function typesOf(args: JsonObject, world: World): JsonValue {
  const implemented = textOf(args, 'implements') ?? 'object';
  const isWithAbstract = flagOf(args, 'abstract') ?? false;
  const devices = [...DEVICE_TYPES.values()].filter(row => isA(row.name, implemented));
  const shown = devices.filter(row => isWithAbstract || row.isAbstract !== true);
  const objects =
    implemented === 'object' || implemented === 'user-creatable' ? objectTypes(world) : [];
  return [
    ...shown.map(({ name, parent, isAbstract }) => present({ name, parent, abstract: isAbstract })),
    ...objects.map(name => ({ name, parent: 'object' })),
  ];
}

/** The types that object-add takes. */
function objectTypes({ schema }: World): readonly string[] {
  const type = schema.types.get('ObjectType');
  return type?.kind === 'enum' ? type.values.map(value => value.name) : [];
}

function propertiesOf(name: string, world: World): JsonValue {
  const row = DEVICE_TYPES.get(name);
  const isKnown = row !== undefined || objectTypes(world).includes(name);
  if (!isKnown) throw new Refusal(`Class '${name}' not found`, 'DeviceNotFound');
  return [{ name: 'type', type: 'string' }, ...(row === undefined ? [] : rowsOf(row))];
}

function deviceProperties(name: string): JsonValue {
  const row = DEVICE_TYPES.get(name);
  if (row === undefined) throw deviceNotFound(name);
  if (row.isAbstract === true)
    throw refusal("Parameter 'typename' expects a non-abstract device type");
  return rowsOf(row);
}

function rowsOf({ properties }: DeviceType): JsonValue[] {
  return Object.entries(properties).map(([name, type]) => ({ name, type }));
}
