// What every step of binding shares: the schema, the command's annotations, and the problems found on the way.
import type { JsonValue } from '../../json/value.js';
import { type Schema, type TypeName, typeOf } from '../../qapi/model.js';
import { type CommandNotes, memberNotes } from '../annotations.js';
import {
  error,
  type Lacking,
  type Problem,
  type ProblemCode,
  type Span,
  warning,
} from '../problem.js';
import type { ValueSyntax } from '../words.js';

/** One pass over a line's words; problems are collected, never thrown. */
export interface Walk {
  readonly schema: Schema;
  /** The command or action that the words belong to. */
  readonly command: string;
  readonly notes: CommandNotes | undefined;
  readonly problems: Problem[];
  /** What may stand where: a row for each object and each value that the walk came by. */
  readonly places: Place[];
  /** The steps that lists go back to; handed down so that no file needs one that needs it. */
  readonly recurse: Recurse;
}

export interface Recurse {
  readonly value: (walk: Walk, where: Where, value: ValueSyntax) => JsonValue;
  readonly group: (walk: Walk, where: Where, group: readonly Given[]) => JsonValue;
}

/** A place of the line and what the schema lets stand there. Completion and help are made from these. */
export type Place =
  | {
      readonly kind: 'members';
      /** The names already given, or the whole object in JSON; undefined for the command's own words. */
      readonly span: Span | undefined;
      readonly type: TypeName;
      readonly path: readonly string[];
      readonly given: readonly string[];
      readonly tagValues: Readonly<Record<string, string>>;
      /** Its branch is a wrapper, and its keys leave out the wrapper's `data`, as far as there are any. */
      readonly leavesOutData: boolean;
    }
  | {
      readonly kind: 'value';
      readonly span: Span;
      readonly type: TypeName;
      readonly path: readonly string[];
    };

/** One step of a dotted key. */
export interface Segment {
  readonly text: string;
  readonly span: Span;
}

/** A value on the line with the way to its member: `file.driver=qcow2` is [file, driver]. */
export interface Given {
  readonly path: readonly Segment[];
  readonly value: ValueSyntax;
  /** The whole word. */
  readonly span: Span;
}

/** Where in the arguments a step of the walk is. */
export interface Where {
  readonly type: TypeName;
  /** Member names (and list indices) from the arguments down to here. */
  readonly path: readonly string[];
  /** Where to point for what is missing. */
  readonly span: Span;
}

export function fail(
  walk: Walk,
  code: ProblemCode,
  span: Span,
  message: string,
  lacking?: Lacking,
): void {
  walk.problems.push(error(code, span, message, lacking));
}

/** A member that the type at `path` does not have. */
export function lackingMember(walk: Walk, path: readonly string[], name: string): Lacking {
  return { kind: 'member', command: walk.command, path: [...path, name] };
}

/** A value that the type at `path` does not have. */
export function lackingValue(walk: Walk, path: readonly string[], value: string): Lacking {
  return { kind: 'value', command: walk.command, path, value };
}

export function warn(walk: Walk, code: ProblemCode, span: Span, message: string): void {
  walk.problems.push(warning(code, span, message));
}

/** `'file.driver'`, or the command's own name at the top: what a message says a member belongs to. */
export function ownerName(walk: Walk, path: readonly string[]): string {
  return path.length === 0 ? `'${walk.command}'` : `'${path.join('.')}'`;
}

export function notesOf(walk: Walk, path: readonly string[]) {
  return memberNotes(walk.notes, path);
}

/** How many values of an enum a message lists before it breaks off. */
const MOST_VALUES = 12;

/** What a value of the type looks like, for messages: `an integer`, `one of 'on', 'off'`. */
export function describeType(schema: Schema, name: TypeName): string {
  const type = typeOf(schema, name);
  switch (type?.kind) {
    case 'builtin':
      return BUILTIN_WORDS[type.json];
    case 'enum':
      return describeValues(type.values.map(value => value.name));
    case 'array':
      return 'a list';
    case 'object':
      return 'an object';
    default:
      return 'a value';
  }
}

const BUILTIN_WORDS = {
  string: 'a string',
  int: 'an integer',
  number: 'a number',
  boolean: 'true or false (on, off, yes, no)',
  null: 'null',
  any: 'any value',
} as const;

function describeValues(values: readonly string[]): string {
  const shown = values.slice(0, MOST_VALUES).map(value => `'${value}'`);
  const rest = values.length - shown.length;
  return `one of ${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

/** Warns of a definition or member that is deprecated or may change any day. */
export function warnOfMarks(
  walk: Walk,
  what: string,
  features: readonly string[] | undefined,
  span: Span,
): void {
  if (features === undefined) return;
  if (features.includes('deprecated')) warn(walk, 'deprecated', span, `${what} is deprecated`);
  if (features.includes('unstable')) {
    warn(walk, 'unstable', span, `${what} is unstable: it may change or go in any version`);
  }
}

export function givenTwice(walk: Walk, given: Given): void {
  const name = given.path.map(step => step.text).join('.');
  fail(walk, 'given-twice', given.span, `member '${name}' is given twice`);
}
