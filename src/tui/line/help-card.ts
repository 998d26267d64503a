// The keys, printed from the table that binds them.
import { type Binding, helpRows } from '../../editor/keymap.js';
import { fitWidth } from '../../text/width.js';
import { wrapText } from '../../text/wrap.js';

/** In fewer columns than this words make no lines. */
const LEAST_ROOM = 16;

const INDENT = '  ';

/** A key on a line or, where what it does is longer, on several; an empty one between groups. */
export function helpCard(bindings: readonly Binding<unknown, string>[], columns: number): string {
  const rows = helpRows(bindings);
  const width = Math.max(...rows.map(({ keys }) => keys.length));
  const lines = rows.flatMap(({ keys, does, group }, at) => {
    const isFirst = at > 0 && rows[at - 1]?.group !== group;
    const told = keyLines(keys, does, width, columns).map(line => fitWidth(line, columns));
    return isFirst ? ['', ...told] : told;
  });
  return `${lines.join('\n')}\n`;
}

/** What it does stands beside the key, or below it where that is narrow. */
function keyLines(keys: string, does: string, width: number, columns: number): string[] {
  const start = INDENT + keys.padEnd(width) + INDENT;
  const room = columns - start.length;
  if (room < LEAST_ROOM) {
    const below = wrapText(does, Math.max(columns - 2 * INDENT.length, 1));
    return [INDENT + keys, ...below.map(part => INDENT + INDENT + part)];
  }
  const beside = wrapText(does, room);
  return beside.map((part, row) => (row === 0 ? start : ' '.repeat(start.length)) + part);
}
