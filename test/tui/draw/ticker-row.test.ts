import { expect, it } from 'vitest';
import { tickerRow } from '../../../src/tui/draw/ticker-row.js';
import type { EventFacts } from '../../../src/tui/facts.js';
import { NO_EVENTS } from './screen-facts.js';
import { textOf } from './written.js';

it.each<[what: string, facts: Partial<EventFacts>, row: string]>([
  ['how many and how fast', { total: 37, perSecond: 4 }, ' events 37 · 4/s'],
  ['the last of them', { total: 1, last: '12:04:39 STOP' }, ' events 1 · 0/s · last 12:04:39 STOP'],
  ['what is shown of them', { total: 2, filter: 'JOB_*' }, ' events 2 · 0/s · shown: JOB_*'],
  ['nothing as it came', { total: 1, last: 'a\x1b[2Jb' }, ' events 1 · 0/s · last a\\u001B[2Jb'],
])('tells %s', (_what, facts, row) => {
  expect(textOf(tickerRow({ ...NO_EVENTS, ...facts }))).toBe(row);
});
