// What became of one line: what stdout gets for it, and how it failed if it did.
import { memberText } from '../json/text.js';
import type { Reply } from '../qmp/request.js';
import type { TableRoom } from './human/table.js';

/** Exit codes (docs/scripting.md has the whole table). */
export const EXIT = {
  ok: 0,
  /** The server answered with an error. */
  error: 1,
  /** Not understood, refused, or after the end. */
  usage: 2,
  unreachable: 3,
  lost: 4,
  timeout: 5,
  /** A `.wait` saw its job, migration, device or event fail. */
  waitFailed: 6,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The end of one line. */
export interface Outcome {
  /** JSON for stdout, on one line; undefined where nothing is printed unless the script goes on after failures. */
  readonly json?: string;
  /** What people are shown instead, as lines; may quote the server. */
  readonly text?: string;
  /** The same where it depends on the terminal's width; escaped. */
  readonly lines?: (room: TableRoom) => readonly string[];
  /** A server's reply, of which options may print a part; anything else is printed as it is. */
  readonly isReply?: boolean;
  /** That reply, where it is at hand: nobody has to find in `json` what it returned. */
  readonly reply?: Pick<Reply, 'kind' | 'valueText' | 'value'>;
  /** Whose reply, where that is not the line's own command. */
  readonly command?: string;
  readonly failure?: Failure;
  /** What the user should know besides; for stderr. */
  readonly notes?: readonly Note[];
}

/** A text of one line or more; a function where that depends on how many columns the terminal has. */
export type Note = string | ((columns: number) => string);

export function noteText(note: Note, columns: number): string {
  return typeof note === 'string' ? note : note(columns);
}

export interface Failure {
  readonly exit: ExitCode;
  /** Why, in words for people. May quote the server: escape before it is shown. */
  readonly message: string;
  /** Which of qmpsh's own error classes a script that goes on gets to see; absent where the server answered. */
  readonly kind?: 'syntax' | 'refused' | 'timeout' | 'failed';
}

/** The JSON text of what a reply returned; undefined where it did not, or is none. */
export function returnText({ json, isReply, reply }: Outcome): string | undefined {
  if (!isReply || json === undefined) return undefined;
  if (reply === undefined) return memberText(json, 'return');
  return reply.kind === 'return' ? reply.valueText : undefined;
}

/** A directive that shows nothing, or a command that is silent by design. */
export const NOTHING_SHOWN: Outcome = { json: '{}' };
