// Rows of help: short columns, and a text beside them that is wrapped and goes on under itself.
import { stringWidth } from '../../text/width.js';
import { padWidth } from '../../text/wrap.js';
import { wrapWords } from './wrap-words.js';

/** One row: what stands in its columns, then its text. */
export interface HelpRow {
  readonly cells: readonly string[];
  readonly text: string;
}

const INDENT = '  ';
const GAP = '  ';
/** A column is not made wider than this for the sake of one long name. */
const WIDEST = 30;
/** Where less than this is left for the text, it goes below. */
const NARROWEST_TEXT = 24;

/** The rows as lines, their columns one below the other. */
export function layRows(rows: readonly HelpRow[], columns: number): string[] {
  const widths = widthsOf(rows);
  const left = INDENT.length + widths.reduce((sum, width) => sum + width + GAP.length, 0);
  const isBeside = columns - left >= NARROWEST_TEXT;
  return rows.flatMap(row => layRow(row, widths, isBeside ? left : 6, columns, isBeside));
}

function widthsOf(rows: readonly HelpRow[]): number[] {
  const count = Math.max(0, ...rows.map(row => row.cells.length));
  return Array.from({ length: count }, (_, at) =>
    Math.min(WIDEST, Math.max(...rows.map(row => stringWidth(row.cells[at] ?? '')))),
  );
}

function layRow(
  { cells, text }: HelpRow,
  widths: readonly number[],
  left: number,
  columns: number,
  isBeside: boolean,
): string[] {
  const padded = widths.map((width, at) => padWidth(cells[at] ?? '', width, 'left')).join(GAP);
  const lines = text === '' ? [] : wrapWords(text, Math.max(10, columns - left));
  const blank = ' '.repeat(left);
  const fits = isBeside && stringWidth(INDENT + padded + GAP) <= left;
  if (!fits) return [...headLines(cells, padded, columns), ...lines.map(line => blank + line)];
  const [first = '', ...rest] = lines;
  return [`${INDENT}${padded}${GAP}${first}`.trimEnd(), ...rest.map(line => blank + line)];
}

/** The columns of a row whose text stands below; where they are too wide together, one after the other. */
function headLines(cells: readonly string[], padded: string, columns: number): string[] {
  const line = (INDENT + padded).trimEnd();
  if (stringWidth(line) <= columns) return [line];
  return wrapWords(cells.join(GAP), columns - INDENT.length).map(part => INDENT + part);
}

/** A paragraph below a heading, or by itself. */
export function layText(text: string, columns: number, indent = INDENT): string[] {
  return text
    .split('\n')
    .flatMap(line => wrapWords(line, Math.max(20, columns - indent.length)))
    .map(line => `${indent}${line}`.trimEnd());
}
