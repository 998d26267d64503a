// All members of an object type, those of its base first.
import type { Definition, MemberRow, TypeUse, UnionDefinition } from '../expressions/definition.js';
import { isSimpleUnion, kindName, type Symbols } from './symbols.js';

/** A member and the type whose own it is. */
export interface FlatMember {
  readonly row: MemberRow;
  readonly owner: string;
}

/** The definitions whose bases led here. */
interface Descent {
  readonly name: string;
  readonly above: Descent | undefined;
}

function isAbove(name: string, descent: Descent | undefined): boolean {
  for (let at = descent; at !== undefined; at = at.above) if (at.name === name) return true;
  return false;
}

/**
 * The members of a struct or union with those of its base; of a union without its branches. A base that is not
 * there, is no object or leads in a circle adds none: other checks complain of it.
 */
export function flattenMembers(
  symbols: Symbols,
  definition: Definition | undefined,
  above?: Descent,
): readonly FlatMember[] {
  if (definition?.kind !== 'struct' && definition?.kind !== 'union') return [];
  const { name, base } = definition;
  if (isAbove(name, above)) return [];
  const rows = definition.kind === 'struct' ? definition.members : impliedMembers(definition);
  const own = rows.map(row => ({ row, owner: name }));
  return base === undefined ? own : [...flattenUse(symbols, base, name, { name, above }), ...own];
}

/** The members of a type by its name, or of a struct written in its place for `owner`. */
export function flattenUse(
  symbols: Symbols,
  use: TypeUse | undefined,
  owner: string,
  above?: Descent,
): readonly FlatMember[] {
  if (use === undefined) return [];
  if (typeof use === 'string') return flattenMembers(symbols, symbols.get(use), above);
  return use.map(row => ({ row, owner }));
}

/** The discriminator of a simple union, which nobody wrote. */
function impliedMembers(union: UnionDefinition): readonly MemberRow[] {
  if (!isSimpleUnion(union)) return [];
  const { position } = union;
  return [{ name: 'type', position, optional: false, type: kindName(union), features: [] }];
}

/** The members that a union has whatever the branch, or undefined where its base is not known (a fragment). */
export function unionBase(
  symbols: Symbols,
  union: UnionDefinition,
): readonly FlatMember[] | undefined {
  if (typeof union.base === 'string' && !symbols.has(union.base)) return undefined;
  return flattenMembers(symbols, union);
}
