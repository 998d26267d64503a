// The prompt with what helps below it: what is wrong, the command's members, the menu, what would be sent. Pure.
import type { Hint } from '../../completion/line-hint.js';
import { stringWidth } from '../../text/width.js';
import type { Size } from '../facts.js';
import { type Mark, markRows } from '../line/below.js';
import { clipRows } from '../line/layout.js';
import { lineLayout } from '../line/view.js';
import type { LineLook } from '../line-input.js';
import { previewRows, signatureRows } from './hint-rows.js';
import { lineStyles } from './line-styles.js';
import { menuRows } from './menu-rows.js';
import { type Paint, paintRow, type Spans, span } from './spans.js';

export interface PromptAreaInput {
  readonly line: LineLook;
  readonly marks: readonly Mark[];
  readonly hint: Hint;
  readonly size: Size;
  readonly paint: Paint;
  /** Whether the line itself may be coloured. */
  readonly colours: boolean;
}

export interface PromptArea {
  readonly lines: readonly string[];
  readonly cursor: { readonly row: number; readonly column: number };
}

const MOST_MENU = 8;
/** Of the terminal's rows, what the menu may take. */
const SHARE = 1 / 3;

/** @param most rows that it may take, at least 1 */
export function promptArea(input: PromptAreaInput, most: number): PromptArea {
  const { size, paint, line, marks } = input;
  const styles = line.hidden ? [] : lineStyles(line.state.buffer.text, marks, input.colours);
  const layout = lineLayout({ ...line, columns: size.columns }, size.rows, styles);
  const typed = clipRows(layout, Math.max(Math.ceil(most / 2), 1));
  const below = belowRows(input, most - typed.rows.length);
  const lines = [
    ...typed.rows.map(row => row.text),
    ...below.map(row => paintRow(row, size.columns, paint)),
  ];
  return { lines, cursor: typed.cursor };
}

function belowRows(input: PromptAreaInput, room: number): readonly Spans[] {
  const { line, marks, hint, size } = input;
  const { state, hidden, prompt } = line;
  if (hidden || state.search !== undefined || room < 1) return [];
  const indent = stringWidth(prompt.replace(/\x1b\[[0-9;]*m/g, ''));
  const told = markRows(marks, { ...state.buffer, indent, columns: size.columns });
  const wrong: Spans[] = told.map(row => [span(row, 'bad')]);
  const help = signatureRows(hint);
  const preview = previewRows(hint);
  const fixed = wrong.length + help.length + preview.length;
  const share = Math.floor(size.rows * SHARE);
  const menu = menuOf(input, Math.min(MOST_MENU, Math.max(room - fixed, 0), share));
  const rows = [...wrong, ...(menu.length > 0 ? help.slice(0, 1) : help), ...menu, ...preview];
  return rows.slice(0, room);
}

function menuOf({ line, size }: PromptAreaInput, most: number): Spans[] {
  const { menu } = line.state;
  if (menu === undefined) return [];
  const typed = menu.typed.text.slice(menu.span[0], menu.typed.cursor);
  return menuRows(menu, typed, size.columns, most);
}
