// The way from a command's arguments down to where the cursor stands: which type is there, and what is given around.
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue, own } from '../json/value.js';
import {
  type AlternateType,
  type EnumType,
  type Member,
  type ObjectType,
  objectOf,
  type Schema,
  type TypeName,
  typeOf,
} from '../qapi/model.js';
import { findMember, type ObjectView, viewObject } from '../qapi/object-view.js';
import {
  type Annotations,
  type CommandNotes,
  type MemberNotes,
  memberNotes,
} from '../shell/annotations.js';
import type { Want } from './candidate.js';

/** What is given elsewhere on the line, by the path of an object. */
export interface Surroundings {
  /** The members that the object has already. */
  given(path: readonly string[]): readonly string[];
  /** The values of its discriminators. */
  tagValues(path: readonly string[]): Readonly<Record<string, string>>;
  /** Whether the keys of a wrapper's branch leave out its `data`, as far as there are any. */
  leavesOutData(path: readonly string[]): boolean;
  /** Names already given of a list of pairs. */
  pairNames(path: readonly string[]): readonly string[];
  /** The objects that are given by their parts, outermost first. */
  readonly objects: readonly { readonly type: TypeName; readonly path: readonly string[] }[];
}

/** The command (or action) around the cursor. */
export interface Scope {
  readonly schema: Schema;
  readonly annotations: Annotations;
  readonly command: string;
  readonly notes: CommandNotes | undefined;
  readonly around: Surroundings;
  /** The arguments given elsewhere, decoded. */
  readonly arguments: JsonObject;
  /** The command takes members that its type does not have. */
  readonly isOpen: boolean;
}

/** A place below the arguments. */
export interface Target {
  readonly type: TypeName;
  readonly path: readonly string[];
  /** The member that holds it, and the types that may declare that member. */
  readonly member?: Member;
  readonly owners?: readonly TypeName[];
  /** A union's discriminator: the union. */
  readonly union?: TypeName;
  /** The type that it is held by, where that takes members which no schema names. */
  readonly holder?: TypeName;
  /** Definitions within definitions on the way here. */
  readonly isNested?: boolean;
}

/** The object at a place as far as its discriminators are known. */
export function viewAt({ schema, around }: Scope, target: Target): ObjectView {
  const tags = around.tagValues(target.path);
  return viewObject(schema, target.type, tag => own(tags, tag));
}

/** The place that the steps of a dotted key lead to, or undefined where the schema has none. */
export function descend(scope: Scope, from: Target, steps: readonly string[]): Target | undefined {
  let target: Target | undefined = from;
  for (const step of steps) {
    if (target === undefined) return undefined;
    target = stepInto(scope, target, step);
  }
  return target;
}

function stepInto(scope: Scope, target: Target, step: string): Target | undefined {
  const type = typeOf(scope.schema, target.type);
  switch (type?.kind) {
    case 'object':
      return memberTarget(scope, target, type, step);
    case 'array':
      return elementTarget(scope, target, type.element, step);
    case 'alternate': {
      const chosen = alternativeFor(scope.schema, type, isIndex(step) ? 'array' : 'object');
      if (chosen === undefined) return undefined;
      return stepInto(scope, { ...target, type: chosen, isNested: true }, step);
    }
    case 'builtin':
      return type.json === 'any' ? openTarget(target, step) : undefined;
    default:
      return undefined;
  }
}

/** A member that no type has. */
function openTarget({ type, path }: Target, step: string): Target {
  return { type: 'any', path: [...path, step], holder: type };
}

export function isIndex(step: string): boolean {
  return /^(0|[1-9][0-9]*)$/.test(step);
}

/** The alternative of that kind. */
export function alternativeFor(
  schema: Schema,
  { alternatives }: AlternateType,
  kind: 'array' | 'object',
): TypeName | undefined {
  return alternatives.find(row => typeOf(schema, row.type)?.kind === kind)?.type;
}

function memberTarget(
  scope: Scope,
  target: Target,
  type: ObjectType,
  step: string,
): Target | undefined {
  const view = viewAt(scope, target);
  const member = findMember(view.members, step);
  if (member !== undefined) {
    return {
      type: member.type,
      path: [...target.path, member.name],
      member,
      owners: ownersOf(scope, target),
      ...(view.tags.includes(member.name) && { union: type.name }),
      ...(target.isNested && { isNested: true }),
    };
  }
  const data = wrappedData(scope.schema, type, view);
  if (data !== undefined) return stepInto(scope, dataTarget(target, data), step);
  return scope.isOpen && target.path.length === 0 ? openTarget(target, step) : undefined;
}

