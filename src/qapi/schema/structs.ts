// Rules of structs: what may be a base, and that members do not clash.
import type { Definition, StructDefinition, UnionDefinition } from '../expressions/definition.js';
import { mappedName } from '../expressions/names.js';
import { type Checking, complain } from './checking.js';
import { type FlatMember, flattenMembers } from './flatten.js';
import { describeType, typeKind } from './symbols.js';

export function checkStruct(checking: Checking, struct: StructDefinition): void {
  checkBase(checking, struct);
  if (isInCircle(checking, struct)) return;
  checkClashes(checking, struct, flattenMembers(checking.symbols, struct));
}

/** A base must be a struct; a union as a base was never allowed. */
export function checkBase(checking: Checking, object: StructDefinition | UnionDefinition): void {
  const { base, position } = object;
  if (typeof base !== 'string') return;
  const kind = typeKind(checking.symbols, base);
  if (kind === 'struct' || kind === 'unknown') return;
  const found = describeType(checking.symbols, base);
  complain(checking, object, position, `its base must be a struct, ${found} is none`);
}

/** Complains of a definition that is its own base, over however many steps. */
export function isInCircle(
  checking: Checking,
  object: StructDefinition | UnionDefinition,
): boolean {
  if (typeof object.base !== 'string') return false;
  const seen = new Set<string>();
  for (let at: Definition | undefined = object; at !== undefined; at = baseOf(checking, at)) {
    if (seen.has(at.name)) {
      if (at.name === object.name)
        complain(checking, object, object.position, 'it contains itself');
      return true;
    }
    seen.add(at.name);
  }
  return false;
}

function baseOf(checking: Checking, definition: Definition): Definition | undefined {
  if (definition.kind !== 'struct' && definition.kind !== 'union') return undefined;
  return typeof definition.base === 'string' ? checking.symbols.get(definition.base) : undefined;
}

/** Complains of members whose names are one once `-` and `_` are taken for each other. */
export function checkClashes(
  checking: Checking,
  definition: Definition,
  members: readonly FlatMember[],
): void {
  const seen = new Map<string, FlatMember>();
  for (const member of members) {
    const mapped = mappedName(member.row.name);
    const other = seen.get(mapped);
    if (other === undefined) seen.set(mapped, member);
    else complainClash(checking, definition, member, other);
  }
}

function complainClash(
  checking: Checking,
  definition: Definition,
  member: FlatMember,
  other: FlatMember,
): void {
  const isOwn = member.owner === definition.name;
  const position = isOwn ? member.row.position : definition.position;
  complain(checking, definition, position, showClash(member, other));
}

/** `member 'a_b' of 'Foo' collides with member 'a-b' of 'Bar'` */
export function showClash(member: FlatMember, other: FlatMember): string {
  const first = `member '${member.row.name}' of '${member.owner}'`;
  return `${first} collides with member '${other.row.name}' of '${other.owner}'`;
}
