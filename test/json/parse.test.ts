import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { JsonSyntaxError } from '../../src/json/errors.js';
import { parseJson } from '../../src/json/parse.js';
import { printCompact, printJson } from '../../src/json/print.js';
import { MAX_DEPTH } from '../../src/json/survey.js';
import { JsonNumber, type JsonValue } from '../../src/json/value.js';

describe('numbers are exact', () => {
  it.each([
    ['0', 0],
    ['-1', -1],
    ['1.5', 1.5],
    ['33.818400000000004', 33.818400000000004],
    ['9007199254740991', 9007199254740991],
    ['9007199254740993', 9007199254740993n],
    ['18446744073709551615', 18446744073709551615n],
    ['-9223372036854775808', -9223372036854775808n],
    ['1.0', new JsonNumber('1.0')],
    ['1e3', new JsonNumber('1e3')],
    ['-0', new JsonNumber('-0')],
    ['0.10000000000000001', new JsonNumber('0.10000000000000001')],
  ])('reads %s', (text, value) => {
    expect(parseJson(text)).toEqual(value);
    expect(parseJson(`[${text}]`)).toEqual([value]);
  });

  it.each([
    '1.0',
    '1E400',
    '-0.0',
    '123456789012345678901234567890',
    '1.8446744073709552e+19',
    '-9007199254740993',
  ])('prints %s as it came', text => {
    expect(printJson(parseJson(text))).toBe(text);
  });
});

it.each([
  '{"version": {"qemu": {"micro": 22, "minor": 2}, "package": "Debian 1:7.2+dfsg-7"}}',
  '["1.5", "a:-0", -1, 12]',
])('leaves a text of whole numbers to JSON.parse, whatever its strings say: %s', text => {
  const native = vi.spyOn(JSON, 'parse');
  expect(parseJson(text)).toEqual(native.mock.results[0]?.value);
  native.mockRestore();
});

it.each(['{"a" :1.0}', '{"a":\n 1.0}', '[\n1.0]', '[0 ,1.0]', '{"a": "", "b":-0}'])(
  'does not where there is one: %j',
  text => {
    expect(printJson(parseJson(text))).toMatch(/1\.0|-0/);
  },
);

describe('what is not JSON is refused with its place', () => {
  it.each([
    ['', 0],
    ['{"a":1,}', 7],
    ['{a:1}', 1],
    ['[1 2]', 3],
    ['[1,]', 3],
    ["'x'", 0],
    ['"a\nb"', 2],
    ['"\\x"', 1],
    ['"\\u12g4"', 1],
    ['01', 1],
    ['1.', 1],
    ['+1', 0],
    ['nul', 0],
    ['inf', 0],
    ['{} {}', 3],
    ['{"a" 1}', 5],
  ])('%j at offset %i', (text, offset) => {
    expect(() => parseJson(text)).toThrow(JsonSyntaxError);
    expect(() => parseJson(text)).toThrow(expect.objectContaining({ offset }));
  });

  it('refuses what JSON.parse refuses, and reads alike what it reads', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'{}[]",:\\ -01.eEtruefalsnu\n') }), text => {
        let expected: unknown = JsonSyntaxError;
        try {
          expected = JSON.parse(text);
        } catch {}
        if (expected === JsonSyntaxError) expect(() => parseJson(text)).toThrow(JsonSyntaxError);
        else expect(JSON.parse(printJson(parseJson(text)))).toEqual(expected);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('hostile texts', () => {
  const nested = (depth: number) => `${'['.repeat(depth)}1.0${']'.repeat(depth)}`;

  it('reads 1023 levels inside a reply', () => {
    expect(printJson(parseJson(nested(1026)))).toBe(nested(1026));
  });

  it('refuses endless nesting instead of overflowing the stack', () => {
    expect(() => parseJson(nested(MAX_DEPTH + 1))).toThrow('nesting deeper than 2048 levels');
    const whole = `${'['.repeat(MAX_DEPTH + 1)}${']'.repeat(MAX_DEPTH + 1)}`;
    expect(() => parseJson(whole)).toThrow('nesting deeper');
    expect(() => parseJson('['.repeat(1_000_000))).toThrow(JsonSyntaxError);
    expect(parseJson(JSON.stringify('['.repeat(10_000)))).toBe('['.repeat(10_000));
  });

  it.each([
    ['many, none of them deep', '[{"a": [1, "]\\"["]}, {}]', true],
    ['one too deep among many', nested(MAX_DEPTH), false],
    [
      'one too deep behind a string of brackets',
      `"${']'.repeat(99)}", ${nested(MAX_DEPTH)}`,
      false,
    ],
    [
      'one too deep behind strings that look like siblings',
      `"${'}, {'.repeat(5_000)}", ${nested(MAX_DEPTH)}`,
      false,
    ],
    [
      'one too deep behind strings that begin with brackets',
      `${new Array(5_000).fill('"["').join()}, ${nested(MAX_DEPTH)}`,
      false,
    ],
    [
      'one too deep, each level with siblings',
      `${'[{}, {}, '.repeat(MAX_DEPTH)}1.0${']'.repeat(MAX_DEPTH)}`,
      false,
    ],
    ['many siblings', new Array(5_000).fill('{"a": "[1]"}').join(', '), true],
    ['one too deep behind an escaped quote', `"\\"", ${nested(MAX_DEPTH)}`, false],
  ])('tells the depth of brackets: %s', (_title, element, isRead) => {
    const text = `[${new Array(1_000).fill('[{}]').join()}, ${element}]`;
    const read = () => parseJson(text);
    if (isRead) expect(read()).toEqual(JSON.parse(text));
    else expect(read).toThrow('nesting deeper than 2048 levels');
  });

  it('keeps a member named __proto__ as a member', () => {
    const value = parseJson('{"__proto__": {"x": 1.0}, "a": 1.0}');
    expect(Object.keys(value as object)).toEqual(['__proto__', 'a']);
    expect(printJson(value)).toBe('{"__proto__": {"x": 1.0}, "a": 1.0}');
  });
});

const jsonText: fc.Arbitrary<JsonValue> = fc.letrec<{ value: JsonValue }>(tie => ({
  value: fc.oneof(
    { maxDepth: 5 },
    fc.constant(null),
    fc.boolean(),
    fc.integer(),
    fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.string({ unit: 'binary' }),
    fc.array(tie('value')),
    fc.dictionary(fc.string(), tie('value')),
  ),
})).value;

describe('printing', () => {
  it('is undone by parsing, and undoes it', () => {
    fc.assert(
      fc.property(jsonText, value => {
        const text = printJson(value);
        expect(printJson(parseJson(text))).toBe(text);
      }),
    );
  });

  it('says the same without blanks, which are left out of no string', () => {
    expect(printCompact(parseJson('{"a b": [1, -0.0, {"c": ": ,"}], "d": {}}'))).toBe(
      '{"a b":[1,-0.0,{"c":": ,"}],"d":{}}',
    );
  });

  it('gives pure ASCII on one line', () => {
    fc.assert(
      fc.property(jsonText, value => {
        expect(printJson(value)).toMatch(/^[\x20-\x7e]*$/);
      }),
    );
  });

  it('escapes as QEMU does', () => {
    expect(printJson('é\u001b[31m😀\u007f"\\')).toBe(
      '"\\u00E9\\u001B[31m\\uD83D\\uDE00\\u007F\\"\\\\"',
    );
  });
});
