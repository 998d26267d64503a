// Looking at an object type the way a line or a value meets it: which members there are once the discriminators
// are known, and how a name that someone typed finds its member.
import { type Member, objectOf, type Schema, type TypeName } from './model.js';

/** An object type as far as its discriminators are known. */
export interface ObjectView {
  /** In the order of the schema: own members, then those of each chosen branch. */
  readonly members: readonly Member[];
  /** The discriminators that are members of `members`, outermost first. */
  readonly tags: readonly string[];
  /** The first of them that has no value yet, whose branch is therefore unknown. */
  readonly openTag?: string;
}

/** Unions may be branches of unions since QEMU 8.1; a schema that claims more levels than this lies in circles. */
const MAX_UNION_DEPTH = 8;

/**
 * The members of an object type, with those of the branches that `tagValue` chooses.
 * @param tagValue the value given for a discriminator, or undefined where none is (yet) known.
 */
export function viewObject(
  schema: Schema,
  name: TypeName | undefined,
  tagValue: (tag: string) => string | undefined,
): ObjectView {
  const members: Member[] = [];
  const tags: string[] = [];
  let type = objectOf(schema, name);
  for (let depth = 0; type !== undefined && depth < MAX_UNION_DEPTH; depth += 1) {
    members.push(...type.members);
    if (type.tag === undefined) break;
    tags.push(type.tag);
    const value = tagValue(type.tag);
    if (value === undefined) return { members, tags, openTag: type.tag };
    const branch = type.branches?.find(row => row.value === value);
    type = objectOf(schema, branch?.type);
  }
  return { members, tags };
}

/** The member that a typed name means: exactly, or with `-` and `_` taken for each other. */
export function findMember(members: readonly Member[], typed: string): Member | undefined {
  return findNamed(members, typed);
}

/** The entry whose name is the typed one, exactly or with `-` and `_` taken for each other. */
export function findNamed<T extends { readonly name: string }>(
  entries: readonly T[],
  typed: string,
): T | undefined {
  const exact = entries.find(entry => entry.name === typed);
  if (exact !== undefined) return exact;
  const folded = foldName(typed);
  return entries.find(entry => foldName(entry.name) === folded);
}

/** A name with `_` for every `-`, by which names that differ in nothing else are one. */
export function foldName(name: string): string {
  return name.replaceAll('-', '_');
}

/** The entry of a map by its name, exactly or with `-` and `_` taken for each other. */
export function findInMap<T>(map: ReadonlyMap<string, T>, typed: string): T | undefined {
  const exact = map.get(typed);
  if (exact !== undefined) return exact;
  const folded = foldName(typed);
  for (const name of map.keys()) if (foldName(name) === folded) return map.get(name);
  return undefined;
}
