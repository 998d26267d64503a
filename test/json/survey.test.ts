import { describe, expect, it } from 'vitest';
import { MAX_DEPTH, surveyJson } from '../../src/json/survey.js';

describe('a walk over a text', () => {
  it.each<[string, boolean, boolean]>([
    ['{"return": {"a": [1, -2, true, null], "b": ""}, "id": "x"}', true, true],
    ['{"return": {}}\r\n', false, true],
    ['{ "a": 1}', false, true],
    ['{"a" : 1}', false, true],
    ['{"a":1}', false, true],
    ['[1,2]', false, true],
    ['[1,  2]', false, true],
    ['["a:b,c", "\\"\\u00e9"]', true, true],
    ['["\u00e9"]', false, true],
    ['["\x7f"]', false, true],
    ['[9007199254740991, -9007199254740991, 0]', true, true],
    ['[9007199254740993]', true, false],
    ['[18446744073709551615]', true, false],
    ['["18446744073709551616 1.0"]', true, true],
    ['[0.5, -33.8184, 1e+21]', true, true],
    ['[33.818400000000004]', true, true],
    ['[1.0]', true, false],
    ['[1e3]', true, false],
    ['[-0]', true, false],
    ['[0.10000000000000001]', true, false],
  ])('%s: on one line %s, exact %s', (text, isOneLine, isExact) => {
    expect(surveyJson(text)).toEqual({ isOneLine, isExact });
  });

  it.each([
    ...[
      '',
      ' ',
      '{',
      '[',
      '[1',
      '[1,',
      '[1,]',
      '{"a"',
      '{"a":',
      '{"a":1',
      '{"a":1,}',
      '{a:1}',
      '{1:1}',
    ],
    ...[
      '01',
      '-',
      '1.',
      '.5',
      '+1',
      '1e',
      '0x1',
      'tru',
      'True',
      'nul',
      'inf',
      'NaN',
      '1 2',
      '{}}',
      '[}',
    ],
    ...[
      '"',
      '"a',
      '"\n"',
      '"\\x"',
      '"\\u12g4"',
      '"\\',
      "'a'",
      '[1}',
      '{"a":1]',
      '\ufeff1',
      '\u00a01',
    ],
  ])('finds no JSON in %j', text => {
    expect(surveyJson(text)).toBeUndefined();
    expect(() => JSON.parse(text)).toThrow();
  });

  it('goes as deep as reading does, and no deeper', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    expect(surveyJson(nested(MAX_DEPTH))).toBeDefined();
    expect(surveyJson(nested(MAX_DEPTH + 1))).toBeUndefined();
  });
});
