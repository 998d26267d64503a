// How a kind of live values is found: which queries, and what is read from their answers.
import type { JsonObject, JsonValue } from '../../json/value.js';
import type { LiveValue } from '../candidate.js';

/** What changes with a command or an event; values that depend on it are asked for anew. */
export type Group =
  | 'agent'
  | 'block'
  | 'chardev'
  | 'cpu'
  | 'device'
  | 'export'
  | 'job'
  | 'migration'
  | 'network'
  | 'object'
  | 'trace';

/** One query, with what it depends on filled in. */
export interface Query {
  readonly command: string;
  readonly args?: JsonObject;
}

/** Values of a kind. */
export interface SourceRow {
  /** The queries, in order; each may look at the answers before it. An answer of undefined: it failed, or is not there. */
  readonly ask: readonly ((of: string, answers: Answers) => Query | undefined)[];
  readonly read: (answers: Answers, of: string) => readonly LiveValue[];
  /** Only when Tab asked: the query can freeze a guest, or creates objects. */
  readonly onTab?: boolean;
  readonly groups: readonly Group[];
}

export type Answers = readonly (JsonValue | undefined)[];

/** A query without arguments. */
export function query(command: string): SourceRow['ask'][number] {
  return () => ({ command });
}

/** A line of the human monitor. */
export function hmp(line: string): SourceRow['ask'][number] {
  return () => hmpQuery(line);
}

export function hmpQuery(line: string): Query {
  return { command: 'human-monitor-command', args: { 'command-line': line } };
}

/** The same name once. */
export function distinct(values: readonly LiveValue[]): readonly LiveValue[] {
  return [...new Map(values.map(value => [value.name, value])).values()];
}
