// What `.watch` has seen: the last look, what changed since the one before, and how fast. Pure.
import type { JsonValue } from '../../json/value.js';
import { returnPlace } from '../../shell/human/member-units.js';
import { type Leaf, leavesOf } from './leaves.js';

export interface WatchState {
  /** The line that is run, as it was typed. */
  readonly line: string;
  /** The command, by which units are known. */
  readonly command: string;
  readonly everyMs: number;
  readonly looks: number;
  readonly last: Look | undefined;
  /** The error of the last look; a good one takes it away. */
  readonly error: string | undefined;
  readonly errors: number;
  /** Paths that have changed since it began. */
  readonly moved: ReadonlySet<string>;
}

export interface Look {
  /** When the reply came: ms of a clock that only goes on. */
  readonly at: number;
  /** The same for people: `12:04:31`. */
  readonly time: string;
  readonly rows: readonly WatchRow[];
}

export interface WatchRow extends Leaf {
  readonly change: 'none' | 'changed' | 'new' | 'gone';
  /** Of a counter, a second; undefined where that means nothing. */
  readonly rate: number | undefined;
}

export interface WatchMoment {
  readonly at: number;
  readonly time: string;
}

export function newWatch(line: string, command: string, everyMs: number): WatchState {
  const nothing = { last: undefined, error: undefined, errors: 0, moved: new Set<string>() };
  return { line, command, everyMs, looks: 0, ...nothing };
}

/** The command has returned a value. */
export function takeLook(state: WatchState, value: JsonValue, moment: WatchMoment): WatchState {
  const leaves = leavesOf(value, returnPlace(state.command));
  const rows = state.last === undefined ? leaves.map(asFirst) : comparedRows(state, leaves, moment);
  const changed = rows.filter(row => row.change !== 'none').map(row => row.path);
  const moved = changed.length === 0 ? state.moved : new Set([...state.moved, ...changed]);
  const last = { ...moment, rows };
  return { ...state, looks: state.looks + 1, last, error: undefined, moved };
}

/** There was no value: the last one stays. */
export function takeError(state: WatchState, message: string): WatchState {
  return { ...state, looks: state.looks + 1, error: message, errors: state.errors + 1 };
}

function asFirst(leaf: Leaf): WatchRow {
  return { ...leaf, change: 'none', rate: undefined };
}

function comparedRows(
  { last, moved }: WatchState,
  leaves: readonly Leaf[],
  moment: WatchMoment,
): WatchRow[] {
  const before = (last?.rows ?? []).filter(row => row.change !== 'gone');
  const known = new Map(before.map(row => [row.path, row]));
  const seconds = Math.max(moment.at - (last?.at ?? 0), 1) / 1000;
  const rows = leaves.map(leaf => comparedRow(leaf, known.get(leaf.path), seconds, moved));
  const now = new Set(leaves.map(leaf => leaf.path));
  const gone = before.filter(row => !now.has(row.path));
  return [...rows, ...gone.map(row => ({ ...row, change: 'gone' as const, rate: undefined }))];
}

function comparedRow(
  leaf: Leaf,
  before: Leaf | undefined,
  seconds: number,
  moved: ReadonlySet<string>,
): WatchRow {
  if (before === undefined) return { ...leaf, change: 'new', rate: undefined };
  const isSame = before.text === leaf.text;
  const hasRate = !isSame || moved.has(leaf.path);
  const rate = hasRate ? rateOf(leaf, before, seconds) : undefined;
  return { ...leaf, change: isSame ? 'none' : 'changed', rate };
}

/** Units in which a second's change says something: counts, and bytes. A rate or a time is none to begin with. */
const COUNTED = new Set([undefined, 'bytes', 'pages', 'sectors']);

function rateOf({ value, unit }: Leaf, before: Leaf, seconds: number): number | undefined {
  const [now, then] = [wholeNumber(value), wholeNumber(before.value)];
  if (!COUNTED.has(unit) || now === undefined || then === undefined) return undefined;
  return Number(now - then) / seconds;
}

function wholeNumber(value: JsonValue): bigint | undefined {
  if (typeof value === 'bigint') return value;
  return typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : undefined;
}
