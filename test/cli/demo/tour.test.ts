// The tour: its model as a table, and a whole one on a terminal.
import { describe, expect, it } from 'vitest';
import { TOUR_STEPS } from '../../../src/cli/demo/tour/steps.js';
import {
  newTour,
  type Seen,
  stepTour,
  type Tour,
  tourText,
} from '../../../src/cli/demo/tour/tour.js';
import { startAtTerminal } from '../../lab/at-terminal.js';
import type { Terminal } from '../../tui/terminal.js';
import { qmpsh } from '../qmpsh.js';

const sent = (name: string, isOob = false): Seen => ({ kind: 'sent', name, args: {}, isOob });
const reply = (name: string, isError = false): Seen => ({ kind: 'reply', name, isError });
const event = (name: string): Seen => ({ kind: 'event', name, data: {} });
const line = (text: string): Seen => ({ kind: 'line', text });

/** What brings each step to its end, and what does not. */
const ROWS: readonly { readonly does: readonly Seen[]; readonly not: readonly Seen[] }[] = [
  { does: [line('query-status'), reply('query-status')], not: [reply('query-status')] },
  { does: [{ kind: 'tab' }, reply('query-block')], not: [reply('query-block')] },
  { does: [event('STOP')], not: [reply('stop'), event('RTC_CHANGE')] },
  { does: [event('RESUME')], not: [event('STOP')] },
  { does: [line('.events -RTC_CHANGE')], not: [line('.events'), line('.jobs')] },
  {
    does: [reply('block-dirty-bitmap-add')],
    not: [reply('block-dirty-bitmap-add', true)],
  },
  { does: [reply('blockdev-backup')], not: [reply('blockdev-backup', true)] },
  { does: [event('BLOCK_JOB_COMPLETED')], not: [event('BLOCK_JOB_CANCELLED')] },
  { does: [sent('__org.qmpsh_demo'), line('query-status')], not: [line('query-status')] },
  { does: [sent('yank', true), reply('yank')], not: [sent('yank'), reply('yank')] },
];

const seeing = (tour: Tour, all: readonly Seen[]) => all.reduce(stepTour, tour);

describe('the tour', () => {
  it('has ten steps', () => {
    expect([TOUR_STEPS.length, ROWS.length]).toEqual([10, 10]);
  });

  it.each(ROWS.map((row, at) => ({ ...row, at })))(
    'step $at ends with what it asks for, no less',
    row => {
      const tour: Tour = { ...newTour(TOUR_STEPS), at: row.at };
      expect(seeing(tour, row.not).at).toBe(row.at);
      expect(seeing(tour, row.does).at).toBe(row.at + 1);
    },
  );

  it('says what to do, what was learned, and that it is over', () => {
    expect(tourText(newTour(TOUR_STEPS))).toContain('Tour, 1 of 10');
    const second = seeing(newTour(TOUR_STEPS), ROWS[0]?.does ?? []);
    expect(tourText(second)).toMatch(/✓ A reply is laid out[\s\S]*Tour, 2 of 10/);
    expect(tourText({ ...second, at: 10 })).toContain('That was the tour');
  });

  it('sees nothing more when it is over', () => {
    const over: Tour = { ...newTour(TOUR_STEPS), at: 10 };
    expect(stepTour(over, reply('query-status'))).toBe(over);
  });

  it('needs a terminal, and takes no command', async () => {
    expect((await qmpsh(['demo', '--tour'])).code).toBe(2);
    expect((await qmpsh(['demo', '--tour', 'query-status'])).code).toBe(2);
  });
});

/** What is typed in each step, as the step says. The job is made short: it is a matter of 25 s else. */
const TYPED: readonly (readonly string[])[] = [
  ['query-status\r'],
  ['query-bloc\t', '\r'],
  ['stop\r'],
  ['cont\r'],
  ['.events -RTC_CHANGE\r'],
  ['block-dirty-bitmap-add node=disk0 name=today\r'],
  [
    'blockdev-add driver=null-co node-name=one size=1M\r',
    'blockdev-add driver=null-co node-name=two size=1M\r',
    'blockdev-backup device=one target=two sync=full job-id=nightly\r',
  ],
  [],
  ['.demo hang\r', 'query-status\r'],
  ['!yank instances.0.type=block-node instances.0.node-name=nbd0\r'],
];

describe.each([
  ['the line editor', ['-l']],
  ['the session view', []],
])('in %s', (_name, options) => {
  it('is walked from its first step to its last', { timeout: 60_000 }, async () => {
    const terminal = startAtTerminal(['demo', '--tour', ...options], { rows: 40 });
    for (const [at, typed] of TYPED.entries()) {
      const step = `Tour, ${at + 1} of 10`;
      await terminal.waitUntil(() => terminal.scrollback().includes(step), step, 15_000);
      for (const keys of typed) await enter(terminal, keys);
    }
    await terminal.waitFor('That was the tour', 15_000);
  });
});

/** Types as a person does: what was typed stands there before more is. */
async function enter(terminal: Terminal, keys: string): Promise<void> {
  const text = keys.replace(/[\r\t]$/, '');
  terminal.type(text);
  if (text !== '') await terminal.waitFor(`❯ ${text}`);
  terminal.type(keys.slice(text.length));
  if (keys.endsWith('\t')) await terminal.waitFor('query-block');
}
