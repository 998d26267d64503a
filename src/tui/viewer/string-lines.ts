// A string of a JSON text in lines: at its newlines, and where a line would be too wide. Lines are ranges of the text
// as it came, escapes and all.
import { escapeCell } from '../../shell/escape.js';
import { stringWidth } from '../../text/width.js';
import { stringEnd } from './scan.js';

export interface StringLines {
  readonly columns: number;
  /** Where each begins in the text; a last one says where the shown part ends. */
  readonly starts: Int32Array;
  /** UTF-16 units at the end that have no line: what nobody would read line by line. */
  readonly left: number;
}

/** How much of a string is cut into lines, in UTF-16 units; some 50 ms. */
const MOST = 1_000_000;
const PLAIN = /^[ -[\]-~]*$/;
/** One character as it came: an escape (two halves of a pair are one), or itself. */
const CHARACTER = /\\u[dD][89abAB]..\\u[dD][c-fC-F]..|\\u.{4}|\\[^u]|./suy;

export function stringLines(text: string, start: number, columns: number): StringLines {
  const end = Math.max(stringEnd(text, start) - 1, start + 1);
  const shown = Math.min(end, start + 1 + MOST);
  const starts: number[] = [start + 1];
  let at = start + 1;
  while (at < shown) {
    const next = Math.max(lineEnd(text, at, shown, columns), at + 1);
    starts.push(next);
    at = next;
  }
  return { columns, starts: Int32Array.from(starts), left: end - at };
}

/** The offset after the line that begins at `start`: after its newline, or where it has filled the columns. */
function lineEnd(text: string, start: number, end: number, columns: number): number {
  const piece = text.slice(start, Math.min(start + columns, end));
  if (piece.length === columns && PLAIN.test(piece)) return start + columns;
  let room = columns;
  for (let at = start; at < end; ) {
    CHARACTER.lastIndex = at;
    const came = CHARACTER.exec(text)?.[0] ?? text.charAt(at);
    room -= stringWidth(shownText(came));
    if (room < 0) return at;
    at += came.length;
    if (came === '\\n') return Math.min(at, end);
  }
  return end;
}

const TAB = '    ';

/** A part of a string as it is shown in one of its lines. */
export function shownText(came: string): string {
  const text = decodeString(came).replace(/\r?\n$|\r/g, '');
  return escapeCell(text.replaceAll('\t', TAB));
}

const SHORT: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };
const ESCAPE = /\\(?:u([0-9a-fA-F]{4})|([^u]))/g;
/** What is left of an escape that was cut in the middle. */
const CUT_ESCAPE = /\\(?:u[0-9a-fA-F]{0,3})?$/;

/** What a part of a string means; an escape that was cut off at its end is left out. */
export function decodeString(came: string): string {
  if (!came.includes('\\')) return came;
  const whole = came.replaceAll('\\\\', '\\u005c').replace(CUT_ESCAPE, '');
  return whole.replace(ESCAPE, (_escape, hex?: string, letter = '') =>
    hex === undefined ? (SHORT[letter] ?? letter) : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
