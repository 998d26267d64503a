// A definition as a list of named items that can be held against those of another schema. Types whose names a server
// masks have none to be known by: their members stand, by dotted paths, with whatever uses them.
import type { Branch, Marks, Member, ObjectType, Schema, TypeName } from './model.js';
import { objectOf, typeOf } from './model.js';

export interface Differing {
  readonly items: ReadonlyMap<string, Item>;
  readonly features: readonly string[];
  /** What a command returns, in words. */
  readonly returns?: string;
}

export interface Item {
  readonly word: 'member' | 'value' | 'form' | 'branch';
  /** In words, where it has one that can be compared. */
  readonly type?: string;
  readonly optional: boolean;
  readonly features: readonly string[];
}

/** How deep masked types are followed: what lies below is told of no definition's own. */
const MAX_DEPTH = 6;

export function itemsOf(
  schema: Schema,
  kind: 'command' | 'event' | 'type',
): ReadonlyMap<string, Differing> {
  switch (kind) {
    case 'command':
      return mapped(schema.commands, command => ({
        ...callOf(schema, command),
        ...(command.ret !== undefined && { returns: typeText(schema, command.ret) }),
      }));
    case 'event':
      return mapped(schema.events, event => callOf(schema, event));
    case 'type': {
      const named = [...schema.types.keys()].filter(isTold);
      return new Map(named.map(name => [name, typeItems(schema, name)]));
    }
  }
}

function mapped<T>(
  map: ReadonlyMap<string, T>,
  make: (entry: T) => Differing,
): ReadonlyMap<string, Differing> {
  return new Map([...map].map(([name, entry]) => [name, make(entry)]));
}

/** Masked types, and those that the language makes up, are no definitions of their own. */
function isTold(name: TypeName): boolean {
  return !/^\d+$|^q_|^\[|@/.test(name);
}

function callOf(schema: Schema, call: Marks & { readonly arg?: TypeName }): Differing {
  const items = new Map<string, Item>();
  if (call.arg !== undefined) addMembers(schema, items, call.arg, '', 0);
  return { items, features: call.features ?? [] };
}

function typeItems(schema: Schema, name: TypeName): Differing {
  const type = typeOf(schema, name);
  const items = new Map<string, Item>();
  if (type?.kind === 'object') addMembers(schema, items, name, '', 0);
  if (type?.kind === 'enum') {
    for (const value of type.values) items.set(value.name, itemOf('value', value));
  }
  if (type?.kind === 'alternate') {
    for (const { type: of } of type.alternatives) {
      const text = typeText(schema, of);
      items.set(text, { word: 'form', optional: false, features: [] });
    }
  }
  return { items, features: type !== undefined && 'features' in type ? (type.features ?? []) : [] };
}

function itemOf(word: Item['word'], marks: Marks): Item {
  return { word, optional: false, features: marks.features ?? [] };
}

function addMembers(
  schema: Schema,
  items: Map<string, Item>,
  name: TypeName,
  prefix: string,
  depth: number,
): void {
  const type = typeOf(schema, name);
  if (type?.kind !== 'object' || depth > MAX_DEPTH) return;
  for (const member of type.members) addMember(schema, items, member, prefix, depth);
  for (const branch of type.branches ?? []) addBranch(schema, items, type, branch, prefix, depth);
}

function addMember(
  schema: Schema,
  items: Map<string, Item>,
  member: Member,
  prefix: string,
  depth: number,
): void {
  const path = `${prefix}${member.name}`;
  if (items.has(path)) return;
  const { optional, features = [] } = member;
  items.set(path, { word: 'member', type: typeText(schema, member.type), optional, features });
  const element = member.type.replace(/^\[+|\]+$/g, '');
  if (!/^\d+$/.test(element)) return;
  addMembers(schema, items, element, `${path}.`, depth + 1);
  addValues(schema, items, element, path);
}

/** The values of an enumeration without a name. */
function addValues(schema: Schema, items: Map<string, Item>, name: TypeName, path: string): void {
  const type = typeOf(schema, name);
  if (type?.kind !== 'enum') return;
  for (const value of type.values) items.set(`${path}=${value.name}`, itemOf('value', value));
}

/** A branch of a type with a name is told by its value alone: its members are told of that type. */
function addBranch(
  schema: Schema,
  items: Map<string, Item>,
  { tag = '' }: ObjectType,
  { value, type }: Branch,
  prefix: string,
  depth: number,
): void {
  const name = `${prefix}${tag}=${value}`;
  const isEmpty = objectOf(schema, type)?.members.length === 0;
  if (isEmpty || items.has(name)) return;
  if (isTold(type)) items.set(name, { word: 'branch', optional: false, features: [] });
  else addMembers(schema, items, type, `${name}: `, depth + 1);
}

/** A masked type is told by its kind. */
function typeText(schema: Schema, name: TypeName): string {
  const type = typeOf(schema, name);
  if (type?.kind === 'array') return `[${typeText(schema, type.element)}]`;
  if (isTold(name)) return name;
  return type?.kind === 'object' && type.members.length === 0 ? 'nothing' : (type?.kind ?? name);
}

const KINDS: ReadonlySet<string> = new Set(['object', 'enum', 'alternate', 'nothing']);

/** Whether a type, in words, has no name but its kind. */
export function isKindAlone(text: string): boolean {
  return KINDS.has(text.replace(/[[\]]/g, ''));
}

/** Whether two types, in words, are as good as the same: where one is known by its kind alone nothing is claimed. */
export function comparedType(old: string, now: string): boolean {
  if (old === now) return true;
  const isVague = isKindAlone(old) || isKindAlone(now);
  return isVague && old.startsWith('[') === now.startsWith('[') && !isScalar(old) && !isScalar(now);
}

function isScalar(text: string): boolean {
  return /^\[*(?:str|int|number|bool|size|any|null|u?int\d+)\]*$/.test(text);
}
