// A type of today with what it had once: members and values that are gone or were otherwise, from a document that has
// those alone.
import { LazyMap } from '../json/lazy-map.js';
import type { EnumType, ObjectType, Schema, SchemaType } from './model.js';

/** Types of both; one that both have is today's, with the older one's members and values added or put in place. */
export function withOlder(today: Schema['types'], older: Schema['types']): Schema['types'] {
  const names = new Set([...today.keys(), ...older.keys()]);
  const build = (name: string) => mergeTypes(today.get(name), older.get(name));
  return new LazyMap(new Map([...names].map(name => [name, () => build(name)])));
}

function mergeTypes(
  today: SchemaType | undefined,
  older: SchemaType | undefined,
): SchemaType | undefined {
  if (today?.kind === 'object' && older?.kind === 'object') return mergeObjects(today, older);
  if (today?.kind === 'enum' && older?.kind === 'enum') return mergeEnums(today, older);
  return today ?? older;
}

/** What was no discriminator then has no branches. */
function mergeObjects(today: ObjectType, older: ObjectType): ObjectType {
  const members = merged(today.members, older.members);
  const { tag, branches: _branches, ...rest } = today;
  const hadNone = older.members.some(({ name }) => name === tag);
  return hadNone ? { ...rest, members } : { ...today, members };
}

function mergeEnums(today: EnumType, older: EnumType): EnumType {
  return { ...today, values: merged(today.values, older.values) };
}

function merged<T extends { readonly name: string }>(
  today: readonly T[],
  older: readonly T[],
): readonly T[] {
  const otherwise = (row: T) => older.find(each => each.name === row.name) ?? row;
  const gone = older.filter(row => !today.some(each => each.name === row.name));
  return [...today.map(otherwise), ...gone];
}
