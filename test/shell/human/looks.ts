// What can be said of printed lines: harm in them, and whether the columns of a table stand.
import { graphemesOf } from '../../../src/text/graphemes.js';
import { stringWidth } from '../../../src/text/width.js';

/** C0 without exception, DEL, C1, bidi controls, separators, halves of surrogate pairs. */
export const HARMFUL =
  /[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]|\p{Cs}/u;

export interface Gap {
  readonly line: string;
  /** Display column of the blank before a title. */
  readonly column: number;
  readonly isBroken: boolean;
}

/**
 * The gaps between columns, in every line of a table: found by the titles, which begin where their column does.
 */
export function gapsOf(lines: readonly string[]): Gap[] {
  const [titles = '', ...rows] = lines;
  const starts = [...titles.matchAll(/(?<= {2})\S/g)]
    .map(({ index }) => index)
    .filter(at => at > 2);
  const note = rows.findIndex(row => row.startsWith('  no room for'));
  const tableRows = note < 0 ? rows : rows.slice(0, note);
  return tableRows.flatMap(line =>
    starts.map(column => ({
      line,
      column,
      isBroken: /\S/.test(between(line, column - 2, column)),
    })),
  );
}

/** What a line shows in a range of display columns. */
function between(line: string, from: number, to: number): string {
  let column = 0;
  let shown = '';
  for (const character of graphemesOf(line)) {
    const next = column + stringWidth(character);
    if (next > from && column < to) shown += character;
    column = next;
  }
  return shown;
}
