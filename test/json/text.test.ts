import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indented, memberText, oneLine, textMembers } from '../../src/json/text.js';

describe('oneLine', () => {
  it.each([
    ['{"return": {}}', '{"return": {}}'],
    ['{"return":{},"id":"x"}', '{"return": {}, "id": "x"}'],
    ['{\r\n    "a": [\r\n        1.0,\r\n        2\r\n    ]\r\n}', '{"a": [1.0, 2]}'],
    ['{"2":1,"1":18446744073709551616e0}', '{"2": 1, "1": 18446744073709551616e0}'],
    ['"a: b, \\" {c}"', '"a: b, \\" {c}"'],
    ['"é\u009b"', '"\\u00E9\\u009B"'],
    ['"\\\\"', '"\\\\"'],
  ])('%j becomes %j', (text, line) => {
    expect(oneLine(text)).toBe(line);
  });

  it('takes strings of tens of megabytes', () => {
    const text = `["${'x\\n'.repeat(10_000_000)}"]`;
    expect(oneLine(text).length).toBe(text.length);
  });
});

describe('indented', () => {
  it.each([
    [
      '{"a":[],"b":{},"c":[1,{"d":null}]}',
      '{\n  "a": [],\n  "b": {},\n  "c": [\n    1,\n    {\n      "d": null\n    }\n  ]\n}',
    ],
    ['"x"', '"x"'],
    ['[]', '[]'],
  ])('%j', (text, expected) => {
    expect(indented(text)).toBe(expected);
  });

  it('tells keys, strings, numbers, words and marks apart', () => {
    const kinds: string[] = [];
    indented('{"k": ["s", -1, true]}', (token, kind) => {
      kinds.push(kind);
      return token;
    });
    expect(kinds).toEqual([
      'mark',
      'key',
      'mark',
      'mark',
      'string',
      'mark',
      'number',
      'mark',
      'word',
      'mark',
      'mark',
    ]);
  });

  it('means the same as the text', () => {
    fc.assert(
      fc.property(fc.json(), text => {
        expect(JSON.parse(indented(text))).toEqual(JSON.parse(text));
      }),
    );
  });
});

describe('textMembers', () => {
  it('cuts out members with their texts as they stand', () => {
    expect(textMembers('{"return": {"a": [1.0]}, "id": 1e2}')).toEqual([
      { key: 'return', text: '{"a": [1.0]}' },
      { key: 'id', text: '1e2' },
    ]);
    expect(textMembers('[ {"a": 1}, [2], "x" ]')).toEqual([
      { key: '0', text: '{"a": 1}' },
      { key: '1', text: '[2]' },
      { key: '2', text: '"x"' },
    ]);
  });

  it.each(['{}', '[]', '1', '"x"', 'null'])('gives none for %s', text => {
    expect(textMembers(text)).toEqual([]);
  });

  it('finds a member by its name as decoded', () => {
    expect(memberText('{"\\u0061": 5}', 'a')).toBe('5');
    expect(memberText('{"b": {"a": 1}}', 'a')).toBeUndefined();
  });

  it('finds every member of any object', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), object => {
        const members = textMembers(JSON.stringify(object));
        expect(members.map(({ key, text }) => [key, JSON.parse(text)])).toEqual(
          Object.entries(JSON.parse(JSON.stringify(object))),
        );
      }),
    );
  });
});
