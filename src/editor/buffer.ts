// The text being edited and the place of the cursor in it; edits give a new one.
import { snapToBoundary } from '../text/graphemes.js';

/** `cursor` is a UTF-16 offset, always at a border between characters; lines of the text end in `\n`. */
export interface TextBuffer {
  readonly text: string;
  readonly cursor: number;
}

/** A stretch of the text: UTF-16 offsets, the end not included. */
export type Span = readonly [start: number, end: number];

export const EMPTY_BUFFER: TextBuffer = { text: '', cursor: 0 };

/** A text with the cursor at its end. */
export function bufferOf(text: string): TextBuffer {
  return { text, cursor: text.length };
}

/** The cursor at `at`, or at the next border if that is inside a character. */
export function withCursor({ text }: TextBuffer, at: number): TextBuffer {
  return { text, cursor: snapToBoundary(text, at) };
}

/** The stretch replaced, the cursor after what was put in. */
export function replaceSpan({ text }: TextBuffer, [start, end]: Span, insert: string): TextBuffer {
  const changed = text.slice(0, start) + insert + text.slice(end);
  return { text: changed, cursor: snapToBoundary(changed, start + insert.length) };
}

export function insertText(buffer: TextBuffer, insert: string): TextBuffer {
  return replaceSpan(buffer, [buffer.cursor, buffer.cursor], insert);
}

/** The stretch between the cursor and another place, in the order of the text. */
export function spanTo({ cursor }: TextBuffer, place: number): Span {
  return place < cursor ? [place, cursor] : [cursor, place];
}

/** Where the line that holds `at` begins. */
export function lineStart(text: string, at: number): number {
  return at === 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1;
}

/** Where the line that holds `at` ends: at its `\n`, or at the end of the text. */
export function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}
