// The line editor's state -> rows on the screen. Pure.
import { lineEnd, lineStart, type TextBuffer } from '../../editor/buffer.js';
import type { EditorState } from '../../editor/state.js';
import { stringWidth } from '../../text/width.js';
import { type Mark, markRows, menuLine } from './below.js';
import { CONTINUATION, clipRows, type Layout, layOut, type StyledSpan } from './layout.js';

export interface ViewInput {
  readonly state: EditorState;
  readonly prompt: string;
  /** What is typed is a secret, and not shown at all. */
  readonly hidden: boolean;
  readonly columns: number;
}

/** The prompt, the line and what is to be said below it; always lower than the terminal. */
export function liveFrame(input: ViewInput, marks: readonly Mark[], height: number): Layout {
  const below = input.hidden ? [] : belowLines(input, marks).slice(0, Math.max(height - 2, 0));
  const line = clipRows(lineLayout(input, height), Math.max(height - 1 - below.length, 1));
  const rows = below.map(text => ({ text, wraps: false }));
  return { rows: [...line.rows, ...rows], cursor: line.cursor };
}

/** The line as it stays behind, the cursor after it; `note` is what became of it. */
export function finalFrame({ state, prompt, hidden, columns }: ViewInput, note = ''): Layout {
  const text = hidden ? '' : state.buffer.text;
  const { rows } = layOut({ prompt, text: text + note, cursor: -1, columns });
  return { rows, cursor: { row: rows.length - 1, column: 0 } };
}

/** The same as lines for a scrollback that breaks them itself, so that they can be copied whole. */
export function finalLines(input: ViewInput, note = ''): readonly string[] {
  const lines: string[] = [];
  for (const { text, wraps } of finalFrame(input, note).rows) {
    if (wraps) lines.push(`${lines.pop() ?? ''}${text}`);
    else lines.push(text);
  }
  return lines;
}

/** The prompt and the line, or the search in their place. */
export function lineLayout(
  { state, prompt, hidden, columns }: ViewInput,
  height: number,
  styles: readonly StyledSpan[] = [],
): Layout {
  const { buffer, search } = state;
  if (hidden) return layOut({ prompt, text: '', cursor: 0, columns });
  if (search === undefined) {
    const near = nearCursor(buffer, prompt, height);
    return layOut({ ...near, columns, styles: near.text === buffer.text ? styles : [] });
  }
  const mark = search.found && search.query !== '' ? search.match : undefined;
  return layOut({ prompt: searchPrompt(search.query, search.found), ...buffer, columns, mark });
}

/** Of a long text only the lines that can be seen: laying out a megabyte at every key would be felt. */
function nearCursor({ text, cursor }: TextBuffer, prompt: string, height: number) {
  let [start, end] = [lineStart(text, cursor), lineEnd(text, cursor)];
  for (let lines = 0; lines < height; lines += 1) {
    start = lineStart(text, Math.max(start - 1, 0));
    end = lineEnd(text, Math.min(end + 1, text.length));
  }
  const seen = { text: text.slice(start, end), cursor: cursor - start };
  return { ...seen, prompt: start === 0 ? prompt : CONTINUATION };
}

function searchPrompt(query: string, found: boolean): string {
  return `${found ? 'search' : 'not found'} '${query}': `;
}

function belowLines({ state, prompt, columns }: ViewInput, marks: readonly Mark[]): string[] {
  if (state.search !== undefined) return [];
  const indent = stringWidth(prompt.replace(/\x1b\[[0-9;]*m/g, ''));
  const wrong = markRows(marks, { ...state.buffer, indent, columns });
  const menu = state.menu === undefined ? '' : menuLine(state.menu, columns);
  return menu === '' ? [...wrong] : [...wrong, menu];
}
