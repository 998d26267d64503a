// Where the top of a drawn frame is once the terminal has another width and may have broken its rows anew. Pure.
import { stringWidth } from '../../text/width.js';
import type { Size } from '../facts.js';
import type { Frame } from './frame.js';

const SGR = /\x1b\[[0-9;]*m/g;

/** What a terminal does with rows that have become too long. */
type Reflow = 'cuts' | 'breaks' | 'breaks, and moves the cursor for the rows below it too';

/**
 * How many rows the top of the frame is above the cursor, after the terminal went from one size to another.
 * Where that is not certain it is the smaller number: a rest of an old frame does less harm than a lost line of output.
 */
export function rowsAboveCursor(
  { lines, cursor }: Frame,
  before: Size,
  now: Size,
  env: NodeJS.ProcessEnv,
): number {
  if (cursor === undefined) return 0;
  const reflow = reflowOf(env);
  if (reflow === 'cuts' || now.columns >= before.columns || now.columns < 1) return cursor.row;
  const isWhole = reflow !== 'breaks' && now.rows >= before.rows;
  const counted = isWhole ? lines : lines.slice(0, cursor.row);
  return counted.reduce((sum, line) => sum + rowsOf(line, now.columns) - 1, cursor.row);
}

function rowsOf(line: string, columns: number): number {
  return Math.max(Math.ceil(stringWidth(line.replace(SGR, '')) / columns), 1);
}

/** xterm, the Linux console and GNU screen cut; VTE, kitty, tmux, iTerm2 and others break; xterm.js breaks its own way. */
function reflowOf({ XTERM_VERSION, TERM = '', STY, TERM_PROGRAM }: NodeJS.ProcessEnv): Reflow {
  if (XTERM_VERSION !== undefined || STY !== undefined || TERM === 'linux') return 'cuts';
  return TERM_PROGRAM === 'vscode'
    ? 'breaks, and moves the cursor for the rows below it too'
    : 'breaks';
}
