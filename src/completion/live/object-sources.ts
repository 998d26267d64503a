// Live values of the object tree: paths a step at a time, properties, ids, types.
import { printJson } from '../../json/print.js';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../json/value.js';
import { memberIn, objectsIn, textIn } from '../../session/session-input.js';
import type { LiveValue } from '../candidate.js';
import { scalarText } from './list-sources.js';
import { type Answers, hmp, type Query, query, type SourceRow } from './source-row.js';

const CHILD = /^child<(.*)>$/;

function list(path: string): SourceRow['ask'][number] {
  return () => ({ command: 'qom-list', args: { path } });
}

/** Objects below a path whose type fits. */
function children(path: string, type: RegExp, groups: SourceRow['groups']): SourceRow {
  return { ask: [list(path)], groups, read: ([rows]) => childValues(rows, type) };
}

function childValues(rows: JsonValue | undefined, type: RegExp): readonly LiveValue[] {
  return objectsIn(rows).flatMap(row => {
    const found = CHILD.exec(textIn(row, 'type') ?? '')?.[1];
    const name = textIn(row, 'name');
    if (found === undefined || name === undefined || !type.test(found)) return [];
    return [{ name, detail: found }];
  });
}

const USER_OBJECTS = '/objects';
const USER_DEVICES = '/machine/peripheral';

export const OBJECT_SOURCES: Readonly<Record<string, SourceRow>> = {
  'object-id': children(USER_OBJECTS, /./, ['object']),
  secret: children(USER_OBJECTS, /^secret/, ['object']),
  'tls-creds': children(USER_OBJECTS, /^tls-creds/, ['object']),
  authz: children(USER_OBJECTS, /^authz/, ['object']),
  'throttle-group': children(USER_OBJECTS, /^throttle-group$/, ['object', 'block']),
  'thread-context': children(USER_OBJECTS, /^thread-context$/, ['object']),
  'can-bus': children(USER_OBJECTS, /^can-bus$/, ['object']),
  'device-id': children(USER_DEVICES, /./, ['device']),
  'qom-path': {
    ask: [of => ({ command: 'qom-list', args: { path: folderPath(of) } })],
    read: ([rows], of) => pathValues(rows, of),
    groups: ['device', 'object', 'block', 'chardev'],
  },
  'qom-property': {
    ask: [of => (of === '' ? undefined : { command: 'qom-list', args: { path: of } })],
    read: ([rows]) => propertyValues(rows),
    groups: ['device', 'object'],
  },
  'qom-value': {
    ask: [propertyOf],
    read: ([value]) => presentValue(value),
    groups: ['device', 'object'],
    onTab: true,
  },
  'linked-object': {
    ask: [list(USER_OBJECTS), list(USER_DEVICES), typesBelow],
    read: ([objects, devices, types]) => linkedValues([objects, devices], types),
    groups: ['object', 'device'],
  },
  'device-type': {
    ask: [deviceTypes, hmp('info qdm')],
    read: ([types, qdm]) => deviceTypeValues(types, qdm),
    groups: [],
  },
  'object-property': {
    ask: [propertiesOf],
    read: ([rows]) => objectsIn(rows).flatMap(describedValue),
    groups: [],
  },
  'device-property': {
    ask: [propertiesOf, devicePropertiesOf],
    read: ([, rows]) => objectsIn(rows).flatMap(describedValue),
    groups: [],
    onTab: true,
  },
  'cpu-property': {
    ask: [query('query-cpu-definitions'), cpuTypeOf, cpuModelOf],
    read: ([, , expansion]) => cpuPropertyValues(expansion),
    groups: [],
    onTab: true,
  },
};

/** `/machine/` is the folder of `/machine/unattached`; nothing typed is the root. */
function folderPath(of: string): string {
  return of.replace(/\/+$/, '') || '/';
}

/** Where nothing is typed, the names begin at the root. All there has something below it, and so has a container. */
function pathValues(rows: JsonValue | undefined, of: string): readonly LiveValue[] {
  const root = of === '' ? '/' : '';
  const isRoot = of === '' || of === '/';
  return objectsIn(rows).flatMap(row => {
    const type = textIn(row, 'type') ?? '';
    const name = textIn(row, 'name');
    const child = CHILD.exec(type)?.[1];
    if (name === undefined || child === undefined) return [];
    return [{ name: root + name, detail: child, goesOn: isRoot || child === 'container' }];
  });
}

