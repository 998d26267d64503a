// Rules of unions: the discriminator, the values its branches are for, and what a branch may be.
import type {
  BranchRow,
  EnumDefinition,
  MemberRow,
  UnionDefinition,
} from '../expressions/definition.js';
import { noteForm } from '../expressions/forms.js';
import { mappedName } from '../expressions/names.js';
import { type Checking, complain } from './checking.js';
import { type FlatMember, flattenMembers, unionBase } from './flatten.js';
import { checkBranchNames } from './name-clashes.js';
import { checkBase, checkClashes, isInCircle, showClash } from './structs.js';
import { describeType, isSimpleUnion, typeKind } from './symbols.js';

export function checkUnion(checking: Checking, union: UnionDefinition): void {
  if (union.branches.length === 0) complain(checking, union, union.position, 'it has no branches');
  checkBase(checking, union);
  if (isInCircle(checking, union)) return;
  const base = unionBase(checking.symbols, union);
  if (base !== undefined) checkClashes(checking, union, base);
  if (isSimpleUnion(union)) {
    checkBranchNames(checking, union);
    return;
  }
  if (base !== undefined) checkDiscriminator(checking, union, base);
  for (const branch of union.branches) checkBranch(checking, union, branch, base ?? []);
}

function checkDiscriminator(
  checking: Checking,
  union: UnionDefinition,
  base: readonly FlatMember[],
): void {
  const name = union.discriminator;
  const row = base.find(member => member.row.name === name)?.row;
  const faults = row === undefined ? ["is not a member of its 'base'"] : tagFaults(checking, row);
  for (const fault of faults) {
    complain(checking, union, union.position, `discriminator '${name}' ${fault}`);
  }
  if (row?.type === 'str') noteForm(checking.findings, union.position, 'textDiscriminator');
  const type = typeof row?.type === 'string' ? checking.symbols.get(row.type) : undefined;
  if (type?.kind === 'enum') checkValues(checking, union, type);
}

/** What is wrong with a member as a discriminator. A string was none to complain of until QEMU 1.7. */
function tagFaults(checking: Checking, row: MemberRow): readonly string[] {
  const faults: string[] = [];
  if (row.optional) faults.push('must not be optional');
  if (row.condition !== undefined) faults.push('must not be conditional');
  const kind = typeof row.type === 'string' ? typeKind(checking.symbols, row.type) : 'struct';
  const mayBe = kind === 'enum' || kind === 'unknown' || row.type === 'str';
  if (!mayBe) faults.push('must be of an enum type');
  return faults;
}

function checkValues(
  checking: Checking,
  union: UnionDefinition,
  enumeration: EnumDefinition,
): void {
  const names = new Set(enumeration.values.map(value => value.name));
  for (const { name, position } of union.branches) {
    if (names.has(name)) continue;
    complain(
      checking,
      union,
      position,
      `branch '${name}' is no value of enum '${enumeration.name}'`,
    );
  }
}

function checkBranch(
  checking: Checking,
  union: UnionDefinition,
  branch: BranchRow,
  base: readonly FlatMember[],
): void {
  const kind = typeKind(checking.symbols, branch.type);
  if (kind === 'unknown') return;
  if (kind !== 'struct' && kind !== 'union') {
    const found = describeType(checking.symbols, branch.type);
    complain(
      checking,
      union,
      branch.position,
      `branch '${branch.name}' must be an object, ${found} is none`,
    );
    return;
  }
  if (leadsTo(checking, branch.type, union.name, new Set())) {
    complain(
      checking,
      union,
      branch.position,
      `branch '${branch.name}' leads back to the union itself`,
    );
    return;
  }
  const taken = new Map(base.map(member => [mappedName(member.row.name), member]));
  for (const clash of branchClashes(checking, branch.type, taken)) {
    complain(checking, union, branch.position, `branch '${branch.name}': ${clash}`);
  }
}

/** Whether a type is the wanted union, or has it as a base or branch. */
function leadsTo(checking: Checking, from: string, wanted: string, seen: Set<string>): boolean {
  if (from === wanted) return true;
  if (seen.has(from)) return false;
  seen.add(from);
  const definition = checking.symbols.get(from);
  if (definition?.kind !== 'union') return false;
  return definition.branches.some(branch => leadsTo(checking, branch.type, wanted, seen));
}

/** The members of a branch stand beside those of the base; so do those of its own branches, if it is a union. */
function branchClashes(
  checking: Checking,
  type: string,
  taken: ReadonlyMap<string, FlatMember>,
  seen: Set<string> = new Set(),
): readonly string[] {
  if (seen.has(type)) return [];
  seen.add(type);
  const definition = checking.symbols.get(type);
  const own = flattenMembers(checking.symbols, definition).flatMap(member => {
    const other = taken.get(mappedName(member.row.name));
    return other === undefined ? [] : [showClash(member, other)];
  });
  if (definition?.kind !== 'union' || isSimpleUnion(definition)) return own;
  const inner = definition.branches.map(row => branchClashes(checking, row.type, taken, seen));
  return [...own, ...inner.flat()];
}
