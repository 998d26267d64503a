// Names that are one in C once `-`, `_` and `.` are taken for each other: values of enums, and branches.
import type {
  AlternateDefinition,
  Definition,
  EnumDefinition,
  UnionDefinition,
} from '../expressions/definition.js';
import { mappedName } from '../expressions/names.js';
import type { Position } from '../source/position.js';
import { type Checking, complain } from './checking.js';

/** Values must differ in more than `-` and `_`. */
export function checkEnum(checking: Checking, enumeration: EnumDefinition): void {
  checkNames(checking, enumeration, 'value', enumeration.values);
}

/** So must the branches of an alternate, and those of a simple union, which are values of its implied enum. */
export function checkBranchNames(
  checking: Checking,
  definition: AlternateDefinition | UnionDefinition,
): void {
  checkNames(checking, definition, 'branch', definition.branches);
}

function checkNames(
  checking: Checking,
  definition: Definition,
  what: string,
  rows: readonly { readonly name: string; readonly position: Position }[],
): void {
  const seen = new Map<string, string>();
  for (const { name, position } of rows) {
    const other = seen.get(mappedName(name));
    if (other !== undefined) {
      complain(
        checking,
        definition,
        position,
        `${what} '${name}' collides with ${what} '${other}'`,
      );
    }
    seen.set(mappedName(name), name);
  }
}
