import { describe, expect, it } from 'vitest';
import { escapeLine, escapeText } from '../../src/shell/escape.js';
import { type OutputForm, outcomeText, ownErrorJson, valueText } from '../../src/shell/output.js';
import { pickText, readPath } from '../../src/shell/value-path.js';

const PLAIN: OutputForm = { layout: 'json', returnOnly: false, raw: false };
const REPLY = '{"return": {"a": [1.0, {"b.c": "x\\r\\ny"}], "10": 1, "2": 2}}';

const replyText = (form: OutputForm, json: string) =>
  outcomeText(form, { json, isReply: true }, undefined);

describe('a reply', () => {
  it.each<[Partial<OutputForm>, string]>([
    [{}, REPLY],
    [{ returnOnly: true }, '{"a": [1.0, {"b.c": "x\\r\\ny"}], "10": 1, "2": 2}'],
    [{ raw: true }, '{"a": [1.0, {"b.c": "x\\r\\ny"}], "10": 1, "2": 2}'],
    [{ get: [{ kind: 'member', name: '10' }] }, '1'],
  ])('is printed as %j says', (form, expected) => {
    expect(replyText({ ...PLAIN, ...form }, REPLY)).toBe(expected);
  });

  it('of an error is null where a part of its return is wanted', () => {
    const error = '{"error": {"class": "GenericError", "desc": "x"}}';
    expect(replyText({ ...PLAIN, returnOnly: true }, error)).toBe('null');
    expect(replyText({ ...PLAIN, get: [] }, error)).toBe('null');
    expect(replyText(PLAIN, error)).toBe(error);
  });

  it('is indented by two with its digits and keys as they came', () => {
    const text = replyText({ ...PLAIN, layout: 'pretty' }, '{"return": {"10": 1.0, "2": []}}');
    expect(text).toBe('{\n  "return": {\n    "10": 1.0,\n    "2": []\n  }\n}');
  });
});

describe('raw text', () => {
  it.each([
    ['"a\\r\\nb\\r\\n"', 'a\nb'],
    ['"a\\tb"', 'a\tb'],
    ['"\\u001b[31m\\u009b"', '\\u001B[31m\\u009B'],
    ['"\\ud83d\\ude00 \\ud83d"', '\u{1f600} \\uD83D'],
    ['""', ''],
    ['1.0', '1.0'],
  ])('of %s is %j', (json, expected) => {
    expect(valueText({ ...PLAIN, raw: true }, json)).toBe(expected);
  });
});

describe('escaping', () => {
  it.each([
    ['plain é \u{1f600}', 'plain é \u{1f600}'],
    ['\u0000\u001b\u007f\u009b', '\\u0000\\u001B\\u007F\\u009B'],
    ['a\nb\tc\rd', 'a\\nb\\tc\\rd'],
    ['\u202eabc\u2066\u200f', '\\u202Eabc\\u2066\\u200F'],
    ['\ud800 \udc00', '\\uD800 \\uDC00'],
    ['\u2028\ufeff', '\\u2028\\uFEFF'],
  ])('of %j on one line gives %j', (text, expected) => {
    expect(escapeLine(text)).toBe(expected);
  });

  it('of a text keeps its lines and tabs', () => {
    expect(escapeText('a\r\nb\tc\rd\n\u001b')).toBe('a\nb\tc\\rd\n\\u001B');
  });
});

it('an error of its own is JSON in pure ASCII', () => {
  expect(ownErrorJson('refused', 'é "x"')).toBe(
    '{"error": {"class": "qmpsh.refused", "desc": "\\u00E9 \\"x\\""}}',
  );
});

/** What a path takes out of a value, or why it is no path. */
function pick(path: string, json: string): string {
  const read = readPath(path);
  return read.ok ? pickText(json, read.steps) : read.message;
}

describe('the path of --get', () => {
  const VALUE = '{"a": [{"b": 1.0}, {"c": 2}], "d.e": {"10": 1e2}, "s": "x"}';

  it.each([
    ['.', VALUE],
    ['', VALUE],
    ['s', '"x"'],
    ['.s', '"x"'],
    ['a[0]', '{"b": 1.0}'],
    ['a[0].b', '1.0'],
    ['a.[1].c', '2'],
    ['a[].b', '[1.0, null]'],
    ['a[5]', 'null'],
    ['s.x', 'null'],
    ['s[0]', 'null'],
    ['a.b', 'null'],
    ['["d.e"].10', '1e2'],
    ['["d.e"]["10"]', '1e2'],
    ['nosuch.deep[0]', 'null'],
    ['a[', "expected a member, [N] or [] at '['"],
    ['a..b', "expected a member, [N] or [] at '..b'"],
    ['a[x]', "expected a member, [N] or [] at '[x]'"],
  ])('%j gives %s', (path, expected) => {
    expect(pick(path, VALUE)).toBe(expected);
  });
});
