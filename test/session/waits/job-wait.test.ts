import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json/value.js';
import { type Act, play, recordOf, status } from './play.js';

const row = (state: string, more: JsonObject = {}): JsonObject => {
  return { id: 'a', type: 'backup', status: state, ...more };
};
const jobs = (...rows: JsonObject[]): Act => ({ returns: rows });
const blockRow = (more: JsonObject): JsonObject => ({ device: 'a', type: 'mirror', ...more });
const DONE: JsonObject = { device: 'a', type: 'backup', len: 8, offset: 8, speed: 0 };
const COMPLETED: Act = { event: 'BLOCK_JOB_COMPLETED', data: DONE };
const CANCELLED: Act = { event: 'BLOCK_JOB_CANCELLED', data: DONE };
const FAILED: Act = { event: 'BLOCK_JOB_COMPLETED', data: { ...DONE, error: 'No space' } };
const STOPPED: Act = { event: 'BLOCK_JOB_ERROR', data: { device: 'a', action: 'stop' } };
const NULL = [status('a', 'concluded'), status('a', 'null')];

/** The timed looks that make sure a job stays where it is. */
function stays(answer: Act): Act[] {
  return [answer, 'tick', answer, 'tick', answer];
}

describe('a job that ends', () => {
  it.each<[string, readonly Act[], readonly Act[], string]>([
    [
      'completes while waited for',
      [],
      [jobs(row('running')), COMPLETED, ...NULL, jobs()],
      'exit 0',
    ],
    ['fails while waited for', [], [jobs(row('running')), FAILED, ...NULL, jobs()], 'exit 6'],
    [
      'is cancelled while waited for',
      [],
      [jobs(row('running')), CANCELLED, ...NULL, jobs()],
      'exit 6',
    ],
    [
      'had completed and was dismissed',
      [status('a', 'created'), COMPLETED, ...NULL],
      [jobs()],
      'exit 0',
    ],
    ['had failed and was dismissed', [status('a', 'created'), FAILED, ...NULL], [jobs()], 'exit 6'],
    ['is listed as concluded', [], [jobs(row('concluded'))], 'exit 0'],
    ['is listed with an error', [], [jobs(row('concluded', { error: 'x' }))], 'exit 6'],
    ['vanishes, nothing tells how', [], [jobs(row('running')), 'tick', jobs()], 'exit 6'],
    ['was never seen', [], [jobs(row('running', { id: 'b' }))], 'exit 6'],
  ])('%s', (_title, before, acts, expected) => {
    expect(play('job a', acts, recordOf(before)).deeds.at(-1)).toBe(expected);
  });
});

describe('its line is the job as query-jobs has it', () => {
  it.each<[string, readonly Act[], readonly Act[], string]>([
    [
      'as the server sent it',
      [],
      [jobs({ status: 'concluded', id: 'a', x: 1 })],
      '{"status": "concluded", "id": "a", "x": 1}',
    ],
    [
      'completed from events',
      [status('a', 'created'), FAILED, ...NULL],
      [jobs()],
      '{"id": "a", "type": "backup", "status": "concluded", "current-progress": 8, "total-progress": 8, "error": "No space"}',
    ],
    [
      'cancelled',
      [],
      [jobs(row('running')), CANCELLED, ...NULL, jobs()],
      '{"id": "a", "type": "backup", "status": "concluded", "current-progress": 8, "total-progress": 8, "cancelled": true}',
    ],
    ['absent', [], [jobs()], expect.stringContaining('"class": "qmpsh.refused"') as string],
  ])('%s', (_title, before, acts, line) => {
    expect(play('job a', acts, recordOf(before)).result?.line).toEqual(line);
  });

  it('says for an unknown id which jobs there are', () => {
    const { result } = play('job a', [jobs(row('running', { id: 'b' }))]);
    expect(result?.message).toMatch(/no job 'a'.*there are 'b'.*may have ended before/);
  });
});

