// Every type that a definition names must be there, and be a type.
import type { Definition, TypeUse } from '../expressions/definition.js';
import { BUILTIN_TYPES } from '../model.js';
import type { Position } from '../source/position.js';
import { type Checking, complain, complainMissing } from './checking.js';

/** A type named in a definition, and as what. */
interface Use {
  readonly what: string;
  readonly position: Position;
  readonly type: TypeUse | undefined;
}

export function checkReferences(checking: Checking, definition: Definition): void {
  for (const use of usesOf(definition)) checkUse(checking, definition, use);
}

function usesOf(definition: Definition): readonly Use[] {
  const { position } = definition;
  switch (definition.kind) {
    case 'enum':
      return [];
    case 'struct':
      return [
        { what: 'its base', position, type: definition.base },
        ...membersOf(definition.members),
      ];
    case 'union':
      return [{ what: 'its base', position, type: definition.base }, ...branchesOf(definition)];
    case 'alternate':
      return branchesOf(definition);
    case 'command': {
      const returns = { what: "'returns'", position, type: definition.returns };
      return [{ what: "'data'", position, type: definition.data }, returns];
    }
    case 'event':
      return [{ what: "'data'", position, type: definition.data }];
  }
}

function branchesOf(definition: Definition & { readonly kind: 'union' | 'alternate' }): Use[] {
  return definition.branches.map(({ name, position, type }) => ({
    what: `branch '${name}'`,
    position,
    type,
  }));
}

function membersOf(rows: Exclude<TypeUse, string>): readonly Use[] {
  return rows.map(({ name, position, type }) => ({ what: `member '${name}'`, position, type }));
}

function checkUse(checking: Checking, definition: Definition, use: Use): void {
  const { what, position, type } = use;
  if (type === undefined) return;
  if (typeof type !== 'string') {
    for (const inner of membersOf(type)) checkUse(checking, definition, inner);
    return;
  }
  const name = type.startsWith('[') ? type.slice(1, -1) : type;
  if (BUILTIN_TYPES.has(name)) return;
  const target = checking.symbols.get(name);
  if (target === undefined) {
    complainMissing(checking, definition, position, `${what}: there is no type '${name}'`);
  } else if (target.kind === 'command' || target.kind === 'event') {
    complain(
      checking,
      definition,
      position,
      `${what}: '${name}' is no type, but the name of ${ARTICLED[target.kind]}`,
    );
  }
}

const ARTICLED = { command: 'a command', event: 'an event' };
