// The picker -> rows of the terminal, fewer than it has. Pure.
import { escapeCell } from '../../shell/escape.js';
import { stringWidth } from '../../text/width.js';
import { cutWidth, padWidth } from '../../text/wrap.js';
import type { Frame } from '../draw/frame.js';
import { type Paint, paintRow, type Spans, span, widthOf } from '../draw/spans.js';
import type { Size } from '../facts.js';
import { type Picker, type PickerRow, shownRows } from './picker.js';

const KEYS = 'Enter connects  Ctrl-R looks again  Esc leaves';

/** Titles, rows, the filter, the keys; always lower than the terminal, the chosen row among those shown. */
export function pickerFrame(picker: Picker, size: Size, paint: Paint): Frame {
  const { columns } = size;
  const most = Math.max(size.rows - 1, 1);
  const input = inputRow(picker, columns);
  const body = bodyRows(picker, columns, Math.max(most - 2, 0));
  const keys: Spans = [span(` ${KEYS}`, 'dim')];
  const rows = [...body, input, keys].slice(-most);
  const row = rows.indexOf(input);
  return {
    lines: rows.map(each => paintRow(each, columns, paint)),
    cursor: { row, column: Math.min(widthOf(input), Math.max(columns - 1, 0)) },
  };
}

/** What is typed, or the question in its place. */
function inputRow({ filter, asked }: Picker, columns: number): Spans {
  if (asked === undefined)
    return [span(cutWidth(` ❯ ${escapeCell(filter)}`, columns - 1, 'start'))];
  const question = ` ${escapeCell(asked.warning ?? '')}: connect all the same? y/n `;
  return [span(cutWidth(question, columns - 1, 'end'), 'warning')];
}

function bodyRows(picker: Picker, columns: number, most: number): readonly Spans[] {
  const rows = shownRows(picker);
  const room = Math.max(most - 2, 0);
  const first = Math.max(picker.chosen - room + 1, 0);
  const shown = rows.slice(first, first + room);
  const widths = widthsOf([picker.heads, ...shown.map(row => row.cells)]);
  const count =
    rows.length === picker.rows.length ? '' : ` · ${rows.length} of ${picker.rows.length}`;
  return [
    [span(` ${picker.title}`, 'title'), span(count, 'dim')],
    [span(`   ${laidOut(picker.heads, widths)}`, 'dim')],
    ...shown.map((row, at) => itemRow(row, widths, first + at === picker.chosen, columns)),
  ].slice(0, most);
}

function itemRow(
  row: PickerRow,
  widths: readonly number[],
  isChosen: boolean,
  columns: number,
): Spans {
  const text = cutWidth(laidOut(row.cells, widths), Math.max(columns - 3, 0), 'end');
  const style = isChosen ? 'chosen' : row.warning === undefined ? 'plain' : 'dim';
  return [span(isChosen ? ' ▸ ' : '   ', 'strong'), span(text, style)];
}

function widthsOf(lines: readonly (readonly string[])[]): readonly number[] {
  const columns = Math.max(...lines.map(line => line.length));
  return Array.from({ length: columns }, (_, at) =>
    Math.max(...lines.map(line => stringWidth(escapeCell(line[at] ?? '')))),
  );
}

function laidOut(cells: readonly string[], widths: readonly number[]): string {
  return cells
    .map((cell, at) => padWidth(escapeCell(cell), widths[at] ?? 0, 'left'))
    .join('  ')
    .trimEnd();
}
