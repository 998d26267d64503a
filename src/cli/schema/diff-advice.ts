// What to use in the place of what a diff tells to be gone or deprecated, from the history.
import type { DefinitionChange, Detail } from '../../qapi/diff.js';
import { type History, rowOf } from '../../qapi/history.js';
import { membersAt } from '../../qapi/member-paths.js';
import type { Schema } from '../../qapi/model.js';

/** A row of the history, as far as it advises. */
interface Advice {
  readonly instead: readonly string[];
  readonly note?: string;
}

/** `; use 'multifd-channels'`, or nothing. Only what the later side has is advised. */
export function adviceText(
  history: History,
  to: Schema,
  change: DefinitionChange,
  detail: Detail,
): string {
  const row = adviceOf(history, change, detail);
  if (row === undefined) return '';
  const offered = row.instead.filter(name => isThere(to, change, name)).map(name => `'${name}'`);
  const use = offered.length === 0 ? '' : `; use ${offered.join(' or ')}`;
  return row.note === undefined ? use : `${use} (${row.note})`;
}

function adviceOf(
  history: History,
  { kind, name }: DefinitionChange,
  { news, item }: Detail,
): Advice | undefined {
  if (news === undefined) return undefined;
  const { deprecated } = history;
  if (news === 'gone') {
    const table = kind === 'type' ? history.values : history.members;
    return item === undefined ? undefined : rowOf(rowOf(table, name) ?? {}, item);
  }
  if (kind !== 'command') return undefined;
  if (item !== undefined) return rowOf(rowOf(deprecated.members, name) ?? {}, item);
  return rowOf(deprecated.commands, name) ?? rowOf(history.commands, name);
}

function isThere(to: Schema, { kind, name }: DefinitionChange, other: string): boolean {
  if (kind === 'type') {
    const type = to.types.get(name);
    return type?.kind === 'enum' && type.values.some(value => value.name === other);
  }
  const arg = to.commands.get(name)?.arg;
  return to.commands.has(other) || membersAt(to, arg, other.split('.')).length > 0;
}
