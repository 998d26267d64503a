import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jobName, jobRow, movedRows } from '../../../src/tui/draw/job-row.js';
import { cutSpans, widthOf } from '../../../src/tui/draw/spans.js';
import type { JobShown, MovedShown } from '../../../src/tui/facts.js';
import { styled, textOf } from './written.js';

const JOB: JobShown = {
  id: 'b0',
  type: 'backup',
  status: 'running',
  done: undefined,
  rate: undefined,
  secondsLeft: undefined,
  error: undefined,
};

/** The row in so many columns, without blanks at its end. */
function rowOf(job: Partial<JobShown>, columns = 60): string {
  const all = { ...JOB, ...job };
  return textOf(jobRow(all, columns, jobName(all).length)).trimEnd();
}

const MOVED: MovedShown = {
  transferred: 25_509_525,
  remaining: 9_646_080,
  dirtied: 425_984,
  pass: 2,
};
const MIGRATION: Partial<JobShown> = { id: 'migration', type: undefined, moved: MOVED };

describe('the row of a job', () => {
  it.each<[what: string, job: Partial<JobShown>, columns: number, row: string]>([
    ['is its name alone while nothing else is known', {}, 60, ' b0  backup'],
    ['has a bar that moves by eighths', { done: 0.515 }, 30, ' b0  backup  █████▋·····  51 %'],
    ['has a full bar at its end', { done: 1 }, 30, ' b0  backup  ███████████ 100 %'],
    ['has no more than a full bar', { done: 1.7 }, 30, ' b0  backup  ███████████ 100 %'],
    ['has no less than an empty one', { done: -1 }, 30, ' b0  backup  ···········   0 %'],
    ['leaves the bar out where it would say nothing', { done: 0.5 }, 24, ' b0  backup   50 %'],
    [
      'keeps the bar short enough to be read with the rest',
      { done: 0 },
      120,
      ` b0  backup  ${'·'.repeat(30)}   0 %`,
    ],
    [
      'tells rate and time while it moves',
      { done: 0.5, rate: 432_013_312, secondsLeft: 9 },
      60,
      ' b0  backup  █████████·········  50 %   412 MiB/s  0:09 left',
    ],
    [
      'tells another status in place of them',
      { status: 'paused', rate: 5, secondsLeft: 9 },
      60,
      ' b0  backup  paused',
    ],
    [
      'tells what went wrong',
      { status: 'concluded', error: 'No space' },
      60,
      ' b0  backup  concluded  No space',
    ],
    ['is the phase of a migration', { ...MIGRATION, status: 'setup' }, 60, ' migration  setup'],
    [
      'has the phase of a migration also while it moves',
      { ...MIGRATION, status: 'active', done: 0.5, rate: 2_097_152, secondsLeft: 9 },
      60,
      ' migration  █████▌·····  50 %  active     2 MiB/s  0:09 left',
    ],
    [
      'tells how a migration that is held is let go on',
      { ...MIGRATION, status: 'pre-switchover', done: 0.98, rate: 1 },
      60,
      ' migration   98 %  pre-switchover  F4 r lets it go on',
    ],
    ['is one word where the type is the id', { type: 'b0' }, 60, ' b0'],
  ])('%s', (_what, job, columns, row) => {
    expect(rowOf(job, columns)).toBe(row);
  });

  it.each([
    ['ready', 'good'],
    ['completed', 'good'],
    ['aborting', 'bad'],
    ['failed', 'bad'],
    ['paused', 'warning'],
    ['concluded', 'warning'],
  ])('shows the status %s as %s', (status, style) => {
    expect(styled(jobRow({ ...JOB, status }, 60, 10))).toContain(`<${style}:${status}>`);
  });

  it('aligns what follows the names', () => {
    const rows = [jobRow({ ...JOB, id: '日', type: undefined }, 60, 6), jobRow(JOB, 60, 6)];
    expect(rows.map(textOf)).toEqual([' 日      ', ' b0  b…  ']);
  });

  it('escapes what the server named', () => {
    const row = rowOf({ id: '\x1b[2J', status: '\x07', error: '\u009b' });
    expect(row).not.toMatch(/[\x00-\x1f\x7f-\x9f]/);
  });

  it('keeps its facts in sight as long as they fit', () => {
    const shown = { ...JOB, done: 0.5, rate: 1e8, secondsLeft: 60 };
    fc.assert(
      fc.property(fc.integer({ min: 45, max: 200 }), columns => {
        expect(widthOf(jobRow(shown, columns, 10))).toBeLessThanOrEqual(columns);
        expect(textOf(cutSpans(jobRow(shown, columns, 10), columns))).toContain('1:00 left');
      }),
    );
  });
});

describe('what more a migration tells', () => {
  const rowsOf = (moved: Partial<MovedShown> | undefined, columns: number, rate?: number) =>
    movedRows({ ...JOB, rate, moved: moved && { ...NOTHING, ...moved } }, columns);
  const NOTHING = {
    transferred: undefined,
    remaining: undefined,
    dirtied: undefined,
    pass: undefined,
  };

  it.each<[what: string, moved: Partial<MovedShown> | undefined, columns: number, rows: string[]]>([
    ['is nothing of a job', undefined, 80, []],
    ['is nothing while nothing is known', {}, 80, []],
    [
      'stands on one row where there is room',
      MOVED,
      80,
      ['   transferred 24.3 MiB · remaining 9.2 MiB · dirty rate 416 KiB/s · pass 2'],
    ],
    [
      'stands on two in a small terminal',
      MOVED,
      60,
      ['   transferred 24.3 MiB · remaining 9.2 MiB', '   dirty rate 416 KiB/s · pass 2'],
    ],
    [
      'is a fact a row where there is room for no more',
      MOVED,
      24,
      ['   transferred 24.3 MiB', '   remaining 9.2 MiB', '   dirty rate 416 KiB/s', '   pass 2'],
    ],
    [
      'is what the server tells, nothing too',
      { transferred: 0, remaining: 0, dirtied: 0 },
      80,
      ['   transferred 0 B · remaining 0 B · dirty rate 0 B/s'],
    ],
    ['leaves out what it does not tell', { pass: 1 }, 80, ['   pass 1']],
  ])('%s', (_what, moved, columns, rows) => {
    expect(rowsOf(moved, columns).map(textOf)).toEqual(rows);
  });

  it.each([
    ['more than goes over', 425_983, '<warning:dirty rate 416 KiB/s>'],
    ['less than goes over', 425_985, '<dim: · >dirty rate 416 KiB/s<'],
  ])('marks memory of which the guest changes %s', (_what, rate, shown) => {
    expect(styled(rowsOf(MOVED, 80, rate)[0] ?? [])).toContain(shown);
  });
});
