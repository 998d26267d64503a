// A problem under the line that it is in, for people.
import { fitWidth, fitWidthAtEnd, stringWidth } from '../text/width.js';
import { escapeLine } from './escape.js';
import type { Problem } from './problem.js';

const INDENT = '  ';
/** Fewer columns show nothing of a line. */
const LEAST_WIDTH = 16;

/** Characters may take no column, or two: so many UTF-16 units are looked at for each column. */
const UNITS_A_COLUMN = 8;

/**
 * The problem under its line, for a terminal of so many columns or a log: the line's part around the place, a mark
 * below, the message, which may be longer than a row. The line is what the user typed; its control characters are
 * replaced so that they cannot act.
 */
export function underline(line: string, { span, message }: Problem, columns = 80): string {
  const width = Math.max(columns - INDENT.length, LEAST_WIDTH);
  const reach = width * UNITS_A_COLUMN;
  const before = plain(line.slice(Math.max(span.start - reach, 0), span.start));
  const behind = plain(line.slice(span.start, span.start + reach));
  // Behind the line's end something may be missing.
  const room = Math.max(width - stringWidth(behind) - 1, Math.floor(width / 2));
  const left = fitWidthAtEnd(before, room);
  const start = stringWidth(left);
  const wrong = stringWidth(behind.slice(0, span.end - span.start));
  const mark = `${' '.repeat(start)}${'^'.repeat(Math.max(1, Math.min(wrong, width - start)))}`;
  const text = escapeLine(message);
  const isRoomy = mark.length + 1 + stringWidth(text) <= width;
  const shown = left + fitWidth(behind, width - start);
  return `${INDENT}${shown}\n${INDENT}${mark}${isRoomy ? ' ' : `\n${INDENT}${INDENT}`}${text}`;
}

function plain(text: string): string {
  return text.replace(/[\x00-\x1f\x7f-\x9f]/g, ' ');
}
