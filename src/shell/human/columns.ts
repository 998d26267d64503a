// Rows of a reply -> the columns of their table: a preset's, or all plain members, nested ones dotted.
import { isJsonArray, isJsonNumber, isJsonObject, type JsonValue } from '../../json/value.js';
import { escapeCell } from '../escape.js';
import { cellText, isPlain } from './cell.js';
import { memberRank } from './member-order.js';
import { memberPlace, type UnitPlace } from './member-units.js';

export interface Column {
  readonly title: string;
  /** One for each row; empty where the row has no such member. */
  readonly cells: readonly string[];
  /** Numbers stand at the right and are never cut. */
  readonly isNumeric: boolean;
  /** The greater, the sooner it gives way where there is no room. */
  readonly dispensable: number;
}

/** A preset: title -> dotted path (schema/annotations.json, `columns`). */
export type Preset = Readonly<Record<string, string>>;

type Row = Readonly<Record<string, JsonValue>>;

/** The columns of a preset that have anything in them, the last ones the most dispensable. */
export function presetColumns(rows: readonly Row[], place: UnitPlace, preset: Preset): Column[] {
  const columns = Object.entries(preset).map(([title, path], index) =>
    columnOf({ title, path: path.split('.') }, rows, place, index),
  );
  return columns.filter(isFilled);
}

/** A column for each plain member that any row has. What is deep, and what is the same everywhere, goes first. */
export function allColumns(rows: readonly Row[], place: UnitPlace): Column[] {
  const paths = new Map<string, readonly string[]>();
  for (const row of rows) collectPaths(row, [], paths);
  const ordered = [...paths.values()].sort((a, b) => rankOf(a) - rankOf(b));
  const columns = ordered.map((path, index) => {
    const column = columnOf({ title: path.join('.'), path }, rows, place, index);
    return isSameEverywhere(column) ? { ...column, dispensable: index + ordered.length } : column;
  });
  return columns.filter(isFilled);
}

function collectPaths(
  row: Row,
  before: readonly string[],
  paths: Map<string, readonly string[]>,
): void {
  for (const [key, value] of Object.entries(row)) {
    const path = [...before, key];
    if (!isJsonObject(value) || isPlain(value)) paths.set(path.join('\0'), path);
    else collectPaths(value, path, paths);
  }
}

function rankOf(path: readonly string[]): number {
  const [first = ''] = path;
  return path.length === 1 ? memberRank(first) : memberRank('') + path.length;
}

function columnOf(
  { title, path }: { readonly title: string; readonly path: readonly string[] },
  rows: readonly Row[],
  place: UnitPlace,
  dispensable: number,
): Column {
  const at = path.reduce(memberPlace, place);
  const values = rows.map(row => valueAt(row, path));
  return {
    title: escapeCell(title),
    cells: values.map(value => (value === undefined ? '' : cellText(value, at, 'table'))),
    isNumeric: values.every(value => value === undefined || isJsonNumber(value)),
    dispensable,
  };
}

function valueAt(row: JsonValue, path: readonly string[]): JsonValue | undefined {
  let value: JsonValue | undefined = row;
  for (const step of path) {
    if (!isJsonObject(value) || !Object.hasOwn(value, step)) return undefined;
    value = value[step];
  }
  return value;
}

function isFilled({ cells }: Column): boolean {
  return cells.some(cell => cell !== '');
}

function isSameEverywhere({ cells }: Column): boolean {
  return cells.length > 1 && cells.every(cell => cell === cells[0]);
}

/**
 * The rows in lists within rows, for a preset that has `rows`: each path leads to a list whose elements, and the
 * elements found from those in turn, are the rows. An element that has such a list only holds rows if it stands on top.
 */
export function innerRows(rows: readonly Row[], paths: readonly string[]): Row[] {
  return rows.flatMap(row => rowsWithin(row, paths));
}

function rowsWithin(row: Row, paths: readonly string[]): Row[] {
  const inner = paths.flatMap(path => {
    const list = valueAt(row, path.split('.'));
    return isJsonArray(list) ? list.filter(isJsonObject) : [];
  });
  return inner.flatMap(element => [element, ...rowsWithin(element, paths)]);
}
