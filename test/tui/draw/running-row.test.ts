import { expect, it } from 'vitest';
import { runningRow } from '../../../src/tui/draw/running-row.js';
import type { Health } from '../../../src/tui/facts.js';
import { textOf } from './written.js';

const UNKNOWN: Health = { kind: 'unknown' };
const BLOCKED: Health = { kind: 'blocked', command: 'stop', forMs: 3_000, yank: undefined };

it.each<[what: string, forMs: number, health: Health, row: string]>([
  ['its name and its time', 300, UNKNOWN, ' ⠸ stop 300 ms'],
  ['a turning sign', 400, UNKNOWN, ' ⠼ stop 400 ms'],
  ['nothing more while that may be all', 1_999, BLOCKED, ' ⠏ stop 2.0 s'],
  [
    'the way out of a long wait',
    2_000,
    UNKNOWN,
    ' ⠋ stop 2.0 s · no reply yet; Ctrl-C lets go of it',
  ],
  ['what holds it up', 3_200, BLOCKED, ' ⠹ stop 3.2 s · the server is there, its main loop hangs'],
])('shows %s', (_what, forMs, health, row) => {
  expect(textOf(runningRow({ name: 'stop', forMs }, health))).toBe(row);
});

it('escapes the name', () => {
  expect(textOf(runningRow({ name: '\x1b]0;x\x07', forMs: 0 }, UNKNOWN))).not.toMatch(
    /[\x00-\x1f]/,
  );
});