function propertyValues(rows: JsonValue | undefined): readonly LiveValue[] {
  return objectsIn(rows).flatMap(row => {
    const name = textIn(row, 'name');
    const type = textIn(row, 'type') ?? '';
    return name === undefined || CHILD.test(type) ? [] : [{ name, type }];
  });
}

/** `of` is a path and a property's name, with a blank between. */
function propertyOf(of: string): Query {
  const blank = of.lastIndexOf(' ');
  return { command: 'qom-get', args: { path: of.slice(0, blank), property: of.slice(blank + 1) } };
}

function presentValue(value: JsonValue | undefined): readonly LiveValue[] {
  if (typeof value === 'string') return [{ name: value, type: 'string' }];
  const isScalar = value !== undefined && !isJsonObject(value) && !isJsonArray(value);
  return isScalar ? [{ name: printJson(value), type: 'scalar' }] : [];
}

function typesBelow(of: string): Query {
  return { command: 'qom-list-types', args: { implements: of } };
}

/** Objects of a link's type, or of one below it. */
function linkedValues(
  lists: readonly (JsonValue | undefined)[],
  types: JsonValue | undefined,
): readonly LiveValue[] {
  const names = new Set(objectsIn(types).map(row => textIn(row, 'name')));
  const children = lists.flatMap(rows => childValues(rows, /./));
  return children.filter(({ detail }) => names.has(detail));
}

function deviceTypes(): Query {
  return { command: 'qom-list-types', args: { implements: 'device', abstract: false } };
}

const QDM_ROW = /^name "([^"]+)"(?:, bus ([^,\n]+))?(?:,.*?desc "([^"]*)")?.*?(, no-user)?$/gm;

/** The types that device_add takes: `info qdm` marks those it does not. Without it, all of them. */
function deviceTypeValues(
  types: JsonValue | undefined,
  qdm: JsonValue | undefined,
): readonly LiveValue[] {
  const names = objectsIn(types).flatMap(row => textIn(row, 'name') ?? []);
  const text = typeof qdm === 'string' ? qdm.replaceAll('\r', '') : '';
  const rows = new Map([...text.matchAll(QDM_ROW)].map(row => [row[1] ?? '', row]));
  if (rows.size === 0) return names.map(name => ({ name }));
  return names.flatMap(name => {
    const [, , bus, detail, noUser] = rows.get(name) ?? [];
    if (!rows.has(name) || noUser !== undefined) return [];
    return [{ name, ...(bus && { type: bus }), ...(detail && { detail }) }];
  });
}

function propertiesOf(of: string): Query | undefined {
  return of === '' ? undefined : { command: 'qom-list-properties', args: { typename: of } };
}

/** Creates the device to ask it: only of a type whose properties could be listed. */
function devicePropertiesOf(of: string, [listed]: Answers): Query | undefined {
  if (listed === undefined) return undefined;
  return { command: 'device-list-properties', args: { typename: of } };
}

/** `virtio-blk-pci`'s `drive`: `str, default 0: node name or id`. */
function describedValue(row: JsonObject): readonly LiveValue[] {
  const name = textIn(row, 'name');
  if (name === undefined || CHILD.test(textIn(row, 'type') ?? '')) return [];
  const initial = scalarText(row, 'default-value');
  const parts = [initial === undefined ? '' : `default ${initial}`, textIn(row, 'description')];
  const detail = parts.filter(Boolean).join(': ');
  return [{ name, type: textIn(row, 'type') ?? '', ...(detail !== '' && { detail }) }];
}

/** Creates the CPU to ask it, as above. */
function cpuTypeOf(of: string, [models]: Answers): Query | undefined {
  const model = objectsIn(models).find(row => textIn(row, 'name') === of);
  const typename = model && textIn(model, 'typename');
  return typename === undefined
    ? undefined
    : { command: 'qom-list-properties', args: { typename } };
}

function cpuModelOf(of: string, [, listed]: Answers): Query | undefined {
  if (listed === undefined) return undefined;
  return { command: 'query-cpu-model-expansion', args: { type: 'full', model: { name: of } } };
}

function cpuPropertyValues(expansion: JsonValue | undefined): readonly LiveValue[] {
  const props = memberIn(memberIn(expansion, 'model'), 'props');
  if (!isJsonObject(props)) return [];
  return Object.entries(props).map(([name, value]) => ({
    name,
    detail: `now ${String(value)}`,
    ...(typeof value === 'boolean' && { type: 'bool' }),
  }));
}
