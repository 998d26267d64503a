import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../src/json/value.js';
import { findJob } from '../../src/session/jobs.js';
import type { SessionInput } from '../../src/session/session-input.js';
import { NOTHING_TRACKED, stepTracked, type Tracked } from '../../src/session/tracked.js';
import { inputsOf, statesOf } from './transcript.js';

/** One word for where the job stands: `running`, `paused!` after an I/O error, `concluded failed`, `gone failed`. */
function standing(state: Tracked, id: string): string {
  const job = findJob(state.jobs, id);
  if (job === undefined) return '-';
  const outcome = job.outcome === undefined ? '' : ` ${job.outcome}`;
  if (!state.jobs.live.has(id)) return `gone${outcome}`;
  return `${job.status}${job.isStoppedByError ? '!' : ''}${outcome}`;
}

/** Where it stood, one after the other, repetitions left out. */
function life(inputs: readonly SessionInput[], id: string): string[] {
  const all = statesOf(inputs).map(state => standing(state, id));
  return all.filter((word, index) => word !== (all[index - 1] ?? '-'));
}

describe('the life of a job as recorded servers told it', () => {
  it.each([
    [
      'job-manual',
      'b0',
      'created, running, paused, running, waiting, pending, pending completed, concluded completed, gone completed',
    ],
    [
      'job-mirror',
      'm0',
      'created, running, paused, running, paused, running, ready, waiting, pending, pending completed, concluded completed, gone completed',
    ],
    [
      'job-error',
      'xreport',
      'created, running, paused, running, paused, running, aborting, aborting failed, concluded failed, gone failed',
    ],
    [
      'job-error',
      'xstop',
      'created, running, paused, running, running!, paused!, running, waiting, pending, pending completed, concluded completed, gone completed',
    ],
    [
      'job-commit',
      'c1',
      'created, running, ready, waiting, pending, pending completed, concluded completed, gone completed',
    ],
    [
      'job-snapshot',
      'sv0',
      'created, running, waiting, pending, concluded completed, gone completed',
    ],
    ['job-snapshot', 'sv1', 'created, running, aborting, concluded failed, gone failed'],
    ['job-transaction', 'ja', 'created, aborting, concluded failed, gone failed'],
  ])('%s: %s', (fixture, id, expected) => {
    expect(life(inputsOf(fixture), id).join(', ')).toBe(expected);
  });

  it.each([
    ['d0', 'running, paused!, ready, gone cancelled, running, gone failed'],
    ['d1', 'gone completed'],
  ])('a server without status events: %s', (id, expected) => {
    expect(life(inputsOf('job-old'), id).join(', ')).toBe(expected);
  });
});

describe('what is known of a job at the end', () => {
  it.each([
    [
      'job-error',
      'xreport',
      { type: 'backup', current: 0, total: 67108864, error: 'Input/output error', isBlock: true },
    ],
    ['job-error', 'xenospc', { ioStatus: 'nospace', autoDismiss: true, current: 67108864 }],
    [
      'job-manual',
      'b0',
      { autoDismiss: false, autoFinalize: false, wasPending: true, isOurs: true },
    ],
    ['job-mirror', 'm0', { speed: 0, wasReady: true, asked: 'complete' }],
    ['job-snapshot', 'sv1', { error: "Snapshot 'my-snap' already exists in one or more devices" }],
    ['job-snapshot', 'ld1', { isOurs: true, current: 1, total: 1 }],
    ['job-old', 'd0', { error: 'No space left on device', isOurs: true }],
    ['job-old', 'd1', { isOurs: true }],
  ])('%s: %s', (fixture, id, expected) => {
    const last = statesOf(inputsOf(fixture)).at(-1) ?? NOTHING_TRACKED;
    expect(findJob(last.jobs, id)).toMatchObject(expected);
  });
});

describe('a transaction', () => {
  const inputs = inputsOf('job-transaction');

  it('ends grouped jobs together and single ones alone', () => {
    const outcomes = (id: string) => life(inputs, id).filter(word => word.startsWith('gone'));
    expect(outcomes('j0')).toEqual(['gone cancelled', 'gone completed']);
    expect(outcomes('j1')).toEqual(['gone cancelled', 'gone cancelled']);
  });

  it('makes jobs that are ours, unless it was refused', () => {
    const last = statesOf(inputs).at(-1) ?? NOTHING_TRACKED;
    const ours = ['j0', 'db0', 'ja'].map(id => findJob(last.jobs, id)?.isOurs);
    expect(ours).toEqual([true, true, false]);
  });
});

