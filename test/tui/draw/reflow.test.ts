import { describe, expect, it } from 'vitest';
import { rowsAboveCursor } from '../../../src/tui/draw/reflow.js';

/** A frame whose rows are so wide; the cursor stands in the row with the bar. */
function frame(rows: string) {
  const list = rows.split(' ');
  const lines = list.map(row => `\x1b[2m${'x'.repeat(Number(row.replace('|', '')))}\x1b[22m`);
  const row = list.findIndex(each => each.includes('|'));
  return { lines, cursor: row < 0 ? undefined : { row, column: 0 } };
}

const TMUX = { TERM: 'tmux-256color' };
const XTERM_JS = { TERM_PROGRAM: 'vscode' };

describe('the top of a frame above the cursor', () => {
  it.each<[what: string, rows: string, now: [number, number], env: NodeJS.ProcessEnv, up: number]>([
    ['is where it was in a terminal that grows', '80 5 5|', [100, 24], TMUX, 2],
    ['is where it was while its rows still fit', '40 5 5|', [60, 24], TMUX, 2],
    ['goes up by what rows above broke into', '80 80 5|', [40, 24], TMUX, 4],
    ['goes up by three rows for one', '80 5|', [30, 24], TMUX, 3],
    ['does not count what broke below', '80 5| 80', [40, 24], TMUX, 2],
    [
      'is where it was in xterm, which cuts',
      '80 80 5|',
      [40, 24],
      { XTERM_VERSION: 'XTerm(379)' },
      2,
    ],
    ['is where it was in screen, which cuts', '80 5|', [40, 24], { STY: '1.pts' }, 1],
    ['is where it was on the console, which cuts', '80 5|', [40, 24], { TERM: 'linux' }, 1],
    [
      'counts the rows below too where the terminal moves the cursor for them',
      '80 5| 80',
      [40, 24],
      XTERM_JS,
      3,
    ],
    ['does not where the terminal got lower too', '80 5| 80', [40, 20], XTERM_JS, 2],
    ['is nowhere without a cursor', '80 5', [40, 24], TMUX, 0],
    ['is as it was in a terminal of no size', '80 5|', [0, 0], TMUX, 1],
  ])('%s', (_what, rows, [columns, lines], env, up) => {
    const [before, now] = [
      { columns: 80, rows: 24 },
      { columns, rows: lines },
    ];
    expect(rowsAboveCursor(frame(rows), before, now, env)).toBe(up);
  });

  it('goes by the width of characters', () => {
    const wide = { lines: ['日'.repeat(40), ''], cursor: { row: 1, column: 0 } };
    const [before, now] = [
      { columns: 80, rows: 24 },
      { columns: 40, rows: 24 },
    ];
    expect(rowsAboveCursor(wide, before, now, TMUX)).toBe(2);
  });
});