describe('a job that stays where only a command gets it on', () => {
  it.each<[string, readonly Act[], string]>([
    ['ready', stays(jobs(row('ready'))), 'job-complete id=a'],
    ['pending', stays(jobs(row('pending'))), 'job-finalize id=a'],
  ])('%s', (_title, acts, command) => {
    const { deeds, result } = play('job a', acts);
    expect(deeds).toEqual([
      'query-jobs',
      'poll 250',
      'query-jobs',
      'poll 250',
      'query-jobs',
      'exit 6',
    ]);
    expect(result?.message).toContain(command);
  });

  it.each<[string, JsonObject, string]>([
    [
      'an I/O error',
      { paused: true, status: 'paused', 'io-status': 'failed' },
      'by an I/O error; when the cause is mended: block-job-resume device=a',
    ],
    ['a full disk', { paused: true, status: 'paused', 'io-status': 'nospace' }, '(no space left)'],
    [
      'the user',
      { paused: true, status: 'paused', 'io-status': 'ok' },
      'paused; to go on: job-resume id=a',
    ],
  ])('paused by %s', (_title, block, words) => {
    const look = [jobs(row('paused')), jobs(blockRow(block))];
    const acts = [...look, 'tick' as const, ...look, 'tick' as const, ...look];
    expect(play('job a', acts).result).toMatchObject({
      exit: 6,
      message: expect.stringContaining(words),
    });
  });

  it('is not what passes through, however often it is looked at', () => {
    const passing = [
      status('a', 'pending'),
      jobs(row('pending')),
      status('a', 'pending'),
      jobs(row('pending')),
    ];
    const { deeds } = play('job a', [
      jobs(row('running')),
      ...passing,
      'tick',
      jobs(row('running')),
    ]);
    expect(deeds.at(-1)).toMatch(/^poll/);
  });

  it('is not what has been told to complete', () => {
    const record = recordOf([status('a', 'created'), status('a', 'ready')]);
    record.takeReply({ command: 'job-complete', args: { id: 'a' }, since: 2 }, { value: {} });
    expect(play('job a', stays(jobs(row('ready'))), record).result).toBeUndefined();
  });

  it('is waited on with state=', () => {
    expect(play('job a state=concluded', stays(jobs(row('ready')))).result).toBeUndefined();
    expect(play('job a state=pending', stays(jobs(row('ready')))).result).toBeUndefined();
  });
});

describe('state=ready and state=pending', () => {
  it.each<[string, readonly Act[], string]>([
    [
      'job a state=ready',
      [jobs(row('running')), status('a', 'ready'), jobs(row('ready'))],
      'exit 0',
    ],
    ['job a state=ready', [jobs(row('ready'))], 'exit 0'],
    ['job a state=ready', [jobs(row('running')), COMPLETED, ...NULL, jobs()], 'exit 6'],
    ['job a state=ready', [jobs(row('running')), FAILED, ...NULL, jobs()], 'exit 6'],
    ['job a state=ready', stays(jobs(row('pending'))), 'exit 6'],
    ['job a state=pending', [jobs(row('pending'))], 'exit 0'],
    ['job a state=pending', [jobs(row('running')), COMPLETED, ...NULL, jobs()], 'exit 0'],
    ['job a state=pending', [jobs(row('running')), CANCELLED, ...NULL, jobs()], 'exit 6'],
  ])('%s %#', (line, acts, expected) => {
    expect(play(line, acts).deeds.at(-1)).toBe(expected);
  });

  it('counts a mirror that was ready and completed as having been ready', () => {
    const before = recordOf([status('a', 'created'), status('a', 'ready'), COMPLETED, ...NULL]);
    expect(play('job a state=ready', [jobs()], before).result?.exit).toBe(0);
  });
});

