// The names that stand within a definition: its members, values or branches.
import type { Position } from '../source/position.js';
import type { Definition, TypeUse } from './definition.js';

export interface InnerRow {
  readonly what: 'member' | 'value' | 'branch';
  readonly name: string;
  readonly position: Position;
  readonly features?: readonly string[];
}

/** What is written in the definition itself: not what a named base or argument type adds, nor a union's branches. */
export function innerRows(definition: Definition): readonly InnerRow[] {
  switch (definition.kind) {
    case 'enum':
      return definition.values.map(value => ({ what: 'value', ...value }));
    case 'alternate':
      return definition.branches.map(branch => ({ what: 'branch', ...branch }));
    case 'struct':
      return memberRows(definition.members);
    case 'union':
      return memberRows(definition.base);
    default:
      return memberRows(definition.data);
  }
}

function memberRows(use: TypeUse | undefined): readonly InnerRow[] {
  if (use === undefined || typeof use === 'string') return [];
  return use.map(member => ({ what: 'member', ...member }));
}
