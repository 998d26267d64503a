// Makes the table of schema/reply-units.json out of the bundled schema and its annotations.
import { type ObjectType, objectOf, type Schema, type TypeName } from '../../../src/qapi/model.js';
import type { ReplyUnits, TypeUnits } from '../../../src/shell/human/member-units.js';

type UnitRows = Readonly<Record<string, Readonly<Record<string, { readonly unit?: string }>>>>;

/** Members that returned types had before QEMU 10.2 (9.1 took both away), and what they are. */
const REMOVED: TypeUnits = {
  MigrationInfo: { disk: ['MigrationStats'], compression: ['CompressionStats'] },
};

/** A schema, and the units of its types' members. */
export interface UnitSource {
  readonly schema: Schema;
  readonly units: UnitRows;
}

type Members = Record<string, string | string[]>;

/** Every command with units somewhere in its return, and the types on the way to them. */
export function replyUnitsOf(sources: readonly UnitSource[]): ReplyUnits {
  const all = new Map(sources.flatMap(membersByType));
  const useful = usefulTypes(all);
  const returns = sources.flatMap(({ schema }) => [...schema.commands.values()]);
  const commands = returns.flatMap(({ name, ret }) =>
    useful.has(elementOf(ret)) ? [[name, elementOf(ret)] as const] : [],
  );
  const types = reachedTypes(
    commands.map(([, type]) => type),
    all,
    useful,
  );
  return { commands: Object.fromEntries(commands.sort()), types: Object.fromEntries(types) };
}

function membersByType({ schema, units }: UnitSource): [TypeName, Members][] {
  return [...schema.types.values()].flatMap(type =>
    type.kind === 'object' ? [[type.name, membersOf(schema, units, type)]] : [],
  );
}

function membersOf(schema: Schema, types: UnitRows, type: ObjectType) {
  const members: Members = {};
  for (const part of partsOf(schema, type)) {
    for (const { name, type: memberType } of part.members) {
      const unit = types[part.name]?.[name]?.unit ?? types[type.name]?.[name]?.unit;
      const element = elementOf(memberType);
      if (unit !== undefined) members[name] = unit;
      else if (objectOf(schema, element)) members[name] = joined(members[name], [element]);
    }
    for (const [name, was] of Object.entries(REMOVED[part.name] ?? {}))
      members[name] = typeof was === 'string' ? was : [...was];
  }
  return members;
}

/** A union is its own members and those of all its branches. */
function partsOf(schema: Schema, type: ObjectType): ObjectType[] {
  const branches = (type.branches ?? []).flatMap(branch => objectOf(schema, branch.type) ?? []);
  return [type, ...branches.flatMap(branch => partsOf(schema, branch))];
}

function joined(before: string | string[] | undefined, more: string[]): string[] {
  return [...new Set([...(typeof before === 'object' ? before : []), ...more])];
}

function elementOf(type: TypeName | undefined): TypeName {
  return (type ?? '').replace(/^\[+|\]+$/g, '');
}

/** The types that have a unit in them or in a member's type, however deep. */
function usefulTypes(all: ReadonlyMap<TypeName, Members>) {
  const useful = new Set<TypeName>();
  for (let before = -1; before !== useful.size; ) {
    before = useful.size;
    for (const [name, members] of all) {
      const has = Object.values(members).some(
        to => typeof to === 'string' || to.some(type => useful.has(type)),
      );
      if (has) useful.add(name);
    }
  }
  return useful;
}

function reachedTypes(
  from: readonly TypeName[],
  all: ReadonlyMap<TypeName, Members>,
  useful: ReadonlySet<TypeName>,
) {
  const reached = new Map<TypeName, Members>();
  const visit = (name: TypeName) => {
    if (reached.has(name)) return;
    const members: Members = {};
    reached.set(name, members);
    for (const [member, to] of Object.entries(all.get(name) ?? {})) {
      const types = typeof to === 'string' ? [] : to.filter(type => useful.has(type));
      if (typeof to === 'string') members[member] = to;
      else if (types.length > 0) members[member] = types;
      types.forEach(visit);
    }
  };
  from.forEach(visit);
  return [...reached].sort(([a], [b]) => (a < b ? -1 : 1));
}
