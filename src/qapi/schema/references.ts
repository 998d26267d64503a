// Every type that a definition names must be there, and be a type.
import type { Definition, TypeUse } from '../expressions/definition.js';
import { BUILTIN_TYPES } from '../model.js';
import type { Position } from '../source/position.js';
import { type Checking, complain, complainMissing } from './checking.js';

/** Where a definition names a type: `its base`, or `member` and its name. */
interface Place {
  readonly what: string;
  readonly name?: string;
  readonly position: Position;
}

export function checkReferences(checking: Checking, definition: Definition): void {
  const { position } = definition;
  switch (definition.kind) {
    case 'enum':
      break;
    case 'struct':
      checkUse(checking, definition, { what: 'its base', position }, definition.base);
      checkUse(checking, definition, { what: 'its data', position }, definition.members);
      break;
    case 'union':
      checkUse(checking, definition, { what: 'its base', position }, definition.base);
      checkBranches(checking, definition);
      break;
    case 'alternate':
      checkBranches(checking, definition);
      break;
    case 'command':
      checkUse(checking, definition, { what: "'data'", position }, definition.data);
      checkUse(checking, definition, { what: "'returns'", position }, definition.returns);
      break;
    case 'event':
      checkUse(checking, definition, { what: "'data'", position }, definition.data);
  }
}

function checkBranches(
  checking: Checking,
  definition: Definition & { readonly kind: 'union' | 'alternate' },
): void {
  for (const { name, position, type } of definition.branches) {
    checkUse(checking, definition, { what: 'branch', name, position }, type);
  }
}

function checkUse(
  checking: Checking,
  definition: Definition,
  place: Place,
  use: TypeUse | undefined,
): void {
  if (use === undefined) return;
  if (typeof use !== 'string') {
    for (const { name, position, type } of use) {
      if (typeof type === 'string' && isKnown(checking, type)) continue;
      checkUse(checking, definition, { what: 'member', name, position }, type);
    }
    return;
  }
  if (!isKnown(checking, use)) complainOf(checking, definition, place, elementName(use));
}

function isKnown({ symbols }: Checking, use: string): boolean {
  const name = elementName(use);
  const kind = symbols.get(name)?.kind;
  if (kind === undefined) return BUILTIN_TYPES.has(name);
  return kind !== 'command' && kind !== 'event';
}

function elementName(type: string): string {
  return type.startsWith('[') ? type.slice(1, -1) : type;
}

function complainOf(checking: Checking, definition: Definition, place: Place, name: string): void {
  const what = place.name === undefined ? place.what : `${place.what} '${place.name}'`;
  const kind = checking.symbols.get(name)?.kind;
  if (kind === undefined) {
    complainMissing(checking, definition, place.position, `${what}: there is no type '${name}'`);
  } else {
    const article = kind === 'event' ? 'an' : 'a';
    const detail = `${what}: '${name}' is no type, but the name of ${article} ${kind}`;
    complain(checking, definition, place.position, detail);
  }
}
