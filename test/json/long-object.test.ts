import { describe, expect, it } from 'vitest';
import { LongObject, readJson } from '../../src/json/long-object.js';
import { LONG_TEXT, parseJson } from '../../src/json/parse.js';

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
