import { expect, it } from 'vitest';
import { ScrollbackQueue } from '../../src/tui/scrollback-queue.js';

it('gives its rows in order, once', () => {
  const queue = new ScrollbackQueue();
  queue.add(['a', 'b'], false);
  queue.add(['c'], false);
  expect([queue.take(), queue.isEmpty]).toEqual([['a', 'b', 'c'], true]);
});

it('keeps the last of what waits for long, and says how much it left out', () => {
  const queue = new ScrollbackQueue();
  for (let at = 0; at < 5_100; at += 1) queue.add([`row ${at}`], true);
  const rows = queue.take();
  expect([rows.length, rows[0], rows[1]]).toEqual([
    5_001,
    '  … 100 rows before are left out',
    'row 100',
  ]);
});
