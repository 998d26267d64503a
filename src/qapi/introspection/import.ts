// The reply of query-qmp-schema -> the Schema model. Introspection's own words (meta-type, case, variants)
// end in this folder.
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
  Schema,
  SchemaType,
} from '../model.js';
import { checkNesting } from './check-nesting.js';

/**
 * Commands that take more members than their type declares, which introspection does not tell: 'gen': false in
 * QEMU's schema. `untilTagged`: only until their type became a union (netdev_add 5.2, object-add 6.0).
 */
const OPEN_COMMANDS: ReadonlyMap<string, { readonly untilTagged: boolean }> = new Map([
  ['device_add', { untilTagged: false }],
  ['netdev_add', { untilTagged: true }],
  ['object-add', { untilTagged: true }],
]);

/**
 * The schema that a server describes in its reply to query-qmp-schema (the array under `return`).
 * Entries of an unknown meta-type are passed over, for servers to come.
 * @throws IntrospectionError where the reply is not an array of entries with the members they must have.
 */
export function importIntrospection(reply: JsonValue): Schema {
  if (!isJsonArray(reply)) throw new IntrospectionError('expected an array of schema entries');
  const found: Found = { commands: new Map(), events: new Map(), types: new Map() };
  reply.forEach((entry, index) => {
    importEntry(found, new EntryReader(entry, index));
  });
  checkNesting(found);
  for (const [name, command] of found.commands) {
    found.commands.set(name, { ...command, closed: isClosed(command, found.types) });
  }
  return found;
}

interface Found {
  readonly commands: Map<string, Command>;
  readonly events: Map<string, Event>;
  readonly types: Map<string, SchemaType>;
}

function importEntry(found: Found, entry: EntryReader): void {
  const name = entry.text('name');
  switch (entry.text('meta-type')) {
    case 'command':
      found.commands.set(name, importCommand(name, entry));
      break;
    case 'event':
      found.events.set(name, { name, arg: entry.text('arg-type'), ...entry.features() });
      break;
    case 'object':
      found.types.set(name, importObject(name, entry));
      break;
    case 'enum':
      found.types.set(name, importEnum(name, entry));
      break;
    case 'alternate':
      found.types.set(name, importAlternate(name, entry));
      break;
    case 'array':
      found.types.set(name, { kind: 'array', name, element: entry.text('element-type') });
      break;
  }
}

function importCommand(name: string, entry: EntryReader): Command {
  return {
    name,
    arg: entry.text('arg-type'),
    ret: entry.text('ret-type'),
    allowOob: entry.flag('allow-oob'),
    successResponse: true,
    closed: true,
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

function isClosed(command: Command, types: ReadonlyMap<string, SchemaType>): boolean {
  const row = OPEN_COMMANDS.get(command.name);
  if (row === undefined) return true;
  const arg = types.get(command.arg ?? '');
  return row.untilTagged && arg?.kind === 'object' && arg.tag !== undefined;
}

/** Reads the members of one entry, each checked as it is read. */
class EntryReader {
  readonly #object: JsonObject;
  readonly #index: number;

  constructor(value: JsonValue, index: number) {
    if (!isJsonObject(value)) throw new IntrospectionError('expected an object', index);
    this.#object = value;
    this.#index = index;
  }

  has(member: string): boolean {
    return Object.hasOwn(this.#object, member);
  }

  text(member: string): string {
    const value = this.#own(member);
    if (typeof value !== 'string') throw this.#wrong(member, 'a string');
    return value;
  }

  flag(member: string): boolean {
    return this.#own(member) === true;
  }

  list(member: string): EntryReader[] {
    return this.#array(member).map(value => new EntryReader(value, this.#index));
  }

  texts(member: string): string[] {
    return this.#array(member).filter(value => typeof value === 'string');
  }

  /** `features` as a part to spread into a definition: absent where there are none. */
  features(): { readonly features?: readonly string[] } {
    const features = this.texts('features');
    return features.length > 0 ? { features } : {};
  }

  #array(member: string): readonly JsonValue[] {
    const value = this.#own(member);
    if (value === undefined) return [];
    if (!isJsonArray(value)) throw this.#wrong(member, 'an array');
    return value;
  }

  #own(member: string): JsonValue | undefined {
    return this.has(member) ? this.#object[member] : undefined;
  }

  #wrong(member: string, expected: string): IntrospectionError {
    return new IntrospectionError(`expected ${expected} as '${member}'`, this.#index);
  }
}