/** The object types that make up the one at a place: the union and its chosen branches. */
function ownersOf({ schema, around }: Scope, target: Target): readonly TypeName[] {
  const tags = around.tagValues(target.path);
  const names: TypeName[] = [];
  let type = objectOf(schema, target.type);
  while (type !== undefined && names.length < 8) {
    names.push(type.name);
    const value = type.tag === undefined ? undefined : own(tags, type.tag);
    const branch = type.branches?.find(row => row.value === value);
    type = objectOf(schema, branch?.type);
  }
  return names;
}

/** The only member that a chosen branch adds, if it is an object `data`: its own members may stand in its place. */
export function wrappedData(
  schema: Schema,
  type: ObjectType,
  view: ObjectView,
): Member | undefined {
  if (type.tag === undefined || view.openTag !== undefined) return undefined;
  const [data, ...others] = view.members.slice(type.members.length);
  const kind = data?.name === 'data' ? typeOf(schema, data.type)?.kind : undefined;
  return others.length === 0 && (kind === 'object' || kind === 'alternate') ? data : undefined;
}

export function dataTarget(target: Target, data: Member): Target {
  return { ...target, type: data.type, path: [...target.path, data.name], member: data };
}

function elementTarget(
  scope: Scope,
  target: Target,
  element: TypeName,
  step: string,
): Target | undefined {
  const pair = isIndex(step) ? undefined : pairOf(scope.schema, element);
  if (pair !== undefined)
    return { type: pair.value.type, path: [...target.path, step], member: pair.value };
  return isIndex(step) ? { ...target, type: element, path: [...target.path, step] } : undefined;
}

export interface Pair {
  readonly names: EnumType;
  readonly value: Member;
}

/** An element that is a name from an enum and one value: written as `list.NAME=VALUE`. */
export function pairOf(schema: Schema, element: TypeName): Pair | undefined {
  const type = objectOf(schema, element);
  const [name, value, ...others] = type?.members ?? [];
  if (name === undefined || value === undefined || others.length > 0 || type?.tag !== undefined) {
    return undefined;
  }
  const names = typeOf(schema, name.type);
  if (names?.kind !== 'enum' || name.optional || value.optional) return undefined;
  return { names, value };
}

/** What the annotations know of the member at a place: the command's own row, else its type's. */
export function notesAt(scope: Scope, target: Target): MemberNotes | undefined {
  const noted = memberNotes(scope.notes, target.path);
  if (noted !== undefined) return noted;
  const name = target.member?.name ?? '';
  for (const owner of target.owners ?? []) {
    const row = own(scope.annotations.types.get(owner) ?? {}, name);
    if (row !== undefined) return row;
  }
  return referenceNotes(scope, target.type);
}

/** Of an alternate the row is the branch's name: `BlockdevRef.reference`. */
function referenceNotes(scope: Scope, name: TypeName): MemberNotes | undefined {
  const { schema, annotations } = scope;
  const type = typeOf(schema, name);
  if (type?.kind === 'array') return referenceNotes(scope, type.element);
  if (type?.kind !== 'alternate') return undefined;
  const rows = annotations.types.get(type.name) ?? {};
  return type.alternatives.map(row => own(rows, row.name)).find(row => row !== undefined);
}

/** The live values that a member takes, with what they depend on. */
export function wantAt(
  scope: Scope,
  target: Target,
  notes: MemberNotes | undefined,
): Want | undefined {
  if (notes?.source === undefined) return undefined;
  const of = notes.of === undefined ? undefined : siblingText(scope, target, notes.of);
  return { kind: notes.source, ...(of !== undefined && { of }) };
}

function siblingText(scope: Scope, { path }: Target, of: string): string | undefined {
  const steps = of.split('.');
  const beside = valueAt(scope.arguments, [...path.slice(0, -1), ...steps]);
  const value = beside ?? valueAt(scope.arguments, steps);
  if (typeof value === 'number' || typeof value === 'bigint') return value.toString();
  return typeof value === 'string' ? value : undefined;
}

/** The names of all members given at a path, those too that no schema has. */
export function givenAt(scope: Scope, path: readonly string[]): readonly string[] {
  const value = valueAt(scope.arguments, path);
  return isJsonObject(value) ? Object.keys(value) : [];
}

function valueAt(value: JsonValue | undefined, path: readonly string[]): JsonValue | undefined {
  let found = value;
  for (const step of path) {
    if (isJsonArray(found)) found = found[Number(step)];
    else if (isJsonObject(found) && Object.hasOwn(found, step)) found = found[step];
    else return undefined;
  }
  return found;
}
