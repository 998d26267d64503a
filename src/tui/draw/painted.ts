// Rows that are painted already, such as a reply's: cut, broken and padded by what they show, colours kept. Pure.
import { graphemesOf } from '../../text/graphemes.js';
import { stringWidth } from '../../text/width.js';

const SGR = /(\x1b\[[0-9;]*m)/;
const ALL_SGR = /\x1b\[[0-9;]*m/g;
const RESET = '\x1b[0m';

export function paintedWidth(row: string): number {
  return stringWidth(row.includes('\x1b') ? row.replace(ALL_SGR, '') : row);
}

/** The row with blanks up to so many columns. */
export function padPainted(row: string, columns: number): string {
  return row + ' '.repeat(Math.max(columns - paintedWidth(row), 0));
}

/** The row in as many as it takes, each at most so wide, each with the colours that it began under. */
export function breakPainted(row: string, columns: number): string[] {
  if (paintedWidth(row) <= columns) return [row];
  const rows: string[] = [];
  let [text, width, colours] = ['', 0, ''];
  for (const part of row.split(SGR)) {
    if (SGR.test(part)) {
      colours = part === RESET ? '' : colours + part;
      text += part;
      continue;
    }
    for (const character of graphemesOf(part)) {
      const more = stringWidth(character);
      if (width > 0 && width + more > columns) {
        rows.push(colours === '' ? text : text + RESET);
        [text, width] = [colours, 0];
      }
      text += character;
      width += more;
    }
  }
  return [...rows, colours === '' ? text : text + RESET];
}

/** The start of the row in at most so many columns; `…` says that more was there. */
export function cutPainted(row: string, columns: number): string {
  if (paintedWidth(row) <= columns) return row;
  const [first = ''] = breakPainted(row, Math.max(columns - 1, 1));
  return `${first}…`;
}
