// Columns -> the lines of a table.

import { stringWidth } from '../../text/width.js';
import { cutWidth, padWidth, wrapText } from '../../text/wrap.js';
import type { Paint } from './colours.js';
import type { Column } from './columns.js';
import { type Fit, type FittedColumn, fitColumns, GAP } from './fit-columns.js';

export interface TableRoom {
  /** Columns of the terminal, the indent among them. */
  readonly columns: number;
  readonly indent: number;
  readonly paint: Paint;
}

/** A single column of more rows than this goes on beside itself. */
const LONG = 10;

/** The lines of a table: titles, a line for each row, and what found no room. */
export function tableLines(columns: readonly Column[], room: TableRoom): string[] {
  const [only] = columns;
  if (columns.length === 1 && only !== undefined && only.cells.length > LONG)
    return sheetLines(only, room);
  return fittedTable(fitColumns(columns, room.columns - room.indent), room);
}

export function fittedTable({ shown, left }: Fit, room: TableRoom): string[] {
  const indent = ' '.repeat(room.indent);
  const titles = lineOf(shown, ({ column, width }) =>
    padWidth(cutWidth(column.title, width, 'end'), width, 'left'),
  );
  const count = shown[0]?.column.cells.length ?? 0;
  const rows = Array.from({ length: count }, (_, row) => lineOf(shown, at => cellOf(at, row)));
  return [
    indent + room.paint(titles, 'dim'),
    ...rows.map(row => (indent + row).trimEnd()),
    ...noteLines(left, room),
  ];
}

/** One column of many short cells: beside each other as `ls` has them, read downwards. */
function sheetLines({ title, cells }: Column, room: TableRoom): string[] {
  const width = cells.reduce((most, cell) => Math.max(most, stringWidth(cell)), 0);
  const across = Math.max(1, Math.floor((room.columns - room.indent + GAP) / (width + GAP)));
  const down = Math.ceil(cells.length / across);
  const columns = Array.from({ length: Math.ceil(cells.length / down) }, (_, at) => ({
    title: at === 0 ? title : '',
    cells: cells.slice(at * down, (at + 1) * down),
    isNumeric: false,
    dispensable: at,
  }));
  const widths = Math.min(width, room.columns - room.indent);
  return fittedTable({ shown: columns.map(column => ({ column, width: widths })), left: [] }, room);
}

function lineOf(
  columns: readonly FittedColumn[],
  textOf: (column: FittedColumn) => string,
): string {
  return columns.map(textOf).join(' '.repeat(GAP)).trimEnd();
}

function cellOf({ column, width }: FittedColumn, row: number): string {
  const text = column.cells[row] ?? '';
  if (column.isNumeric) return padWidth(cutWidth(text, width, 'end'), width, 'right');
  return padWidth(cutWidth(text, width, isPath(text) ? 'start' : 'end'), width, 'left');
}

/** Of a path the end tells more than its start. */
function isPath(text: string): boolean {
  return /^\/|^(unix|tcp|nbd|file|disconnected):/.test(text);
}

function noteLines(left: readonly string[], { columns, indent, paint }: TableRoom): string[] {
  if (left.length === 0) return [];
  const many = left.length === 1 ? '1 column' : `${left.length} columns`;
  const text = `no room for ${many}: ${left.join(', ')} (-o pretty shows all)`;
  return wrapText(text, columns - indent).map(line => ' '.repeat(indent) + paint(line, 'dim'));
}
