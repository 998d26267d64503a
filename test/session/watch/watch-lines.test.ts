// Replies one after the other, and what is then shown of them.
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../../src/json/parse.js';
import { watchLines, watchNews } from '../../../src/session/watch/watch-lines.js';
import {
  newWatch,
  takeError,
  takeLook,
  type WatchState,
} from '../../../src/session/watch/watch-state.js';
import { stringWidth } from '../../../src/text/width.js';

/** A look every second; `!text` is an error. */
function watched(replies: readonly string[], command = 'query-x'): WatchState {
  return replies.reduce(
    (state, reply, at) => {
      if (reply.startsWith('!')) return takeError(state, reply.slice(1));
      const moment = { at: at * 1000, time: `12:00:0${at}` };
      return takeLook(state, parseJson(reply), moment);
    },
    newWatch(command, command, 1000),
  );
}

function rows(replies: readonly string[], command?: string): readonly string[] {
  return watchLines(watched(replies, command), 80, 50).slice(1);
}

describe('the block', () => {
  it('has a title that says what is looked at, how often, and when it was', () => {
    expect(watchLines(watched([]), 80, 10)).toEqual([
      ' watch query-x · every 1 s · looks for the first time',
    ]);
    expect(watchLines(watched(['{"a": 1}', '{"a": 2}']), 80, 10)[0]).toBe(
      ' watch query-x · every 1 s · look 2 · 12:00:01 · 1 changed',
    );
  });

  it.each([
    [['{"a": 1, "b": {"c": [1, 2]}}'], ['   a    1', '   b.c  1, 2']],
    [['{"s": "run"}', '{"s": "stop"}'], [' * s  stop']],
    [
      ['{"a": 1}', '{"a": 1, "b": 2}'],
      ['   a  1', ' + b  2'],
    ],
    [
      ['{"a": 1, "b": 2}', '{"a": 1}'],
      ['   a  1', ' - b  2'],
    ],
    [['{"a": 1, "b": 2}', '{"a": 1}', '{"a": 1}'], ['   a  1']],
    [['7', '9'], [' *   9  +2/s']],
    [['{}'], ['     (empty)']],
    [['[]'], ['     (empty list)']],
    [
      ['"one\\r\\ntwo\\r\\n"', '"one\\r\\n2\\r\\n"'],
      ['   1  one', ' * 2  2'],
    ],
  ])('of %j is %j', (replies, expected) => {
    expect(rows(replies)).toEqual(expected);
  });

  it('has rates of counters, with nothing lost beyond 2^53', () => {
    expect(rows(['{"n": 9223372036854775800}', '{"n": 9223372036854775807}'])).toEqual([
      ' * n  9223372036854775807  +7/s',
    ]);
    expect(rows(['{"n": 10}', '{"n": 4}'])).toEqual([' * n  4  -6/s']);
  });

  it('tells bytes a second in units, and no rate of what is one, or a time', () => {
    const ram = (transferred: number, mbps: number) =>
      `{"ram": {"transferred": ${transferred}, "mbps": ${mbps}.5}, "total-time": ${transferred}}`;
    expect(rows([ram(0, 1), ram(10_485_760, 2)], 'query-migrate')).toEqual([
      ' * ram.transferred  10485760 (10 MiB)  +10 MiB/s',
      ' * ram.mbps         2.5 Mbit/s',
      ' * total-time       10485760 (2 h 54 min)',
    ]);
  });

  it('goes on telling the rate of a counter that stands still', () => {
    expect(rows(['{"n": 1}', '{"n": 3}', '{"n": 3}'])).toEqual(['   n  3  +0/s']);
  });

  it('knows the items of a list by their names, whatever their order', () => {
    const item = (device: string, n: number) => `{"device": "${device}", "n": ${n}}`;
    const looks = [`[${item('a', 1)}, ${item('b', 1)}]`, `[${item('b', 5)}, ${item('a', 1)}]`];
    expect(rows(looks)).toEqual([
      '   b.device  b',
      ' * b.n       5  +4/s',
      '   a.device  a',
      '   a.n       1',
    ]);
    expect(rows(['[{"n": 1}, {"n": 1}]', '[{"n": 1}, {"n": 2}]'])).toEqual([
      '   [0].n  1',
      ' * [1].n  2  +1/s',
    ]);
  });

  it('keeps the last value beside an error, until there is a new one', () => {
    const state = watched(['{"a": 1}', '!GenericError: no\nway']);
    expect(watchLines(state, 80, 10)).toEqual([
      ' watch query-x · every 1 s · look 2 · 12:00:00 · no change · 1 failed',
      '   a  1',
      ' ! GenericError: no\\nway',
    ]);
    expect(rows(['{"a": 1}', '!no', '{"a": 1}'])).toEqual(['   a  1']);
  });

  it('shows what has ever changed first where there is no room for all', () => {
    const look = (n: number) =>
      JSON.stringify({ ...Object.fromEntries([...'abcdefgh'].map(key => [key, 1])), g: n });
    expect(watchLines(watched([look(1), look(2), look(2)]), 80, 5)).toEqual([
      ' watch query-x · every 1 s · look 3 · 12:00:02 · no change',
      '   a  1',
      '   b  1',
      '   g  2  +0/s',
      '   … 5 more',
    ]);
  });

  it.each([
    [1, 1],
    [10, 0],
    [20, 2],
    [33, 7],
    [200, 100],
  ])('fits into %i columns and %i rows, whatever the server says', (columns, most) => {
    const harmful =
      '{"\\u001b[31m\\u202e": "\\u0007", "宽宽宽宽宽宽": "字字字字字字字字", "b": {"c": 1}}';
    const lines = watchLines(watched([harmful, '!\u001b]0;x\u0007']), columns, most);
    expect(lines.length).toBeLessThanOrEqual(most);
    expect(lines.filter(line => stringWidth(line) > columns)).toEqual([]);
    expect(lines.join('')).not.toMatch(/[\x00-\x1f\u202e]/);
  });
});

describe('the news', () => {
  it.each([
    [['{"a": 1, "b": 2}'], ['   a  1', '   b  2']],
    [['{"a": 1, "b": 2}', '{"a": 1, "b": 3}'], [' * b  3  +1/s']],
    [['!no', '{"a": 1}'], ['   a  1']],
    [['{"a": 1}', '!no'], [' ! no']],
  ])('of %j are %j', (replies, expected) => {
    expect(watchNews(watched(replies), 80).slice(1)).toEqual(expected);
  });

  it('are none where nothing has changed', () => {
    expect(watchNews(watched(['{"a": 1}', '{"a": 1}']), 80)).toEqual([]);
  });
});
