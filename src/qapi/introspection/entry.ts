// One entry of query-qmp-schema's reply -> what the model has for it. Introspection's own words (meta-type, case,
// variants) end in this folder.
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../json/value.js';
import { IntrospectionError } from '../errors.js';
import type {
  AlternateType,
  Branch,
  Command,
  EnumType,
  EnumValue,
  Event,
  Member,
  ObjectType,
  SchemaType,
} from '../model.js';
import { checkName } from './check-nesting.js';
import { EntryReader } from './entry-reader.js';

/**
 * Commands that take more members than their type declares, which introspection does not tell: 'gen': false in
 * QEMU's schema. `untilTagged`: only until their type became a union (netdev_add 5.2, object-add 6.0).
 */
const OPEN_COMMANDS: ReadonlyMap<string, { readonly untilTagged: boolean }> = new Map([
  ['device_add', { untilTagged: false }],
  ['netdev_add', { untilTagged: true }],
  ['object-add', { untilTagged: true }],
]);

/** Which of the model's maps has the entries of a meta-type. */
const KINDS: ReadonlyMap<string, EntryKind> = new Map([
  ['command', 'command'],
  ['event', 'event'],
  ['object', 'type'],
  ['enum', 'type'],
  ['alternate', 'type'],
  ['array', 'type'],
]);

type EntryKind = 'command' | 'event' | 'type';

/** A schema's types, as far as a command must look at its argument. */
type Types = ReadonlyMap<string, SchemaType>;

/** What an entry is of, without a look at the rest of it. */
export interface EntryHead {
  /** Undefined for a meta-type that is not known, of servers to come. */
  readonly kind: EntryKind | undefined;
  readonly name: string;
}

/** @throws IntrospectionError where the reply is no array. */
export function entriesOf(reply: JsonValue): readonly JsonValue[] {
  if (isJsonArray(reply)) return reply;
  throw new IntrospectionError('expected an array of schema entries');
}

/** @throws IntrospectionError where it has no name or meta-type. */
export function entryHead(value: JsonValue, index: number): EntryHead {
  // There are a thousand, each looked at as quickly as may be.
  const { name, 'meta-type': metaType }: JsonObject = isJsonObject(value) ? value : NO_ENTRY;
  if (typeof name === 'string' && typeof metaType === 'string')
    return { kind: KINDS.get(metaType), name };
  const entry = new EntryReader(value, index);
  return { name: entry.text('name'), kind: KINDS.get(entry.text('meta-type')) };
}

const NO_ENTRY: JsonObject = {};

/**
 * What a list or an alternate is made of; undefined for any other entry.
 * @throws IntrospectionError
 */
export function innerTypes(value: JsonValue, index: number): readonly string[] | undefined {
  const metaType = isJsonObject(value) ? value['meta-type'] : undefined;
  switch (metaType) {
    case 'array':
      return [new EntryReader(value, index).text('element-type')];
    case 'alternate':
      return new EntryReader(value, index).list('members').map(member => member.text('type'));
    default:
      return undefined;
  }
}

/** @throws IntrospectionError for an object with a member that lies in too many lists. */
export function checkMembers(entry: JsonValue): void {
  if (!isJsonObject(entry) || !isJsonArray(entry.members)) return;
  for (const member of entry.members) {
    if (isJsonObject(member) && typeof member.type === 'string') checkName(member.type);
  }
}

/** The command of an entry. @throws IntrospectionError, as the next two do. */
export function commandOf(value: JsonValue, index: number, types: Types): Command {
  const entry = new EntryReader(value, index);
  return importCommand(entry.text('name'), entry, types);
}

export function eventOf(value: JsonValue, index: number): Event {
  const entry = new EntryReader(value, index);
  return { name: entry.text('name'), arg: entry.text('arg-type'), ...entry.features() };
}

export function typeOfEntry(value: JsonValue, index: number): SchemaType | undefined {
  const entry = new EntryReader(value, index);
  const name = entry.text('name');
  switch (entry.text('meta-type')) {
    case 'object':
      return importObject(name, entry);
    case 'enum':
      return importEnum(name, entry);
    case 'alternate':
      return importAlternate(name, entry);
    case 'array':
      return { kind: 'array', name, element: entry.text('element-type') };
    default:
      return undefined;
  }
}

function importCommand(name: string, entry: EntryReader, types: Types): Command {
  const arg = entry.text('arg-type');
  return {
    name,
    arg,
    ret: entry.text('ret-type'),
    allowOob: entry.flag('allow-oob'),
    successResponse: true,
    closed: isClosed(name, types, arg),
    ...entry.features(),
  };
}

function importObject(name: string, entry: EntryReader): ObjectType {
  const members = entry.list('members').map(importMember);
  const branches = entry.list('variants').map(importBranch);
  const shared = { kind: 'object' as const, name, members, ...entry.features() };
  return entry.has('tag') ? { ...shared, tag: entry.text('tag'), branches } : shared;
}

function importMember(member: EntryReader): Member {
  return {
    name: member.text('name'),
    type: member.text('type'),
    optional: member.has('default'),
    ...member.features(),
  };
}

function importBranch(variant: EntryReader): Branch {
  return { value: variant.text('case'), type: variant.text('type') };
}

/** `members` came with QEMU 6.2; before it, and beside it since, `values` has the bare names. */
function importEnum(name: string, entry: EntryReader): EnumType {
  const values: readonly EnumValue[] = entry.has('members')
    ? entry.list('members').map(value => ({ name: value.text('name'), ...value.features() }))
    : entry.texts('values').map(value => ({ name: value }));
  return { kind: 'enum', name, values };
}

function importAlternate(name: string, entry: EntryReader): AlternateType {
  const alternatives = entry
    .list('members')
    .map((member, index) => ({ name: String(index), type: member.text('type') }));
  return { kind: 'alternate', name, alternatives, ...entry.features() };
}

function isClosed(command: string, types: Types, arg: string): boolean {
  const row = OPEN_COMMANDS.get(command);
  if (row === undefined) return true;
  const type = row.untilTagged ? types.get(arg) : undefined;
  return type?.kind === 'object' && type.tag !== undefined;
}
