// Where the cursor goes: each motion gives an offset in the text and changes nothing.

import { graphemesOf, nextBoundary, previousBoundary } from '../text/graphemes.js';
import { stringWidth } from '../text/width.js';
import { lineEnd, lineStart, type TextBuffer } from './buffer.js';

export type Motion =
  | 'char-left'
  | 'char-right'
  | 'word-left'
  | 'word-right'
  | 'blank-left'
  | 'line-start'
  | 'line-end'
  | 'text-start'
  | 'text-end';

const BLANK = /\s/;

const MOTIONS: Readonly<Record<Motion, (buffer: TextBuffer) => number>> = {
  'char-left': ({ text, cursor }) => previousBoundary(text, cursor),
  'char-right': ({ text, cursor }) => nextBoundary(text, cursor),
  'word-left': ({ text, cursor }) => wordLeft(text, cursor),
  'word-right': ({ text, cursor }) => wordRight(text, cursor),
  'blank-left': ({ text, cursor }) => blankLeft(text, cursor),
  'line-start': ({ text, cursor }) => lineStart(text, cursor),
  'line-end': ({ text, cursor }) => lineEnd(text, cursor),
  'text-start': () => 0,
  'text-end': ({ text }) => text.length,
};

/** Where a motion leads from the cursor. */
export function destination(buffer: TextBuffer, motion: Motion): number {
  return MOTIONS[motion](buffer);
}

let ofWord: RegExp | undefined;

function isOfWord(char: string): boolean {
  ofWord ??= /[\p{L}\p{N}\p{M}_]/u; // Made when first needed, for the sake of a first prompt.
  return ofWord.test(char);
}

/** The start of the word before `at`: letters, digits and underscores, as readline has it. */
export function wordLeft(text: string, at: number): number {
  const end = skipLeft(text, at, char => !isOfWord(char));
  return skipLeft(text, end, isOfWord);
}

/** The end of the word after `at`. */
export function wordRight(text: string, at: number): number {
  const start = skipRight(text, at, char => !isOfWord(char));
  return skipRight(text, start, isOfWord);
}

/** The start of what stands between blanks before `at`. */
function blankLeft(text: string, at: number): number {
  const end = skipLeft(text, at, char => BLANK.test(char));
  return skipLeft(text, end, char => !BLANK.test(char));
}

function skipLeft(text: string, from: number, wanted: (char: string) => boolean): number {
  let at = from;
  while (at > 0) {
    const start = previousBoundary(text, at);
    if (!wanted(text.slice(start, at))) break;
    at = start;
  }
  return at;
}

function skipRight(text: string, from: number, wanted: (char: string) => boolean): number {
  let at = from;
  while (at < text.length) {
    const end = nextBoundary(text, at);
    if (!wanted(text.slice(at, end))) break;
    at = end;
  }
  return at;
}

/** The column of the cursor within its line, as a terminal counts. */
export function columnOf({ text, cursor }: TextBuffer): number {
  return stringWidth(text.slice(lineStart(text, cursor), cursor));
}

/** The place in the line above or below at (or just before) a column; undefined where there is no such line. */
export function verticalDestination(
  { text, cursor }: TextBuffer,
  direction: 'up' | 'down',
  column: number,
): number | undefined {
  const start = lineStart(text, cursor);
  const end = lineEnd(text, cursor);
  if (direction === 'up')
    return start === 0 ? undefined : placeAt(text, lineStart(text, start - 1), column);
  return end === text.length ? undefined : placeAt(text, end + 1, column);
}

function placeAt(text: string, start: number, column: number): number {
  let at = start;
  let left = column;
  for (const character of graphemesOf(text.slice(start, lineEnd(text, start)))) {
    left -= stringWidth(character);
    if (left < 0) break;
    at += character.length;
  }
  return at;
}
