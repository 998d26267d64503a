// The one resolved model of a QMP schema, whatever it was read from: an introspection reply, QAPI source text,
// the bundled schema. Plain data and look-ups; nothing is read or checked here.

/**
 * The name of a type, looked up with `typeOf`. Built-in types have QAPI's own names (`str`, `int`, `size`, `any`,
 * ...); an array of T is `[T]`, to any depth; a live server's masked types are numbers (`127`).
 */
export type TypeName = string;

export type SchemaType = BuiltinType | EnumType | ArrayType | ObjectType | AlternateType;

/** qapi-code-gen.rst, "Built-in Types". An introspection reply knows `int` only, for every integer. */
export interface BuiltinType {
  readonly kind: 'builtin';
  readonly name: TypeName;
  readonly json: 'string' | 'int' | 'number' | 'boolean' | 'null' | 'any';
  /** For integers: the least and greatest value, both included. */
  readonly range?: readonly [bigint, bigint];
}

export interface EnumType extends Marks {
  readonly kind: 'enum';
  readonly name: TypeName;
  readonly values: readonly EnumValue[];
}

export interface EnumValue extends Marks {
  readonly name: string;
}

export interface ArrayType {
  readonly kind: 'array';
  readonly name: TypeName;
  readonly element: TypeName;
}

/** A struct or a union; `base` members are merged into `members`, in the order of the wire's introspection. */
export interface ObjectType extends Marks {
  readonly kind: 'object';
  readonly name: TypeName;
  readonly members: readonly Member[];
  /** The discriminator's name, for a union: one of `members`, of an enum type. */
  readonly tag?: string;
  /** For a union, the branch that each value of the discriminator adds; a value without a row adds nothing. */
  readonly branches?: readonly Branch[];
}

export interface Branch {
  readonly value: string;
  /** An object type, whose members join those of the union. It may be a union itself (QEMU 8.1 and later). */
  readonly type: TypeName;
  readonly condition?: Condition;
}

export interface AlternateType extends Marks {
  readonly kind: 'alternate';
  readonly name: TypeName;
  readonly alternatives: readonly Alternative[];
}

export interface Alternative {
  /** Not on the wire; introspection has none, and its import numbers them (`0`, `1`, ...). */
  readonly name: string;
  readonly type: TypeName;
  readonly condition?: Condition;
  readonly doc?: Doc;
}

export interface Member extends Marks {
  readonly name: string;
  readonly type: TypeName;
  readonly optional: boolean;
}

export interface Command extends Marks {
  readonly name: string;
  /** An object type, or undefined where the command takes no arguments. */
  readonly arg?: TypeName;
  /** Undefined where it returns nothing (`{"return": {}}`). */
  readonly ret?: TypeName;
  /** May be sent as `exec-oob`. */
  readonly allowOob: boolean;
  /** May be sent before machine initialisation (`-preconfig`); undefined where the source does not say. */
  readonly allowPreconfig?: boolean;
  /** False for a command that answers nothing when it succeeds (the guest agent's `guest-shutdown`). */
  readonly successResponse: boolean;
  /** False where arguments beyond those declared are taken (`'gen': false`: device_add and its like). */
  readonly closed: boolean;
  /** Whether the argument type was named and passed whole (`'boxed': true`); undefined where unknown. */
  readonly boxed?: boolean;
}

export interface Event extends Marks {
  readonly name: string;
  /** An object type, or undefined where the event has no data. */
  readonly arg?: TypeName;
  readonly boxed?: boolean;
}

/** What may be said of any definition or member. */
export interface Marks {
  /** `deprecated`, `unstable`, and those only programs care for (`savevm-monitor-nodes`). */
  readonly features?: readonly string[];
  /** By the name of the feature: under which condition a build has it. Features of all builds have no row. */
  readonly featureConditions?: Readonly<Record<string, Condition>>;
  readonly condition?: Condition;
  readonly doc?: Doc;
}

/** A build-time condition (`'if'`), in one shape for all eras. */
export type Condition =
  | { readonly kind: 'identifier'; readonly name: string }
  | { readonly kind: 'not'; readonly condition: Condition }
  | { readonly kind: 'all' | 'any'; readonly conditions: readonly Condition[] };

/** The documentation of a definition or member, as far as its source has any. */
export interface Doc {
  /** One line. */
  readonly summary?: string;
  /** Paragraphs of reStructuredText, without the summary. */
  readonly body?: string;
  /** The QEMU version that first had it: `2.10`. */
  readonly since?: string;
  readonly returns?: string;
  readonly errors?: string;
  readonly notes?: readonly string[];
  readonly examples?: readonly string[];
  /** What the text says of each feature, by its name. */
  readonly features?: Readonly<Record<string, string>>;
}

/** A schema, every name unique within its map. */
export interface Schema {
  readonly commands: ReadonlyMap<string, Command>;
  readonly events: ReadonlyMap<string, Event>;
  /** Defined types only: look up with `typeOf`, which knows built-in and array types as well. */
  readonly types: ReadonlyMap<TypeName, SchemaType>;
}

const INT64: readonly [bigint, bigint] = [-(2n ** 63n), 2n ** 63n - 1n];
const UINT64: readonly [bigint, bigint] = [0n, 2n ** 64n - 1n];

/** qapi-code-gen.rst, "Built-in Types"; `size` is like `uint64` but QAPI's own readers take suffixes for it. */
const BUILTIN_ROWS: readonly Omit<BuiltinType, 'kind'>[] = [
  { name: 'str', json: 'string' },
  { name: 'number', json: 'number' },
  { name: 'int', json: 'int' },
  { name: 'int8', json: 'int', range: [-128n, 127n] },
  { name: 'int16', json: 'int', range: [-32768n, 32767n] },
  { name: 'int32', json: 'int', range: [-(2n ** 31n), 2n ** 31n - 1n] },
  { name: 'int64', json: 'int', range: INT64 },
  { name: 'uint8', json: 'int', range: [0n, 255n] },
  { name: 'uint16', json: 'int', range: [0n, 65535n] },
  { name: 'uint32', json: 'int', range: [0n, 2n ** 32n - 1n] },
  { name: 'uint64', json: 'int', range: UINT64 },
  { name: 'size', json: 'int', range: UINT64 },
  { name: 'bool', json: 'boolean' },
  { name: 'null', json: 'null' },
  { name: 'any', json: 'any' },
  { name: 'QType', json: 'string' },
];

/** The built-in types by name. `int` has no range: a live server says `int` for every integer type. */
export const BUILTIN_TYPES: ReadonlyMap<TypeName, BuiltinType> = new Map(
  BUILTIN_ROWS.map(row => [row.name, { kind: 'builtin', ...row }]),
);

/** The type of that name, or undefined where the schema has none (a fragment, a claim of a broken server). */
export function typeOf(schema: Schema, name: TypeName): SchemaType | undefined {
  const defined = schema.types.get(name) ?? BUILTIN_TYPES.get(name);
  if (defined !== undefined || !name.startsWith('[')) return defined;
  return { kind: 'array', name, element: name.slice(1, -1) };
}

/** The object type of that name, or undefined where it is absent or of another kind. */
export function objectOf(schema: Schema, name: TypeName | undefined): ObjectType | undefined {
  const type = name === undefined ? undefined : typeOf(schema, name);
  return type?.kind === 'object' ? type : undefined;
}

/** Whether a definition or member carries the feature (`deprecated`, `unstable`). */
export function hasFeature(marked: Marks, feature: string): boolean {
  return marked.features?.includes(feature) ?? false;
}
