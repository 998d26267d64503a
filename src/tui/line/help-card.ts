// The keys, printed from the table that binds them.
import { type Binding, helpRows } from '../../editor/keymap.js';
import { fitWidth } from '../../text/width.js';

/** One line for every key, an empty one between groups. */
export function helpCard(bindings: readonly Binding<unknown, string>[], columns: number): string {
  const rows = helpRows(bindings);
  const width = Math.max(...rows.map(({ keys }) => keys.length));
  const lines = rows.map(({ keys, does, group }, at) => {
    const isFirst = at > 0 && rows[at - 1]?.group !== group;
    return `${isFirst ? '\n' : ''}${fitWidth(`  ${keys.padEnd(width)}  ${does}`, columns)}`;
  });
  return `${lines.join('\n')}\n`;
}
