// The live region at the end of the terminal's text: drawn, drawn again, and left behind for good.
// It knows rows and the cursor, nothing of what they mean.
import type { Layout, Row } from './layout.js';

/** Synchronised output (DEC private mode 2026): what knows it shows a frame at once, the rest ignores it. */
const BEGIN = '\x1b[?2026h';
const END = '\x1b[?2026l';
const ERASE_BELOW = '\x1b[J';
const CLEAR_SCREEN = '\x1b[H\x1b[2J';

export class Screen {
  readonly #write: (text: string) => void;
  #shown: Layout | undefined;
  #above = '';

  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  /** Text for the scrollback, above the region, with the next frame; a missing line end is added. */
  printAbove(text: string): void {
    this.#above += text.endsWith('\n') ? text : `${text}\n`;
  }

  /** Shows a frame instead of the one before. */
  draw(frame: Layout): void {
    this.#write(BEGIN + this.#toTop() + this.#takeAbove() + frameText(frame) + END);
    this.#shown = frame;
  }

  /** Takes the region away, as while a command runs. */
  erase(): void {
    if (this.#shown === undefined && this.#above === '') return;
    this.#write(this.#toTop() + this.#takeAbove());
    this.#shown = undefined;
  }

  /** Shows a last frame and leaves it in the scrollback; the next one begins below. */
  leave(frame: Layout): void {
    this.draw(frame);
    this.#write('\r\n');
    this.#shown = undefined;
  }

  clear(): void {
    this.#write(CLEAR_SCREEN);
    this.#shown = undefined;
  }

  /** Somebody else has written: the next frame begins where the cursor is. */
  forget(): void {
    this.#shown = undefined;
  }

  /**
   * The terminal has another width. It may have broken our rows anew or not: we keep to the smaller of
   * both heights, since a rest of an old frame above does less harm than a lost line of output.
   */
  resized(rowsOfCursorNow: number): void {
    if (this.#shown === undefined) return;
    const { rows, cursor } = this.#shown;
    this.#shown = { rows, cursor: { ...cursor, row: Math.min(cursor.row, rowsOfCursorNow) } };
  }

  #toTop(): string {
    return this.#shown === undefined ? '' : `${up(this.#shown.cursor.row)}\r${ERASE_BELOW}`;
  }

  #takeAbove(): string {
    const above = this.#above;
    this.#above = '';
    return above;
  }
}

function frameText({ rows, cursor }: Layout): string {
  const text = rows.map((row, at) => (at === 0 ? row.text : joined(row))).join('');
  const back = up(rows.length - 1 - cursor.row);
  return `${text}${back}\r${cursor.column > 0 ? `\x1b[${cursor.column}C` : ''}`;
}

/** A row that wraps follows without a break, so that the terminal copies it as one line. */
function joined({ text, wraps }: Row): string {
  if (!wraps) return `\r\n${text}`;
  return text === '' ? ' \r' : text;
}

function up(rows: number): string {
  return rows > 0 ? `\x1b[${rows}A` : '';
}
