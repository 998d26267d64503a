// Checked definitions -> the Schema model, each entry built when it is asked for.

import { LazyMap } from '../../json/lazy-map.js';
import type { Definition, MemberRow, UnionDefinition } from '../expressions/definition.js';
import type { Command, Event, Schema, SchemaType } from '../model.js';
import { flattenMembers } from '../schema/flatten.js';
import { impliedEnum, isSimpleUnion, kindName, type Symbols } from '../schema/symbols.js';
import { buildCommand, buildEvent } from './calls.js';
import { docSource } from './doc-source.js';
import { argumentName, nestedName, wrapperName } from './names.js';
import {
  type Building,
  buildAlternate,
  buildEnum,
  buildImplied,
  buildStruct,
  buildUnion,
  buildWrapper,
  isTextTag,
} from './types.js';

/** What builds each entry of the three maps of a schema. */
interface Builders {
  readonly commands: Map<string, () => Command>;
  readonly events: Map<string, () => Event>;
  readonly types: Map<string, () => SchemaType>;
}

/** The model of the definitions; those that broke a rule are in it as far as they are sound. */
export function buildSchema(symbols: Symbols): Schema {
  const building: Building = { symbols, docs: docSource() };
  const builders: Builders = { commands: new Map(), events: new Map(), types: new Map() };
  for (const definition of symbols.values()) addBuilder(builders, building, definition);
  return {
    commands: new LazyMap(builders.commands),
    events: new LazyMap(builders.events),
    types: new LazyMap(builders.types),
  };
}

function addBuilder(builders: Builders, building: Building, definition: Definition): void {
  const { name } = definition;
  const { commands, events, types } = builders;
  switch (definition.kind) {
    case 'command':
      commands.set(name, () => buildCommand(building, definition));
      addArguments(types, building, definition);
      break;
    case 'event':
      events.set(name, () => buildEvent(building, definition));
      addArguments(types, building, definition);
      break;
    case 'struct':
      types.set(name, () => buildStruct(building, definition));
      addNested(types, building, definition, definition.members);
      break;
    case 'union':
      types.set(name, () => buildUnion(building, definition));
      addImplied(types, building, definition);
      break;
    case 'alternate':
      types.set(name, () => buildAlternate(building, definition));
      break;
    case 'enum':
      types.set(name, () => buildEnum(building, definition));
  }
}

type TypeBuilders = Map<string, () => SchemaType>;

function addArguments(
  types: TypeBuilders,
  building: Building,
  call: Definition & { readonly kind: 'command' | 'event' },
): void {
  const { name, data } = call;
  if (data === undefined || typeof data === 'string' || data.length === 0) return;
  const implied = { name: argumentName(name), rows: data, owner: call, path: '' };
  types.set(implied.name, () => buildImplied(building, implied));
  addNested(types, building, call, data);
}

/** Structs written in the place of a member's type, at any depth. */
function addNested(
  types: TypeBuilders,
  building: Building,
  owner: Definition,
  rows: readonly MemberRow[],
): void {
  for (const row of rows) {
    if (typeof row.type === 'string') continue;
    const name = nestedName(owner.name, row.name);
    const implied = { name, rows: row.type, owner, path: `${row.name}.` };
    types.set(name, () => buildImplied(building, implied));
    addNested(types, building, owner, implied.rows);
  }
}

/** What a union of old implies: an enum of its branches, and objects around them. */
function addImplied(types: TypeBuilders, building: Building, union: UnionDefinition): void {
  if (typeof union.base === 'object') addNested(types, building, union, union.base);
  if (isSimpleUnion(union)) {
    for (const { type } of union.branches) types.set(wrapperName(type), () => buildWrapper(type));
  }
  if (!hasTextTag(building.symbols, union)) return;
  types.set(kindName(union), () => buildEnum(building, impliedEnum(union)));
}

function hasTextTag(symbols: Symbols, union: UnionDefinition): boolean {
  const tag = union.discriminator;
  if (tag === undefined) return false;
  return flattenMembers(symbols, union).some(({ row }) => isTextTag(row, tag));
}
