import { describe, expect, it } from 'vitest';
import { LongObject, readJson } from '../../src/json/long-object.js';
import { LONG_TEXT, parseJson } from '../../src/json/parse.js';

describe('an object around a list of objects', () => {
  const row = '{"name": "a", "type": "int"}';
  const rows = (count: number) => Array.from({ length: count }, () => row);
  const around = (texts: string[], rest = ', "id": "k"') =>
    `{"return": [${texts.join(', ')}]${rest}}`;

  it('has the texts of those, and is not read before somebody asks', () => {
    const found = readJson(around(rows(2000))) as LongObject;
    expect(found).toBeInstanceOf(LongObject);
    expect(found.rowsOf('return')).toEqual(rows(2000));
    expect([found.rowsOf('id'), found.rowsOf('event')]).toEqual([undefined, undefined]);
    expect([found.memberCount, found.isOneLine, found.read('id')]).toEqual([2, true, 'k']);
    expect(found.read('return')).toEqual(JSON.parse(`[${rows(2000).join()}]`));
  });

  it.each<[string, string]>([
    ['short', around(rows(2))],
    ['spaced otherwise', around(rows(2000)).replaceAll('": ', '":')],
    ['with a list behind it', around(rows(2000), ', "x": [1]')],
  ])('is read at once where it is %s', (_what, text) => {
    expect(readJson(text)).toEqual(JSON.parse(text));
  });

  it('has the texts of a member that is there twice for neither', () => {
    const found = readJson(around(rows(2000), ', "return": 5')) as LongObject;
    expect([found.rowsOf('return'), found.read('return'), found.memberCount]).toEqual([
      undefined,
      5,
      1,
    ]);
  });

  it('that is very long is one as well, its texts not known', () => {
    const found = readJson(around(rows(60_000))) as LongObject;
    expect([found.rowsOf('return'), found.textOf('id')]).toEqual([undefined, '"k"']);
  });
});

describe('a long object', () => {
  const long = 'x'.repeat(LONG_TEXT);
  const object = (text: string) => readJson(text.replace('LONG', long)) as LongObject;

  it('is not read before somebody asks', () => {
    const found = object('{"return": {"a": "LONG"}, "id": "k"}');
    expect(found).toBeInstanceOf(LongObject);
    expect([found.memberCount, found.has('id'), found.has('event')]).toEqual([2, true, false]);
    expect(found.textOf('return')).toBe(`{"a": "${long}"}`);
    expect([found.read('return'), found.read('id')]).toEqual([{ a: long }, 'k']);
    expect([found.textOf('event'), found.read('event')]).toEqual([undefined, undefined]);
  });

  it('has its numbers exact', () => {
    const found = object('{"return": [18446744073709551615, 1.0, "LONG"]}');
    expect(found.read('return')).toEqual(parseJson(`[18446744073709551615, 1.0, "${long}"]`));
  });

  it('has the last of two members of one name, as reading has', () => {
    const found = object('{"a": 1, "\\u0061": 2, "b": "LONG"}');
    expect([found.memberCount, found.read('a')]).toEqual([2, 2]);
  });

  it.each(['["LONG"]', '"LONG"'])('is none of another value: %s', text => {
    expect(object(text)).not.toBeInstanceOf(LongObject);
  });

  it('that is no JSON is told as any other', () => {
    expect(() => object('{"a": "LONG",}')).toThrow(/expected a member name/);
  });
});
