// What expressions/ makes of each expression, in one shape for all eras: members with their types, features and
// conditions. References are names still; schema/ resolves them.
import type { Condition } from '../model.js';
import type { Comment } from '../parser/tree.js';
import type { Position } from '../source/position.js';

export type Definition =
  | StructDefinition
  | UnionDefinition
  | AlternateDefinition
  | EnumDefinition
  | CommandDefinition
  | EventDefinition;

export type DefinitionKind = Definition['kind'];

/** A type by its name (`str`, `[Foo]`), or the members of a struct that has none. */
export type TypeUse = string | readonly MemberRow[];

/** The features of a definition or member. */
export interface Featured {
  readonly features: readonly string[];
  /** By name, of those that not all builds have. */
  readonly featureConditions?: Readonly<Record<string, Condition>>;
}

/** What every definition has. */
export interface DefinitionShared extends Featured {
  readonly name: string;
  readonly position: Position;
  readonly condition?: Condition;
  readonly comment?: Comment;
}

export interface StructDefinition extends DefinitionShared {
  readonly kind: 'struct';
  readonly base?: TypeUse;
  readonly members: readonly MemberRow[];
}

export interface UnionDefinition extends DefinitionShared {
  readonly kind: 'union';
  readonly base?: TypeUse;
  /** None for a simple union, whose discriminator `type` and branches in wrappers are implied. */
  readonly discriminator?: string;
  readonly branches: readonly BranchRow[];
}

export interface AlternateDefinition extends DefinitionShared {
  readonly kind: 'alternate';
  readonly branches: readonly BranchRow[];
}

export interface EnumDefinition extends DefinitionShared {
  readonly kind: 'enum';
  /** The union that implies it, where nobody wrote it. */
  readonly impliedBy?: UnionDefinition;
  readonly values: readonly ValueRow[];
}

export interface CommandDefinition extends DefinitionShared {
  readonly kind: 'command';
  readonly data?: TypeUse;
  readonly returns?: string;
  readonly boxed: boolean;
  readonly gen: boolean;
  readonly successResponse: boolean;
  readonly allowOob: boolean;
  readonly allowPreconfig: boolean;
}

export interface EventDefinition extends DefinitionShared {
  readonly kind: 'event';
  readonly data?: TypeUse;
  readonly boxed: boolean;
}

/** A member of a struct, or of arguments. */
export interface MemberRow extends Featured {
  readonly name: string;
  readonly position: Position;
  readonly optional: boolean;
  readonly type: TypeUse;
  readonly condition?: Condition;
}

/** A branch of a union or alternate: `name` is the value of the discriminator, or only a name. */
export interface BranchRow {
  readonly name: string;
  readonly position: Position;
  readonly type: string;
  readonly condition?: Condition;
}

/** A value of an enum. */
export interface ValueRow extends Featured {
  readonly name: string;
  readonly position: Position;
  readonly condition?: Condition;
}

/** `struct 'Foo'`, as messages name a definition. */
export function describe(definition: { readonly kind: string; readonly name: string }): string {
  return `${definition.kind} '${definition.name}'`;
}
