// Where a type is used: the commands and events that take, return or carry it, and the types it is part of.
import { type Schema, type SchemaType, type TypeName, typeOf } from '../../qapi/model.js';
import { elementOf, isMasked, shownName } from './type-words.js';

/** How many users are named. */
const MOST_USERS = 12;

/** The users in words, commands first; empty where nothing uses it. */
export function usersOf(schema: Schema, name: TypeName): string {
  const calls = [...schema.commands.values(), ...schema.events.values()];
  const direct = calls.filter(call => usesOf(schema, call).includes(name)).map(call => call.name);
  const types = [...schema.types.values()]
    .filter(type => !isMasked(type.name) && !isImplied(type.name) && partsOf(type).includes(name))
    .map(type => shownName(type.name));
  const all = [...new Set([...direct, ...types])];
  const rest = all.length - MOST_USERS;
  return all.slice(0, MOST_USERS).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

function usesOf(
  schema: Schema,
  { arg, ret }: { readonly arg?: TypeName; readonly ret?: TypeName },
): readonly TypeName[] {
  const type = arg === undefined ? undefined : typeOf(schema, arg);
  const parts = type === undefined ? [] : partsOf(type);
  return [
    ...(arg === undefined ? [] : [arg]),
    ...(ret === undefined ? [] : [elementOf(ret)]),
    ...parts,
  ];
}

/** Types that the schema language makes up, as for a command's arguments. */
export function isImplied(name: TypeName): boolean {
  return name.startsWith('q_');
}

function partsOf(type: SchemaType): readonly TypeName[] {
  switch (type.kind) {
    case 'object':
      return [...type.members, ...(type.branches ?? [])].map(row => elementOf(row.type));
    case 'alternate':
      return type.alternatives.map(row => elementOf(row.type));
    case 'array':
      return [elementOf(type.element)];
    default:
      return [];
  }
}
