// Dotted paths below a type: which members one may mean, through lists, the forms of alternates and all branches.
import { type Member, type Schema, type SchemaType, type TypeName, typeOf } from './model.js';
import { foldName } from './object-view.js';

/**
 * The members that a path from a type may mean; several where branches have the same name. Indices of lists do not
 * count, and wrappers named `data` may be left out, as on a line. Empty where nothing has the path.
 */
export function membersAt(
  schema: Schema,
  type: TypeName | undefined,
  path: readonly string[],
): readonly Member[] {
  return membersFrom(schema, type, path.filter(isName));
}

function isName(step: string): boolean {
  return !/^\d+$/.test(step);
}

function membersFrom(
  schema: Schema,
  name: TypeName | undefined,
  path: readonly string[],
): readonly Member[] {
  const [head, ...rest] = path;
  if (head === undefined || name === undefined) return [];
  const here = membersBelow(schema, name, new Set());
  const found = here.filter(member => foldName(member.name) === foldName(head));
  if (found.length > 0) {
    return rest.length === 0
      ? found
      : found.flatMap(member => membersFrom(schema, member.type, rest));
  }
  const wrapper = here.find(member => member.name === 'data');
  return wrapper === undefined ? [] : membersFrom(schema, wrapper.type, path);
}

/** All members that a value of the type may have. Each type is looked into once: a schema may lie in circles. */
function membersBelow(schema: Schema, name: TypeName, seen: Set<TypeName>): readonly Member[] {
  if (seen.has(name)) return [];
  seen.add(name);
  const type = typeOf(schema, name);
  const own = type?.kind === 'object' ? type.members : [];
  return [...own, ...typesWithin(type).flatMap(inner => membersBelow(schema, inner, seen))];
}

/** The types whose members a value of this type may have besides its own. */
function typesWithin(type: SchemaType | undefined): readonly TypeName[] {
  switch (type?.kind) {
    case 'array':
      return [type.element];
    case 'alternate':
      return type.alternatives.map(alternative => alternative.type);
    case 'object':
      return (type.branches ?? []).map(branch => branch.type);
    default:
      return [];
  }
}

/** The enumeration that a member's values are of, through lists and alternates; undefined where it has none. */
export function enumOf(schema: Schema, name: TypeName) {
  const type = typeOf(schema, name);
  if (type?.kind === 'enum') return type;
  const inner =
    type?.kind === 'array'
      ? [type.element]
      : type?.kind === 'alternate'
        ? type.alternatives.map(alternative => alternative.type)
        : [];
  for (const each of inner) {
    const found = typeOf(schema, each);
    if (found?.kind === 'enum') return found;
  }
  return undefined;
}
