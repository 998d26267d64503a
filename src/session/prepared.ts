// What becomes of a line before anything is sent: a request that is ready, or a failure. See prepare.ts.
import type { JsonObject } from '../json/value.js';
import type { Request } from '../shell/binding/bound.js';
import type { Line } from '../shell/line.js';
import { EXIT, type Failure, type Note, type Outcome } from '../shell/outcome.js';
import { hasErrors, type Problem, underline } from '../shell/problem.js';
import type { FetchValue } from '../shell/references.js';

/** The command that carries a line of the human monitor. */
export const HMP = 'human-monitor-command';

/** How lines are taken, beyond the settings that a line may change. */
export interface RunRules {
  /** Send even what the schema refuses. */
  readonly noCheck: boolean;
  readonly readOnly: boolean;
  /** Nothing is sent that is not known to be right: a command that the server lacks is a mistake here. */
  readonly mustKnow: boolean;
  /** Fetches values that do not stand on the line; without it `@` is an ordinary character. */
  readonly fetchValue?: FetchValue;
}

/** A request that may be sent. */
export interface ReadyRequest {
  readonly kind: 'request';
  readonly request: Request;
  readonly arguments: JsonObject;
  /** Warnings, each with the key by which it is given once only. */
  readonly warnings: readonly { readonly key: string; readonly text: Note }[];
  /** What the schema said of a command that it does not have, should the server agree. */
  readonly unknown?: string;
  /** What to say below the server's error, from its text. */
  readonly failureNotes?: (desc: string) => readonly string[];
  /** It does what was put together since `.begin`, which is over with it. */
  readonly isCommit?: boolean;
}

export type Prepared = ReadyRequest | { readonly kind: 'failed'; readonly outcome: Outcome };

/** A command without arguments is ready as it stands: neither schema nor annotations are read for it. */
export function bareRequest(name: string, oob: boolean): ReadyRequest {
  return { kind: 'request', request: { name, oob }, arguments: {}, warnings: [] };
}

/** A line that is not sent, with each of its mistakes under its place. */
export function failedBy(line: Line, problems: readonly Problem[]): Prepared {
  const isUnknown =
    problems.some(row => row.code === 'unknown-command') && !hasErrors(line.problems);
  const isRefused = problems.some(row => row.code === 'refused' || row.code === 'small-size');
  const failure: Failure = {
    exit: isUnknown ? EXIT.error : EXIT.usage,
    message: problems.map(row => row.message).join('; '),
    kind: isRefused ? 'refused' : 'syntax',
  };
  return {
    kind: 'failed',
    outcome: { failure, notes: problems.map(row => columns => underline(line.text, row, columns)) },
  };
}

/** A line whose form is wrong as a whole. */
export function wrongForm(message: string): Prepared {
  return { kind: 'failed', outcome: { failure: { exit: EXIT.usage, message, kind: 'syntax' } } };
}

/** A line that a rule refuses. */
export function refusedBecause(message: string): Prepared {
  return { kind: 'failed', outcome: { failure: { exit: EXIT.usage, message, kind: 'refused' } } };
}
