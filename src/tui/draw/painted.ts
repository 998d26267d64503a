// Rows that are painted already, such as a reply's: cut, broken and padded by what they show, colours kept. Pure.
import { graphemesOf } from '../../text/graphemes.js';
import { fitWidth, stringWidth } from '../../text/width.js';

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

/** Where a row ends and the next one begins, in UTF-16 units of what is shown. */
interface Break {
  readonly end: number;
  readonly next: number;
}

/**
 * The row in as many as it takes, each at most so wide, each with the colours that it began under. Broken between words
 * where one ends in the second half of a row; the blank at a break is lost.
 */
export function breakPainted(row: string, columns: number): string[] {
  return paintedWidth(row) <= columns ? [row] : breakAt(row, plain => wordBreaks(plain, columns));
}

/** The start of the row in at most so many columns; `…` says that more was there. */
export function cutPainted(row: string, columns: number): string {
  if (paintedWidth(row) <= columns) return row;
  const [first = ''] = breakAt(row, plain => {
    const end = fitWidth(plain, Math.max(columns - 1, 1)).length;
    return [{ end, next: end }];
  });
  return `${first}…`;
}

/** Blanks of a row until and with the last one: where it ends, and how wide the row is until there. */
const NO_BLANK = { end: 0, width: 0 };

function wordBreaks(plain: string, columns: number): readonly Break[] {
  const breaks: Break[] = [];
  let [at, width, blank] = [0, 0, NO_BLANK];
  for (const character of graphemesOf(plain)) {
    const more = stringWidth(character);
    if (width > 0 && width + more > columns) {
      const isAtBlank = character === ' ';
      const isLate = blank.width > width / 2;
      const next = isAtBlank ? at + 1 : isLate ? blank.end : at;
      breaks.push({ end: Math.min(at, next), next });
      width = next < at ? width - blank.width : 0;
      blank = NO_BLANK;
    }
    const isLost = at < (breaks.at(-1)?.next ?? 0);
    at += character.length;
    if (isLost) continue;
    width += more;
    if (character === ' ') blank = { end: at, width };
  }
  return breaks;
}

/** The row broken at these places, which are told by what is shown of it. */
function breakAt(row: string, breaksOf: (plain: string) => readonly Break[]): string[] {
  const breaks = breaksOf(row.replace(ALL_SGR, ''));
  const rows: string[] = [];
  let [text, colours, at] = ['', '', 0];
  const endRow = () => {
    rows.push(colours === '' ? text : text + RESET);
    text = colours;
  };
  for (const part of row.split(SGR)) {
    if (SGR.test(part)) {
      colours = part === RESET ? '' : colours + part;
      text += part;
      continue;
    }
    let rest = part;
    for (;;) {
      const place = breaks[rows.length];
      if (place === undefined || place.end >= at + rest.length) break;
      text += rest.slice(0, Math.max(place.end - at, 0));
      endRow();
      rest = rest.slice(place.next - at);
      at = place.next;
    }
    text += rest;
    at += rest.length;
  }
  if (paintedWidth(text) > 0 || rows.length === 0) endRow();
  return rows;
}
