import { describe, expect, it } from 'vitest';
import { parseWatchText } from '../../../src/session/watch/watch-spec.js';

describe('the text of a watch', () => {
  it.each([
    ['query-status', 2000, undefined, 'query-status'],
    ['-n 1 query-migrate', 1000, undefined, 'query-migrate'],
    ['-n0.5 query-migrate', 500, undefined, 'query-migrate'],
    ['-n 500ms --count 3 query-block', 500, 3, 'query-block'],
    ['--count=2 -n 1m query-block', 60_000, 2, 'query-block'],
    ['{"execute": "query-status"}', 2000, undefined, '{"execute": "query-status"}'],
    ['.hmp info jit', 2000, undefined, '.hmp info jit'],
    ['-n 1 qom-get / type', 1000, undefined, 'qom-get / type'],
  ])('%j is read', (text, everyMs, count, line) => {
    const spec = parseWatchText(text);
    expect(spec).toMatchObject({ kind: 'watch', everyMs, count, line: { text: line } });
  });

  it.each([
    ['', 'expected .watch [-n SECONDS] [--count N] COMMAND', 0, 0],
    ['-n 1', 'expected .watch [-n SECONDS] [--count N] COMMAND', 4, 4],
    ['-n x query-status', "expected seconds, 0.1 or more, found 'x'", 3, 4],
    ['-n 0 query-status', "expected seconds, 0.1 or more, found '0'", 3, 4],
    ['--count 0 query-status', "expected a number of looks, found '0'", 8, 9],
    ['.jobs', 'expected .watch [-n SECONDS] [--count N] COMMAND', 0, 5],
    ['?query-status', 'expected .watch [-n SECONDS] [--count N] COMMAND', 0, 13],
    ['query-status | cat', "what '.watch' shows cannot be redirected: quote the operator", 0, 18],
  ])('%j is a mistake: %s', (text, message, start, end) => {
    expect(parseWatchText(text)).toMatchObject({ kind: 'problem', message, span: { start, end } });
  });
});
