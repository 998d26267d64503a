import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listInObject, objectList } from '../../src/json/object-list.js';
import { parseJson } from '../../src/json/parse.js';
import { printJson } from '../../src/json/print.js';
import type { JsonValue } from '../../src/json/value.js';

const ENTRY =
  '{"name": "a", "members": [{"name": "x", "default": null, "type": "int", "features": ["f", "g"]}, {}], "values": [], "n": [-1, 0, true]}';

describe('a list of objects', () => {
  it.each<[string, string, string[] | undefined]>([
    ['of one', '[{"a": 1}]', ['{"a": 1}']],
    ['of several', '[{"a": 1}, {}, {"b": "x, y"}]', ['{"a": 1}', '{}', '{"b": "x, y"}']],
    ['as deep as a schema', `[${ENTRY}, ${ENTRY}]`, [ENTRY, ENTRY]],
    ['with brackets in a string', '[{"a": "}, {"}]', ['{"a": "}, {"}']],
    ['with text behind it', '[{"a": 1}], "id": "k"}', ['{"a": 1}']],
    ['that is empty', '[]', undefined],
    ['of other values', '[1]', undefined],
    ['of other values too', '[{"a": 1}, 2]', undefined],
    ['with other spacing', '[{"a":1}]', undefined],
    ['with other spacing between', '[{"a": 1},{"a": 1}]', undefined],
    ['with a comma too many', '[{"a": 1}, ]', undefined],
    ['with one too many within', '[{"a": 1, }]', undefined],
    ['with one too few', '[{"a": 1 "b": 2}]', undefined],
    ['with an escape', '[{"a": "\\n"}]', undefined],
    ['with other than ASCII', '[{"a": "é"}]', undefined],
    ['with DEL', '[{"a": "\u007f"}]', undefined],
    ['with a long integer', '[{"a": 1234567890123456}]', undefined],
    ['with a fraction', '[{"a": 1.0}]', undefined],
    ['with -0', '[{"a": -0}]', undefined],
    ['with 01', '[{"a": 01}]', undefined],
    ['nested deeper', '[{"a": [{"a": [{}]}]}]', undefined],
    ['cut short', '[{"a": 1}', undefined],
    ['that is none', '{"a": 1}', undefined],
  ])('%s', (_what, text, texts) => {
    expect(objectList(text, 0)?.texts).toEqual(texts);
  });

  it('is found where it begins', () => {
    expect(objectList('xx[{"a": 1}]', 2)).toEqual({ start: 2, texts: ['{"a": 1}'], end: 12 });
  });
});

describe('an object around a list', () => {
  const membersOf = (text: string) => {
    const members: string[] = [];
    const list = listInObject(text, (key, start, end) =>
      members.push(`${key}=${text.slice(start, end)}`),
    );
    return list && members;
  };

  it.each<[string, string[] | undefined]>([
    ['{"return": [{}], "id": "k"}', ['return=[{}]', 'id="k"']],
    ['{"return": [{"a": 1}]}', ['return=[{"a": 1}]']],
    ['{"return": [{}], "a": 12, "b": null}', ['return=[{}]', 'a=12', 'b=null']],
    ['{"id": "k", "return": [{}]}', undefined],
    ['{"return": [{}], "id": [1]}', undefined],
    ['{"return": [{}]} ', undefined],
    ['{"return": [{}]}}', undefined],
    ['{"return": [{}], }', undefined],
    ['{"return": [{}]', undefined],
    ['{"return": [], "id": "k"}', undefined],
  ])('%s', (text, expected) => {
    expect(membersOf(text)).toEqual(expected);
  });
});

describe('whatever it is given', () => {
  const value: fc.Arbitrary<JsonValue> = fc.jsonValue({ maxDepth: 5 }) as fc.Arbitrary<JsonValue>;
  const plain = fc.oneof(fc.constantFrom('', 'a', 'b, c', '}, {'), fc.integer(), fc.boolean());
  const inner = fc.dictionary(
    fc.constantFrom('name', 'type', ''),
    fc.oneof(plain, fc.array(plain)),
  );
  const entry = fc.dictionary(
    fc.constantFrom('name', 'members', 'values'),
    fc.oneof(
      { weight: 15, arbitrary: fc.oneof(plain, fc.array(inner)) },
      { weight: 1, arbitrary: value },
    ),
  );
  const text = fc.array(entry, { minLength: 1 }).map(list => printJson(list as JsonValue));
  const damage = fc.record({
    at: fc.nat(400),
    remove: fc.nat(3),
    put: fc.constantFrom('', ',', ', ', ' ', '"', '{', ']', '0'),
  });

  it('what is taken for a list is JSON, and its objects are those that reading gives, exactly', () => {
    let taken = 0;
    fc.assert(
      fc.property(text, fc.option(damage), (whole, hurt) => {
        const shown = hurt
          ? whole.slice(0, hurt.at) + hurt.put + whole.slice(hurt.at + hurt.remove)
          : whole;
        const list = objectList(shown, 0);
        if (list === undefined) return;
        taken += 1;
        const json = shown.slice(0, list.end);
        const read = parseJson(json);
        expect(list.texts.map(parseJson)).toEqual(read);
        expect(JSON.parse(json)).toEqual(read);
        expect(`[${list.texts.join(', ')}]`).toBe(json);
      }),
      { numRuns: 500 },
    );
    expect(taken).toBeGreaterThan(50);
  });
});
