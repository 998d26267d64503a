// What goes into completion and what comes out of it. Plain data; the engine between is pure.
import type { Schema } from '../qapi/model.js';
import type { Annotations } from '../shell/annotations.js';
import type { Span } from '../shell/problem.js';

export type CandidateKind =
  | 'command'
  | 'directive'
  | 'member'
  | 'value'
  | 'action'
  | 'path'
  | 'event';

/** One thing that may stand at the cursor. */
export interface Candidate {
  /** What is put in the place of `replace`: ends in `=`, `.` or a blank, whichever goes on. */
  readonly insert: string;
  /** The bare name. */
  readonly label: string;
  readonly kind: CandidateKind;
  /** What is to follow, or what it is: `int`, `BlockdevDriver`, `list of str`. */
  readonly type: string;
  /** A member that the line lacks; a line with no such candidate is complete. */
  readonly mandatory: boolean;
  readonly deprecated: boolean;
  readonly unstable: boolean;
  /** One line of description. */
  readonly detail: string;
  /** Higher is better; comparable within one list only. */
  readonly score: number;
  /** Offsets in `label` of the letters that were typed. */
  readonly matched?: readonly number[];
}

/** Candidates for one place, best first. */
export interface Completion {
  /** UTF-16 offsets in the line. */
  readonly replace: readonly [start: number, end: number];
  readonly candidates: readonly Candidate[];
  /** The live values that belong here, whether or not `sources` had them: who can ask the server may do so. */
  readonly wants: readonly Want[];
}

/** Live values of a kind (schema/README.md, "Kinds of source"). */
export interface Want {
  readonly kind: string;
  /** What they depend on: the node of bitmaps, the folder of file names, the type of properties. */
  readonly of?: string;
}

/** One live value. */
export interface LiveValue {
  readonly name: string;
  readonly detail?: string;
  readonly type?: string;
  /** A folder, or a node with children: more of the path follows. */
  readonly goesOn?: boolean;
  /** What stands for it as words of their own, where a bare word may. */
  readonly words?: string;
}

/** Live values at hand; undefined where they were not asked for, or cannot be. Must answer at once. */
export type Sources = (want: Want) => readonly LiveValue[] | undefined;

/** What the user ran before. */
export interface UseHistory {
  /** How often each command was run. */
  readonly counts: ReadonlyMap<string, number>;
  /** By command: how often each other one came next. */
  readonly follows: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** The command that was run last. */
  readonly last?: string;
}

/** What is known of the session beyond its schema. */
export interface Facts {
  readonly history?: UseHistory;
  /** The server's own list (`query-commands`); commands that are not on it are not offered. */
  readonly commands?: ReadonlySet<string>;
  /** Whether `.begin` has been entered: lines are actions then. */
  readonly openTransaction?: boolean;
  /** qmpsh's own commands, where there are others than those of scripts. */
  readonly directives?: readonly DirectiveFacts[];
  /** Replies that `.open` can show again, the newest first. */
  readonly replies?: readonly ReplyFacts[];
}

export interface ReplyFacts {
  readonly number: number;
  /** Whose it is; undefined where that is no command's. */
  readonly command: string | undefined;
}

export interface DirectiveFacts {
  readonly name: string;
  readonly summary: string;
}

export interface CompletionInput {
  readonly line: string;
  /** UTF-16 offset in `line`. */
  readonly cursor: number;
  /** Undefined for a server that describes nothing. */
  readonly schema: Schema | undefined;
  readonly annotations: Annotations;
  readonly facts?: Facts;
  readonly sources?: Sources;
}

/** The place that a slot replaces, as in `Span`. */
export type Replace = Span;
