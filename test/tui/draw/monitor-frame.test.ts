import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_HINT } from '../../../src/completion/line-hint.js';
import { INITIAL_STATE } from '../../../src/editor/state.js';
import { monitorFrame } from '../../../src/tui/draw/monitor-frame.js';
import { paintedWidth } from '../../../src/tui/draw/painted.js';
import type { JobShown, ScreenFacts, Size } from '../../../src/tui/facts.js';
import { FIRST_SCREEN, type ScreenInput, stepScreen } from '../../../src/tui/state/screen-state.js';

const FACTS: ScreenFacts = {
  vm: { name: 'fedora', version: 'QEMU 7.2.22', status: 'running', readOnly: false },
  target: '/run/vm.sock',
  health: { kind: 'good', roundTripMs: 0.4 },
  running: [],
  jobs: [],
  events: { total: 2, perSecond: 0, last: undefined, filter: 'on' },
  live: [],
};

const JOB: JobShown = {
  id: 'b0',
  type: 'backup',
  status: 'running',
  done: 0.5,
  rate: 1048576,
  secondsLeft: 9,
  error: undefined,
};

const INPUTS: readonly ScreenInput[] = [
  { kind: 'begin', head: ['❯ query-status'] },
  { kind: 'rows', rows: ['  status  running', `  ${'日本'.repeat(60)}`], block: 1 },
  { kind: 'begin', head: ['❯ stop'] },
  { kind: 'rows', rows: ['  ok 1.0 ms'], block: 2 },
  { kind: 'events', events: [{ name: 'STOP', time: () => '12:04:31', data: () => '' }] },
];

function draw(size: Size, facts: ScreenFacts = FACTS, ...more: readonly ScreenInput[]) {
  const state = [...INPUTS, { kind: 'view', view: 'monitor' } as const, ...more].reduce(
    stepScreen,
    FIRST_SCREEN,
  );
  const line = { state: INITIAL_STATE, prompt: '❯ ', hidden: false };
  return monitorFrame({
    line,
    marks: [],
    hint: NO_HINT,
    facts,
    size,
    paint: (_style, text) => text,
    colours: false,
    state,
    counts: new Map([['STOP', 1]]),
  });
}

const text = (size: Size, ...more: readonly ScreenInput[]) =>
  draw(size, FACTS, ...more).lines.join('\n');

describe('the monitor view', () => {
  it('has the events beside the transcript where there is room, and below it elsewhere', () => {
    expect(text({ columns: 120, rows: 40 })).toMatch(/│ ── events 2/);
    expect(text({ columns: 80, rows: 24 })).toMatch(/^── events 2/m);
  });

  it('shows the newest lines right above the prompt', () => {
    expect(text({ columns: 80, rows: 24 })).toMatch(/❯ stop\n {2}ok 1\.0 ms\n── events/);
  });

  it('shows of a folded line how much is hidden', () => {
    const folded = text(
      { columns: 80, rows: 24 },
      { kind: 'focus', focus: 'transcript' },
      { kind: 'fold' },
    );
    expect(folded).toMatch(/❯ stop.* ▸ 1 row/);
    expect(folded).not.toContain('ok 1.0 ms');
  });

  it('shows how many events there were of each kind', () => {
    expect(text({ columns: 80, rows: 24 }, { kind: 'counts' })).toMatch(/1 {2}STOP/);
  });

  it('says what the keys do where they go', () => {
    expect(text({ columns: 120, rows: 30 }, { kind: 'focus', focus: 'events' })).toContain(
      '/ filter',
    );
  });

  it.each([
    ['jobs', 60, 'p pause · r resume · c cancel · f finish · d dismiss'],
    [
      'jobs',
      90,
      'Up Down choose · p pause · r resume · c cancel · f finish · d dismiss · Esc back',
    ],
    ['events', 62, 'Up Down scroll · p pause · / filter · c counts · Esc back'],
    ['events', 50, 'p pause · / filter · c counts · Esc back'],
    ['events', 20, 'p pause'],
  ] as const)('says in %s of %i columns what there is room for: %s', (focus, columns, keys) => {
    const row = text({ columns, rows: 30 }, { kind: 'focus', focus }).split('\n').at(-2);
    expect(row?.replace(/ ?─+ ?/g, '')).toBe(keys);
  });

  it('has a pane of jobs while there are any', () => {
    const { lines } = draw({ columns: 100, rows: 30 }, { ...FACTS, jobs: [JOB] });
    expect(lines.join('\n')).toMatch(/── jobs 1 [\s\S]*b0 {2}backup[\s\S]*50 %/);
  });

  it('fills the terminal, whatever its size, and no row is wider', () => {
    const size = fc.record({
      columns: fc.integer({ min: 1, max: 200 }),
      rows: fc.integer({ min: 1, max: 60 }),
    });
    const jobs = fc.array(fc.constant(JOB), { maxLength: 9 });
    fc.assert(
      fc.property(
        size,
        jobs,
        fc.constantFrom('prompt', 'transcript', 'events', 'jobs'),
        (each, running, focus) => {
          const { lines, cursor } = draw(
            each,
            { ...FACTS, jobs: running },
            { kind: 'focus', focus },
          );
          expect(lines.length).toBeLessThanOrEqual(each.rows);
          if (each.rows > 8) expect(lines).toHaveLength(each.rows);
          if (each.columns > 4)
            expect(Math.max(...lines.map(paintedWidth))).toBeLessThanOrEqual(each.columns);
          if (cursor !== undefined) expect(cursor.row).toBeLessThan(lines.length);
        },
      ),
    );
  });
});
