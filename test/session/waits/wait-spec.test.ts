import { describe, expect, it } from 'vitest';
import { parseDuration } from '../../../src/session/spec.js';
import { parseWaitText } from '../../../src/session/waits/wait-spec.js';

describe('what is waited for', () => {
  it.each([
    ['job b0', { kind: 'job', id: 'b0' }],
    ['job b0 state=ready dismiss=no', { kind: 'job', id: 'b0', state: 'ready', dismiss: 'no' }],
    ['migration', { kind: 'migration' }],
    [
      'migration state=active timeout=2m',
      { kind: 'migration', state: 'active', timeoutMs: 120_000 },
    ],
    ['status running', { kind: 'status', states: ['running'] }],
    ['status paused|shutdown', { kind: 'status', states: ['paused', 'shutdown'] }],
    ['gone hp0', { kind: 'gone', device: 'hp0' }],
    ['dirty-rate', { kind: 'dirty-rate' }],
    ['export-gone e1', { kind: 'export-gone', id: 'e1' }],
    ["job 'b 0'", { kind: 'job', id: 'b 0' }],
    ['end timeout=500ms', { kind: 'end', timeoutMs: 500 }],
  ])('%s', (text, expected) => {
    expect(parseWaitText(text)).toEqual(expected);
  });

  it('reads a filter after event', () => {
    expect(parseWaitText('event BLOCK_JOB_*,-STOP a.b=1 since=now timeout=1')).toEqual({
      kind: 'event',
      since: 'now',
      timeoutMs: 1000,
      filter: {
        kind: 'filter',
        items: [
          { excludes: false, glob: 'BLOCK_JOB_*', members: [] },
          { excludes: true, glob: 'STOP', members: [{ path: 'a.b', value: '1' }] },
        ],
      },
    });
  });
});

describe('a mistake has a place and says what was expected', () => {
  it.each([
    [
      '',
      0,
      "expected event, job, migration, dirty-rate, status, gone, export-gone, end after '.wait'",
    ],
    ['jbo b0', 0, "found 'jbo'; did you mean 'job'?"],
    ['toString', 0, "found 'toString'"],
    ['job', 0, "expected a job's id: .wait job ID"],
    ['job a b', 6, "unexpected 'b'"],
    [
      'job a state=redy',
      6,
      "expected ready, pending, concluded, found 'redy'; did you mean 'ready'?",
    ],
    ['job a stat=ready', 6, "unexpected 'stat='"],
    ['job a timeout=soon', 6, "expected a time like 30s, 500ms or 2m, found 'soon'"],
    ['migration now', 10, "unexpected 'now'"],
    ['migration state=done', 10, "found 'done'"],
    ['status runing', 7, "found 'runing'; did you mean 'running'?"],
    ['event', 0, "expected an event's name"],
    ['event STOP since=then', 11, "expected 'now', found 'then'"],
    ['event STOP RESUME', 11, "expected 'member=value', found 'RESUME'"],
    ['job "a', 4, 'expected'],
    ['end x', 4, "unexpected 'x'"],
  ])('%s', (text, start, message) => {
    const found = parseWaitText(text);
    expect(found).toMatchObject({ kind: 'problem', span: { start } });
    expect('message' in found && found.message).toContain(message);
  });
});

describe('durations', () => {
  it.each([
    ['30', 30_000],
    ['0.5', 500],
    ['30s', 30_000],
    ['500ms', 500],
    ['2m', 120_000],
    ['1h', 3_600_000],
    ['-1', undefined],
    ['1d', undefined],
    ['', undefined],
    ['1e3', undefined],
  ])('%j', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });
});
