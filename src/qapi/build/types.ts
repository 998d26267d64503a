// Definitions of types -> types of the model, members of bases merged in.
import type {
  AlternateDefinition,
  BranchRow,
  Definition,
  EnumDefinition,
  MemberRow,
  StructDefinition,
  UnionDefinition,
} from '../expressions/definition.js';
import type {
  AlternateType,
  Branch,
  Condition,
  Doc,
  EnumType,
  Marks,
  Member,
  ObjectType,
} from '../model.js';
import { type FlatMember, flattenMembers } from '../schema/flatten.js';
import { isSimpleUnion, kindName, type Symbols } from '../schema/symbols.js';
import { type DocSource, docProperty } from './doc-source.js';
import { memberType, wrapperName } from './names.js';

export interface Building {
  readonly symbols: Symbols;
  readonly docs: DocSource;
}

/** Features, condition and documentation of a definition or member, those that it has. */
export function marks(
  row: { readonly features: readonly string[]; readonly condition?: Condition },
  doc: Doc | undefined,
): Marks {
  const { features, condition } = row;
  return {
    ...(features.length > 0 && { features }),
    ...(condition && { condition }),
    ...docProperty(doc),
  };
}

export function buildEnum(building: Building, enumeration: EnumDefinition): EnumType {
  const { doc, members } = building.docs(enumeration.impliedBy ?? enumeration);
  const own = enumeration.impliedBy === undefined ? doc : undefined;
  const values = enumeration.values.map(row => ({
    name: row.name,
    ...marks(row, members.get(row.name)),
  }));
  return { kind: 'enum', name: enumeration.name, values, ...marks(enumeration, own) };
}

export function buildAlternate(building: Building, alternate: AlternateDefinition): AlternateType {
  const { doc, members } = building.docs(alternate);
  const alternatives = alternate.branches.map(({ name, type, condition }) => ({
    name,
    type,
    ...(condition && { condition }),
    ...docProperty(members.get(name)),
  }));
  return { kind: 'alternate', name: alternate.name, alternatives, ...marks(alternate, doc) };
}

export function buildStruct(building: Building, struct: StructDefinition): ObjectType {
  const members = flattenMembers(building.symbols, struct).map(flat => buildFlat(building, flat));
  return {
    kind: 'object',
    name: struct.name,
    members,
    ...marks(struct, building.docs(struct).doc),
  };
}

export function buildUnion(building: Building, union: UnionDefinition): ObjectType {
  const tag = union.discriminator ?? 'type';
  const members = flattenMembers(building.symbols, union)
    .map(flat => buildFlat(building, flat))
    .map(member => (isTextTag(member, tag) ? { ...member, type: kindName(union) } : member));
  const branches = union.branches.map(row => buildBranch(row, isSimpleUnion(union)));
  const shared = marks(union, building.docs(union).doc);
  return { kind: 'object', name: union.name, members, tag, branches, ...shared };
}

/** Until QEMU 1.7 a discriminator could be a string; its values are those of the branches all the same. */
export function isTextTag(
  member: { readonly name: string; readonly type: unknown },
  tag: string,
): boolean {
  return member.name === tag && member.type === 'str';
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

export function buildImplied(building: Building, implied: ImpliedObject): ObjectType {
  const { name, rows, owner, path } = implied;
  const docs = building.docs(owner).members;
  const members = rows.map(row => buildMember(row, owner.name, docs.get(path + row.name)));
  return { kind: 'object', name, members };
}

function buildFlat(building: Building, { row, owner }: FlatMember): Member {
  const definition = building.symbols.get(owner);
  const doc = definition && building.docs(definition).members.get(row.name);
  return buildMember(row, owner, doc);
}

function buildMember(row: MemberRow, owner: string, doc: Doc | undefined): Member {
  const { name, optional } = row;
  return { name, type: memberType(owner, row), optional, ...marks(row, doc) };
}
