// What is wrong with a line, as a value with a place in it. Nothing here is thrown.

/** Part of a line: UTF-16 offsets, `end` not included. An empty span is a place between two characters. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Why a line is not sent (`error`), or what its writer should know (`warning`). */
export interface Problem {
  readonly code: ProblemCode;
  readonly severity: 'error' | 'warning';
  readonly span: Span;
  /** What was expected and what was found: lower case, no full stop, names in 'single quotes'. */
  readonly message: string;
  /** The name that the server lacks: another version may have it, and its story is told instead of the message. */
  readonly lacking?: Lacking;
}

/** A name that a server does not have. Paths lead from a command's arguments down, through indices of lists. */
export type Lacking =
  | { readonly kind: 'command' | 'event'; readonly name: string }
  | { readonly kind: 'member'; readonly command: string; readonly path: readonly string[] }
  | {
      readonly kind: 'value';
      readonly command: string;
      readonly path: readonly string[];
      readonly value: string;
    };

/** What kind of mistake it is; callers decide by it, never by the message. */
export type ProblemCode =
  | 'syntax'
  | 'operator'
  | 'unknown-command'
  | 'unknown-directive'
  | 'unknown-member'
  | 'unknown-value'
  | 'missing-member'
  | 'given-twice'
  | 'wrong-type'
  | 'small-size'
  | 'refused'
  | 'by-form'
  | 'deprecated'
  | 'unstable';

export function error(code: ProblemCode, span: Span, message: string, lacking?: Lacking): Problem {
  return { code, severity: 'error', span, message: cut(message), ...(lacking && { lacking }) };
}

export function warning(code: ProblemCode, span: Span, message: string): Problem {
  return { code, severity: 'warning', span, message: cut(message) };
}

/** The problem, told in other words. */
export function retold(problem: Problem, message: string): Problem {
  return { ...problem, message: cut(message) };
}

/** Messages quote what was typed, which may be a file of megabytes without a newline. */
const LONGEST = 1_000;

function cut(message: string): string {
  return message.length > LONGEST ? `${message.slice(0, LONGEST)}...` : message;
}

export function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some(problem => problem.severity === 'error');
}
