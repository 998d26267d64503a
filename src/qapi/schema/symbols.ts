// Which names a schema defines: every definition, and the enums that unions of old imply.
import type { Definition, EnumDefinition, UnionDefinition } from '../expressions/definition.js';
import { describe } from '../expressions/definition.js';
import { BUILTIN_TYPES } from '../model.js';
import { type Findings, report } from '../source/findings.js';
import { showPosition } from '../source/position.js';

/** Commands, events and types by name; they share one name space. */
export type Symbols = ReadonlyMap<string, Definition>;

/** The definitions by name, and problems for names taken twice; the first definition stays. */
export function collectSymbols(definitions: readonly Definition[], findings: Findings): Symbols {
  const symbols = new Map<string, Definition>();
  for (const definition of definitions) addSymbol(symbols, definition, findings);
  for (const definition of definitions) {
    if (definition.kind === 'union' && isSimpleUnion(definition))
      addSymbol(symbols, impliedEnum(definition), findings);
  }
  return symbols;
}

function addSymbol(symbols: Map<string, Definition>, added: Definition, findings: Findings): void {
  const { name, position } = added;
  const other = symbols.get(name);
  if (BUILTIN_TYPES.has(name)) report(findings, position, `'${name}' is a built-in type`);
  else if (other !== undefined) {
    const place = showPosition(other.position);
    report(findings, position, `'${name}' is already defined as ${other.kind} at ${place}`);
  } else symbols.set(name, added);
}

/** Whether it is a union whose discriminator and wrappers are implied (until QEMU 6.1). */
export function isSimpleUnion(union: UnionDefinition): boolean {
  return union.discriminator === undefined;
}

/** The enum of a union's branches, `FooKind`, where its discriminator does not name one. */
export function impliedEnum(union: UnionDefinition): EnumDefinition {
  const { position, branches } = union;
  const values = branches.map(branch => ({ ...branch, features: [] }));
  return { kind: 'enum', name: kindName(union), position, features: [], values, impliedBy: union };
}

export function kindName(union: UnionDefinition): string {
  return `${union.name}Kind`;
}

/** What kind of type a name is, for rules and messages; `unknown` has been complained of already. */
export type TypeKind = 'builtin' | 'array' | 'struct' | 'union' | 'alternate' | 'enum' | 'unknown';

export function typeKind(symbols: Symbols, name: string): TypeKind {
  if (name.startsWith('[')) return 'array';
  if (BUILTIN_TYPES.has(name)) return 'builtin';
  const definition = symbols.get(name);
  if (definition === undefined) return 'unknown';
  return definition.kind === 'command' || definition.kind === 'event' ? 'unknown' : definition.kind;
}

/** `enum 'Foo'`, `array of 'Foo'`: a type as messages name it. */
export function describeType(symbols: Symbols, name: string): string {
  const kind = typeKind(symbols, name);
  if (kind === 'array') return `array of '${name.slice(1, -1)}'`;
  return describe({ kind: kind === 'builtin' ? 'built-in type' : kind, name });
}
