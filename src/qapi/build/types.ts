// Definitions of types -> types of the model, members of bases merged in.
import type {
  AlternateDefinition,
  BranchRow,
  Definition,
  EnumDefinition,
  Featured,
  MemberRow,
  StructDefinition,
  UnionDefinition,
} from '../expressions/definition.js';
import type {
  AlternateType,
  Alternative,
  Branch,
  Condition,
  EnumType,
  EnumValue,
  Marks,
  Member,
  ObjectType,
} from '../model.js';
import { type FlatMember, flattenMembers } from '../schema/flatten.js';
import { isSimpleUnion, kindName, type Symbols } from '../schema/symbols.js';
import { type DocSource, withDoc } from './doc-source.js';
import { memberType, wrapperName } from './names.js';

export interface Building {
  readonly symbols: Symbols;
  readonly docs: DocSource;
}

/** Features and condition of a definition or member, those that it has, as properties to spread. */
export function marks(row: Featured & { readonly condition?: Condition }): Marks {
  const { features, featureConditions, condition } = row;
  return {
    ...(features.length > 0 && { features }),
    ...(featureConditions && { featureConditions }),
    ...(condition && { condition }),
  };
}

export function buildEnum({ docs }: Building, enumeration: EnumDefinition): EnumType {
  const { name, impliedBy } = enumeration;
  const values = enumeration.values.map(row => {
    const value: EnumValue = { name: row.name, ...marks(row) };
    return withDoc(value, docs, impliedBy ?? enumeration, row.name);
  });
  return withDoc({ kind: 'enum', name, values, ...marks(enumeration) }, docs, enumeration);
}

export function buildAlternate({ docs }: Building, alternate: AlternateDefinition): AlternateType {
  const alternatives = alternate.branches.map(({ name, type, condition }) => {
    const alternative: Alternative = { name, type, ...(condition && { condition }) };
    return withDoc(alternative, docs, alternate, name);
  });
  const { name } = alternate;
  return withDoc({ kind: 'alternate', name, alternatives, ...marks(alternate) }, docs, alternate);
}

export function buildStruct(building: Building, struct: StructDefinition): ObjectType {
  const members = flattenMembers(building.symbols, struct).map(flat => buildFlat(building, flat));
  const type: ObjectType = { kind: 'object', name: struct.name, members, ...marks(struct) };
  return withDoc(type, building.docs, struct);
}

export function buildUnion(building: Building, union: UnionDefinition): ObjectType {
  const tag = union.discriminator ?? 'type';
  const type: ObjectType = {
    kind: 'object',
    name: union.name,
    members: flattenMembers(building.symbols, union)
      .map(flat => (isTextTag(flat.row, tag) ? retype(flat, kindName(union)) : flat))
      .map(flat => buildFlat(building, flat)),
    tag,
    branches: union.branches.map(row => buildBranch(row, isSimpleUnion(union))),
    ...marks(union),
  };
  return withDoc(type, building.docs, union);
}

/** Until QEMU 1.7 a discriminator could be a string; its values are those of the branches all the same. */
export function isTextTag(row: MemberRow, tag: string): boolean {
  return row.name === tag && row.type === 'str';
}

function retype({ row, owner }: FlatMember, type: string): FlatMember {
  return { row: { ...row, type }, owner };
}

function buildBranch({ name: value, type, condition }: BranchRow, isSimple: boolean): Branch {
  return { value, type: isSimple ? wrapperName(type) : type, ...(condition && { condition }) };
}

/** The object around a branch of a simple union. */
export function buildWrapper(type: string): ObjectType {
  const data = { name: 'data', type, optional: false };
  return { kind: 'object', name: wrapperName(type), members: [data] };
}

/** Members written in the place of a type's name; `owner` documents them, as `path.name` where they are nested. */
export interface ImpliedObject {
  readonly name: string;
  readonly rows: readonly MemberRow[];
  readonly owner: Definition;
  readonly path: string;
}

export function buildImplied({ docs }: Building, implied: ImpliedObject): ObjectType {
  const { name, rows, owner, path } = implied;
  const members = rows.map(row =>
    withDoc(buildMember(row, owner.name), docs, owner, path + row.name),
  );
  return { kind: 'object', name, members };
}

function buildFlat({ symbols, docs }: Building, { row, owner }: FlatMember): Member {
  return withDoc(buildMember(row, owner), docs, symbols.get(owner), row.name);
}

function buildMember(row: MemberRow, owner: string): Member {
  const { name, optional } = row;
  return { name, type: memberType(owner, row), optional, ...marks(row) };
}
