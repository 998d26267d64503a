// Dotted paths below a type: which members one may mean, through lists, the forms of alternates and all branches.
import { isBefore } from './history.js';
import {
  type Condition,
  type Member,
  type ObjectType,
  type Schema,
  type SchemaType,
  type TypeName,
  typeOf,
} from './model.js';
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
  return foundAt(schema, type, path).map(({ member }) => member);
}

/** What is known of a place by the way to it. */
interface Way {
  /** No release before this one had it: the latest age of what leads to it, and of itself. */
  readonly since?: string | undefined;
  /** Under which a build has it: of the member, or of a branch on the way. */
  readonly condition?: Condition | undefined;
}

/** A member found at the end of a path. */
export interface FoundMember extends Way {
  readonly member: Member;
}

const FROM_HERE: Way = {};

/** The same with the age of the way to each. */
export function foundAt(
  schema: Schema,
  type: TypeName | undefined,
  path: readonly string[],
): readonly FoundMember[] {
  return membersFrom(schema, type, path.filter(isName), FROM_HERE);
}

function isName(step: string): boolean {
  return !/^\d+$/.test(step);
}

function membersFrom(
  schema: Schema,
  name: TypeName | undefined,
  path: readonly string[],
  above: Way,
): readonly FoundMember[] {
  const [head, ...rest] = path;
  if (head === undefined || name === undefined) return [];
  const here = membersBelow(schema, name, above);
  const found = here.filter(({ member }) => foldName(member.name) === foldName(head));
  if (found.length > 0) {
    return rest.length === 0
      ? found
      : found.flatMap(({ member, ...way }) => membersFrom(schema, member.type, rest, way));
  }
  const wrapper = here.find(({ member }) => member.name === 'data');
  return wrapper === undefined ? [] : membersFrom(schema, wrapper.member.type, path, wrapper);
}

/** All members that a value of the type may have. Each type is looked into once: a schema may lie in circles. */
function membersBelow(
  schema: Schema,
  name: TypeName,
  above: Way,
  seen: Set<TypeName> = new Set(),
): readonly FoundMember[] {
  if (seen.has(name)) return [];
  seen.add(name);
  const type = typeOf(schema, name);
  const here = along(above, { since: ageOf(type) });
  const own = type?.kind === 'object' ? type.members : [];
  return [
    ...own.map(member => ({
      member,
      ...along(here, { since: member.doc?.since, condition: member.condition }),
    })),
    ...typesWithin(schema, type).flatMap(row =>
      membersBelow(schema, row.type, along(here, row), seen),
    ),
  ];
}

/** Arguments written in place have no age: the command has. */
function ageOf(type: SchemaType | undefined): string | undefined {
  return type !== undefined && 'doc' in type ? type.doc?.since : undefined;
}

/** A step further: no older than before, and under a condition where one of its steps is. */
function along(above: Way, step: Way): Way {
  return {
    since: later(above.since, step.since),
    condition: step.condition ?? above.condition,
  };
}

/** The later of two releases; what is not known is no release. */
function later(one: string | undefined, other: string | undefined): string | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return isBefore(one, other) ? other : one;
}

interface InnerType extends Way {
  readonly type: TypeName;
}

/** The types whose members a value of this type may have besides its own. */
function typesWithin(schema: Schema, type: SchemaType | undefined): readonly InnerType[] {
  switch (type?.kind) {
    case 'array':
      return [{ type: type.element }];
    case 'alternate':
      return type.alternatives;
    case 'object':
      return branchTypes(schema, type);
    default:
      return [];
  }
}

function branchTypes(schema: Schema, { members, tag, branches = [] }: ObjectType): InnerType[] {
  const tagType = members.find(member => member.name === tag)?.type;
  const values = tagType === undefined ? undefined : typeOf(schema, tagType);
  const rows = values?.kind === 'enum' ? values.values : [];
  return branches.map(({ value, type, condition }) => {
    const row = rows.find(each => each.name === value);
    return { type, since: row?.doc?.since, condition: condition ?? row?.condition };
  });
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