function seen(name: string, data: JsonObject, seq = 0): SessionInput {
  return { kind: 'event', name, data, seq };
}

function answered(command: string, value: JsonValue, args: JsonObject = {}): SessionInput {
  return { kind: 'reply', command, value, args, since: 9, jobIdMembers: ['job-id'] };
}

const STATUS = (status: string, id = 'a') => seen('JOB_STATUS_CHANGE', { id, status });
const COMPLETED = seen('BLOCK_JOB_COMPLETED', { device: 'a', type: 'backup', len: 1, offset: 1 });
const CONCLUDED_ROW = { id: 'a', type: 'backup', status: 'concluded' };

describe('what a session sees that joined late or missed something', () => {
  it.each([
    [
      'its first event is the last but two',
      [COMPLETED, STATUS('concluded'), STATUS('null')],
      'gone completed',
    ],
    ['concluded, nothing known before', [STATUS('concluded')], 'concluded'],
    [
      'concluded, then asked',
      [STATUS('concluded'), answered('query-jobs', [CONCLUDED_ROW])],
      'concluded completed',
    ],
    [
      'listed with an error',
      [answered('query-jobs', [{ ...CONCLUDED_ROW, error: 'x' }])],
      'concluded failed',
    ],
    [
      'listed, then not',
      [answered('query-jobs', [CONCLUDED_ROW]), answered('query-jobs', [])],
      'gone completed',
    ],
    ['ran, then is not listed', [STATUS('running'), answered('query-jobs', [])], 'gone unknown'],
    [
      'no block job, so not in that list',
      [STATUS('running'), answered('query-block-jobs', [])],
      'running',
    ],
    [
      'gone, and its id used anew',
      [STATUS('created'), STATUS('null'), STATUS('created')],
      'created',
    ],
    [
      'made, but unknown to a server that tells all',
      [STATUS('running', 'b'), answered('x', {}, { 'job-id': 'a' })],
      '-',
    ],
    ['made, on a server that tells little', [answered('x', {}, { 'job-id': 'a' })], 'running'],
  ])('%s', (_title, inputs, expected) => {
    expect(standing(statesOf(inputs).at(-1) ?? NOTHING_TRACKED, 'a')).toBe(expected);
  });
});

describe('a list of jobs that events have overtaken', () => {
  const running = { id: 'a', type: 'backup', status: 'running' };
  const later = (status: string) => seen('JOB_STATUS_CHANGE', { id: 'a', status }, 9);
  it.each([
    ['ended meanwhile', [running], ['running', 'concluded', 'null'], 'gone completed'],
    ['became ready meanwhile', [running], ['running', 'ready'], 'ready'],
    ['was created meanwhile', [], ['created'], 'created'],
    ['began anew meanwhile', [running], ['concluded', 'null', 'created'], 'created'],
  ])('%s', (_title, rows, statuses, expected) => {
    const inputs = [STATUS('running', 'other'), ...statuses.map(later)];
    const last = statesOf([...inputs, answered('query-jobs', rows)]).at(-1);
    expect(standing(last ?? NOTHING_TRACKED, 'a')).toBe(expected);
  });
});

describe('a stream of events without end', () => {
  it('leaves a bounded number of jobs', () => {
    const made = Array.from({ length: 1000 }, (_, index) => STATUS('created', `made-up-${index}`));
    const ended = Array.from({ length: 1000 }, (_, index) => STATUS('null', `made-up-${index}`));
    const { jobs } = statesOf([...made, ...ended]).at(-1) ?? NOTHING_TRACKED;
    expect(jobs.live.size + jobs.ended.size).toBeLessThanOrEqual(768);
  });

  it('leaves the state alone where it does not concern it', () => {
    const state = stepTracked(NOTHING_TRACKED, STATUS('created'));
    expect(stepTracked(state, seen('RTC_CHANGE', { offset: 1 }))).toBe(state);
  });
});