describe('a concluded job is dismissed', () => {
  function ours() {
    const record = recordOf([status('a', 'created')]);
    const args = { 'job-id': 'a' };
    record.takeReply({ command: 'x', args, since: 0, jobIdMembers: ['job-id'] }, { value: {} });
    return record;
  }
  const error = row('concluded', { error: 'x' });

  it.each([
    ['job a', true, ['query-jobs', 'job-dismiss id=a', 'exit 6']],
    ['job a dismiss=no', true, ['query-jobs', 'exit 6']],
    ['job a', false, ['query-jobs', 'exit 6']],
    ['job a dismiss=yes', false, ['query-jobs', 'job-dismiss id=a', 'exit 6']],
  ])('%s, made by this session: %s', (line, isOurs, deeds) => {
    const acts = [jobs(error), ...(deeds.length === 3 ? [{ returns: {} }] : [])];
    expect(play(line, acts, isOurs ? ours() : recordOf([])).deeds).toEqual(deeds);
  });

  it('says how to dismiss one of another session', () => {
    expect(play('job a', [jobs(error)]).result?.message).toMatch(/until: job-dismiss id=a$/);
  });

  it('keeps its result when another client was faster', () => {
    const { result } = play('job a', [jobs(error), { refuses: 'GenericError' }], ours());
    expect(result).toMatchObject({ exit: 6, message: expect.stringContaining('failed: x') });
  });
});

describe('a server before 3.0', () => {
  const UNKNOWN: Act = { refuses: 'CommandNotFound' };

  it('is asked by query-block-jobs, and its end is known from the event', () => {
    const acts = [UNKNOWN, jobs(blockRow({ len: 8, offset: 4 })), COMPLETED, jobs()];
    const { deeds } = play('job a', acts);
    expect(deeds).toEqual([
      'query-jobs',
      'query-block-jobs',
      'poll 100',
      'query-block-jobs',
      'exit 0',
    ]);
  });

  it.each<[string, Act, string]>([
    ['ready', jobs(blockRow({ ready: true })), 'block-job-complete device=a'],
    [
      'paused',
      jobs(blockRow({ paused: true, 'io-status': 'failed' })),
      'block-job-resume device=a',
    ],
  ])('tells the command of its own for a job that is %s', (_title, answer, command) => {
    expect(play('job a', [UNKNOWN, ...stays(answer)]).result?.message).toContain(command);
  });

  it('is dismissed by block-job-dismiss', () => {
    const concluded = jobs(blockRow({ status: 'concluded', error: 'x' }));
    const { deeds } = play('job a dismiss=yes', [UNKNOWN, concluded, { returns: {} }]);
    expect(deeds.slice(2)).toEqual(['block-job-dismiss id=a', 'exit 6']);
  });
});

describe('other ends of a wait for a job', () => {
  it.each<[string, readonly Act[], number]>([
    ['the server refuses to tell', [{ refuses: 'GenericError' }], 1],
    [
      'it knows no jobs at all',
      [{ refuses: 'CommandNotFound' }, { refuses: 'CommandNotFound' }],
      1,
    ],
    ['the connection ends', [{ ends: 'host-signal' }], 4],
  ])('%s', (_title, acts, exit) => {
    expect(play('job a', acts).result?.exit).toBe(exit);
  });

  it('says how far it was when the connection ended', () => {
    const half = jobs(row('running', { 'current-progress': 57, 'total-progress': 100 }));
    const { result } = play('job a', [half, { ends: 'host-qmp-quit' }]);
    expect(result?.message).toBe(
      "the server ended: SHUTDOWN host-qmp-quit, while waiting for job 'a' (backup) to end, which is running at 57 %",
    );
  });

  it('asks once for what happens while it asks', () => {
    const flood = Array.from({ length: 50 }, () => STOPPED);
    expect(play('job a', [...flood, jobs(row('running'))]).deeds).toEqual([
      'query-jobs',
      'query-jobs',
    ]);
  });
});
