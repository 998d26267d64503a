// Where each character of the prompt and the line stands on a screen of so many columns. Pure.

import { escapeLine } from '../../shell/escape.js';
import { graphemesOf } from '../../text/graphemes.js';
import { stringWidth } from '../../text/width.js';

/** One row of the screen; `wraps` when the terminal itself goes on from the row before. */
export interface Row {
  readonly text: string;
  readonly wraps: boolean;
}

export interface Layout {
  readonly rows: readonly Row[];
  /** Row and column of the cursor, both from 0. */
  readonly cursor: { readonly row: number; readonly column: number };
}

export interface LayoutInput {
  /** One line; may hold colours. */
  readonly prompt: string;
  readonly text: string;
  /** UTF-16 offset in the text. */
  readonly cursor: number;
  readonly columns: number;
  /** A part of the text to underline: UTF-16 offsets. */
  readonly mark?: readonly [start: number, end: number] | undefined;
  /** Parts of the text in colours of their own. */
  readonly styles?: readonly StyledSpan[] | undefined;
}

/** A part of the text, UTF-16 offsets, with what switches its colour on and off: SGR sequences. */
export interface StyledSpan {
  readonly start: number;
  readonly end: number;
  readonly on: string;
  readonly off: string;
}

/** What stands before every line of the text but the first. */
export const CONTINUATION = '… ';
const TOO_WIDE = '…';
const UNDERLINE = '\x1b[4m';
const NO_UNDERLINE = '\x1b[24m';
/** A word of a prompt with the blanks behind it. */
const WORD = /\S+\s*|\s+/g;
const STYLE = /(\x1b\[[0-9;]*m)/;

export function layOut({ prompt, text, cursor, columns, mark, styles = [] }: LayoutInput): Layout {
  const pen = new Pen(columns);
  for (const part of prompt.split(STYLE)) {
    if (STYLE.test(part)) pen.style(part);
    else for (const word of part.match(WORD) ?? []) pen.putWord(word);
  }
  const marked: readonly StyledSpan[] =
    mark === undefined
      ? styles
      : [...styles, { start: mark[0], end: mark[1], on: UNDERLINE, off: NO_UNDERLINE }];
  let at = 0;
  for (const character of graphemesOf(text)) {
    if (at === cursor) pen.markCursor(stringWidth(character));
    for (const { start, on } of marked) if (start === at) pen.style(on);
    if (character === '\n') pen.newLine();
    else for (const part of shown(character)) pen.put(part);
    const before = at;
    at += character.length;
    for (const { start, end, off } of marked)
      if (start <= before && end > before && end <= at) pen.style(off);
  }
  if (at === cursor) pen.markCursor(1);
  return pen.layout();
}

/**
 * The character as it may be written, in parts that a terminal does not break:
 * what a paste brought along must not act on the terminal or turn the text around.
 */
function shown(character: string): Iterable<string> {
  if (character >= ' ' && character <= '~') return character;
  const escaped = escapeLine(character);
  return escaped === character ? [character] : escaped;
}

/** Writes characters row after row, breaking where the terminal will. */
class Pen {
  readonly #columns: number;
  readonly #rows: Row[] = [];
  #text = '';
  #wraps = false;
  #column = 0;
  #cursor = { row: 0, column: 0 };

  constructor(columns: number) {
    this.#columns = columns;
  }

  /** A colour or the like: takes no room. */
  style(sequence: string): void {
    this.#text += sequence;
  }

  /** A character wider than the terminal has another in its place. */
  put(character: string): void {
    const fits = stringWidth(character) <= this.#columns;
    const shown = fits ? character : TOO_WIDE;
    this.#makeRoom(stringWidth(shown));
    this.#text += shown;
    this.#column += stringWidth(shown);
  }

  /** A word, on a new row where it fits only there; a blank for which its row has no room is lost. */
  putWord(word: string): void {
    const width = stringWidth(word.trimEnd());
    const isTooLong = this.#column + width > this.#columns;
    if (this.#column > 0 && isTooLong && width <= this.#columns) this.#endRow(false);
    for (const character of graphemesOf(word)) {
      if (character === ' ' && this.#column >= this.#columns) this.#endRow(false);
      else this.put(character);
    }
  }

  newLine(): void {
    this.#endRow(false);
    for (const character of CONTINUATION) this.put(character);
  }

  /** The cursor stands on what comes next, which is so wide. */
  markCursor(width: number): void {
    this.#makeRoom(Math.max(width, 1));
    this.#cursor = { row: this.#rows.length, column: this.#column };
  }

  layout(): Layout {
    return { rows: [...this.#rows, this.#row()], cursor: this.#cursor };
  }

  #makeRoom(width: number): void {
    if (this.#column > 0 && this.#column + width > this.#columns) this.#endRow(true);
  }

  #endRow(wraps: boolean): void {
    this.#rows.push(this.#row());
    this.#text = '';
    this.#column = 0;
    this.#wraps = wraps;
  }

  #row(): Row {
    return { text: this.#text, wraps: this.#wraps };
  }
}

/** The rows around the cursor when there are more than `height`. */
export function clipRows({ rows, cursor }: Layout, height: number): Layout {
  if (rows.length <= height) return { rows, cursor };
  const first = Math.max(cursor.row - height + 1, 0);
  const visible = rows.slice(first, first + height);
  return { rows: visible, cursor: { row: cursor.row - first, column: cursor.column } };
}
