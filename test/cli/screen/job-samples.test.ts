import { describe, expect, it } from 'vitest';
import {
  jobShown,
  NO_SAMPLES,
  type Progress,
  progressOf,
  stepSamples,
} from '../../../src/cli/screen/job-samples.js';
import { newJob } from '../../../src/session/job.js';
import { NOTHING_TRACKED, type Tracked } from '../../../src/session/tracked.js';

const JOB: Progress = {
  id: 'b0',
  type: 'backup',
  status: 'running',
  current: 0,
  total: 1000,
  error: undefined,
};

type Look = readonly [at: number, current: number | undefined];

/** `50 % 100/s 5 s`, after looking at these moments, in ms; `-` for what is not known. */
function shownAfter(looks: readonly Look[], total = 1000): string {
  let samples = NO_SAMPLES;
  for (const [at, current] of looks) samples = stepSamples(samples, [{ ...JOB, current }], at);
  const { done, rate, secondsLeft } = jobShown(
    { ...JOB, current: looks.at(-1)?.[1], total },
    samples,
  );
  const told = (value: number | undefined, unit: string) =>
    value === undefined ? '-' : `${Math.round(value)}${unit}`;
  return [
    told(done === undefined ? done : done * 100, ' %'),
    told(rate, '/s'),
    told(secondsLeft, ' s'),
  ].join(' ');
}

describe('how far, how fast, and for how long', () => {
  it.each<[what: string, looks: Look[], shown: string]>([
    ['is not known of a job that tells nothing', [[0, undefined]], '- - -'],
    ['has no rate at the first look', [[0, 100]], '10 % - -'],
    [
      'has one at the second',
      [
        [0, 100],
        [1_000, 300],
      ],
      '30 % 200/s 4 s',
    ],
    [
      'has none from looks that are too near',
      [
        [0, 100],
        [100, 300],
      ],
      '30 % - -',
    ],
    [
      'counts those in with the next',
      [
        [0, 100],
        [100, 200],
        [500, 300],
      ],
      '30 % 400/s 2 s',
    ],
    [
      'is steadied by what it was',
      [
        [0, 0],
        [1_000, 100],
        [2_000, 600],
      ],
      '60 % 260/s 2 s',
    ],
    [
      'stays between the steps of a job',
      [
        [0, 0],
        [1_000, 100],
        [2_500, 100],
      ],
      '10 % 100/s 9 s',
    ],
    [
      'is none of a job that stands still',
      [
        [0, 0],
        [1_000, 100],
        [5_000, 100],
      ],
      '10 % 0/s -',
    ],
    [
      'is that of the whole time once it goes on',
      [
        [0, 0],
        [1_000, 100],
        [5_000, 100],
        [6_000, 600],
      ],
      '60 % 100/s 4 s',
    ],
    [
      'begins anew where it went back',
      [
        [0, 500],
        [1_000, 600],
        [2_000, 0],
      ],
      '0 % - -',
    ],
  ])('%s', (_what, looks, shown) => {
    expect(shownAfter(looks)).toBe(shown);
  });

  it('is no share of nothing', () => {
    expect([shownAfter([[0, 0]], 0)]).toEqual(['- - -']);
  });

  it.each([
    ['is longer by what the guest changes meanwhile', 50, 14],
    ['is none where it changes as much as goes over', 100, undefined],
    ['is none where it changes more', 1000, undefined],
  ])('%s', (_what, dirtied, seconds) => {
    const moved = { transferred: 300, remaining: 700, dirtied, pass: 2 };
    const looks = [200, 300].map(current => ({ ...JOB, current, moved }));
    const samples = looks.reduce(
      (before, look, at) => stepSamples(before, [look], at * 1000),
      NO_SAMPLES,
    );
    expect(jobShown(looks[1]!, samples).secondsLeft).toBe(seconds);
  });

  it('forgets jobs that are gone', () => {
    const samples = stepSamples(NO_SAMPLES, [JOB], 0);
    expect([samples.size, stepSamples(samples, [], 1).size]).toEqual([1, 0]);
  });
});

describe('what makes progress', () => {
  const migration = (facts: object): Tracked => ({
    ...NOTHING_TRACKED,
    migration: { ...NOTHING_TRACKED.migration, ...facts },
  });

  it('is each job, as exactly as a bar needs it', () => {
    const job = { ...newJob('b0', 'running', 0), current: 2n ** 60n, total: 2n ** 61n };
    const tracked = {
      ...NOTHING_TRACKED,
      jobs: { ...NOTHING_TRACKED.jobs, live: new Map([['b0', job]]) },
    };
    expect(progressOf(tracked)).toMatchObject([{ id: 'b0', current: 2 ** 60, total: 2 ** 61 }]);
  });

  it('is a migration: what is transferred of that and the rest', () => {
    const told = { transferred: 30, remaining: 70n, dirtied: 4096, pass: 2 };
    expect(progressOf(migration({ status: 'active', ...told }))).toMatchObject([
      {
        id: 'migration',
        status: 'active',
        current: 30,
        total: 100,
        moved: { ...told, remaining: 70 },
      },
    ]);
  });

  it('is none below nothing, whatever a server says', () => {
    const told = { transferred: -1, remaining: -2n, dirtied: -4096, pass: -1 };
    expect(progressOf(migration({ status: 'active', ...told }))).toMatchObject([
      { current: 0, total: 0, moved: { transferred: 0, remaining: 0, dirtied: 0, pass: 0 } },
    ]);
  });

  it('is a migration of which nothing is known yet', () => {
    expect(progressOf(migration({ status: 'setup' }))).toMatchObject([
      { status: 'setup', current: undefined, total: undefined },
    ]);
  });

  it.each(['none', 'completed', 'failed', 'cancelled'])('is no migration that is %s', status => {
    expect(progressOf(migration({ status, transferred: 1, remaining: 0 }))).toEqual([]);
  });

  it('is a dump', () => {
    const dump = { status: 'active', completed: 5, total: 10 };
    expect(progressOf({ ...NOTHING_TRACKED, dump })).toMatchObject([
      { id: 'dump', current: 5, total: 10 },
    ]);
  });
});
