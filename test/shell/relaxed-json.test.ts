import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printJson } from '../../src/json/print.js';
import { oneLine } from '../../src/json/text.js';
import {
  MAX_LEVELS,
  memberNode,
  nodeText,
  nodeValue,
  readRelaxedJson,
} from '../../src/shell/relaxed-json.js';

const text = (source: string) => nodeText(readRelaxedJson(source, 0).node);

describe('relaxed JSON', () => {
  it.each([
    ['{"a": 1}', '{"a": 1}'],
    [" {'a' : 'b'} ", '{"a": "b"}'],
    ['{a: 1, b-c: 2, d.e: 3, $x: 4}', '{"a": 1, "b-c": 2, "d.e": 3, "$x": 4}'],
    ["{'it': \"it's\"}", '{"it": "it\'s"}'],
    ["'a\"b'", '"a\\"b"'],
    ['[1.0, -0, 1E+2, 18446744073709551616]', '[1.0, -0, 1E+2, 18446744073709551616]'],
    ['{"2": 1, "1": 2}', '{"2": 1, "1": 2}'],
    ['{"__proto__": 1}', '{"__proto__": 1}'],
    ['"é\\u0041\\n"', '"\\u00E9A\\n"'],
    ['[true, false, null, [], {}]', '[true, false, null, [], {}]'],
    ['{"a":\r\n\t1}', '{"a": 1}'],
  ])('%s is %s', (source, expected) => {
    const read = readRelaxedJson(source, 0);
    expect([nodeText(read.node), read.problems, read.open]).toEqual([expected, [], false]);
  });

  it.each(['{', '{"a"', '{"a":', '{"a": 1', '{"a": 1,', '{"a": [', '[1,', '[1', '[{"a": {}'])(
    '%s is open',
    source => {
      expect(readRelaxedJson(source, 0)).toMatchObject({ open: true, problems: [] });
    },
  );

  it.each([
    ['{"a" 1}', "expected ':', found '1'", 5],
    ['{"a": 1 "b": 2}', "expected ',' or '}', found '\"'", 8],
    ['[1 2]', "expected ',' or ']', found '2'", 3],
    ['{"a": }', "expected a value, found '}'", 6],
    ['{,}', "expected a member name, found ','", 1],
    ['{"a": tru}', "expected a JSON value, found 'tru'", 6],
    ['{"a": 01}', "expected a JSON value, found '01'", 6],
    ['{"a": 1.}', "expected a JSON value, found '1.'", 6],
    ['{"a": +1}', "expected a JSON value, found '+1'", 6],
    ['{"a": 0x10}', "expected a JSON value, found '0x10'", 6],
    ['{"a": 1, "a": 2}', "member 'a' is given twice", 9],
    ['{"a": "b', 'the string is not closed: expected "', 6],
    ['["a\nb"]', 'a control character in a string: write it as an escape (\\n, \\u001b)', 1],
    ['["\\x"]', "expected one of JSON's escapes", 1],
  ])('%s is wrong, with its place', (source, message, start) => {
    const { problems } = readRelaxedJson(source, 0);
    expect(problems.map(problem => [problem.message, problem.span.start])).toEqual([
      [message, start],
    ]);
  });

  it('is refused where it is nested too deeply to be read', () => {
    const { problems } = readRelaxedJson('['.repeat(MAX_LEVELS + 1), 0);
    expect(problems[0]?.message).toBe(`nested deeper than ${MAX_LEVELS} levels`);
  });

  it('ends at its bracket, whatever follows', () => {
    expect(readRelaxedJson('x={"a": 1}} y', 2).end).toBe(10);
  });

  it('keeps the place of each key and value', () => {
    const source = '{"execute": "stop", b: [1, {}]}';
    const { node } = readRelaxedJson(source, 0);
    const at = ({ start, end }: { start: number; end: number }) => source.slice(start, end);
    const [first, second] = [memberNode(node, 'execute'), memberNode(node, 'b')];
    expect(at(first!.keySpan)).toBe('"execute"');
    expect(at(first!.value.span)).toBe('"stop"');
    expect(at(second!.value.span)).toBe('[1, {}]');
  });

  it('is printed as it was read: any JSON, digit for digit', () => {
    fc.assert(
      fc.property(fc.json({ stringUnit: fc.constantFrom(...'a"\\/1. é') }), source => {
        expect(text(source)).toBe(oneLine(source));
      }),
    );
  });

  it('has the value that JSON has', () => {
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        const source = JSON.stringify(value);
        expect(JSON.parse(printJson(nodeValue(readRelaxedJson(source, 0).node)))).toEqual(
          JSON.parse(source),
        );
      }),
    );
  });

  it('never throws and never reads beyond its text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'{}[]:,"\'\\ a1-.e\n\u00e9') }), source => {
        const { end, problems } = readRelaxedJson(source, 0);
        expect(end).toBeLessThanOrEqual(source.length);
        expect(problems.length).toBeLessThanOrEqual(1);
      }),
    );
  });
});
