import { describe, expect, it } from 'vitest';
import { parseJson } from '../../src/json/parse.js';
import { messageFromText } from '../../src/qmp/messages.js';
import { replyFrom } from '../../src/qmp/reply.js';
import type { Reply } from '../../src/qmp/request.js';

/** The reply for the message text, sent as `s-1`, whose user gave that id. */
function replyFor(text: string, userId?: string, id: string | null = 's-1'): Reply {
  const message = messageFromText(text);
  if (message.kind !== 'return' && message.kind !== 'error') throw new Error(`no reply: ${text}`);
  return replyFrom(message, id ?? undefined, userId);
}

const PRETTY = '{\r\n    "return": {\r\n        "a": 1.0\r\n    },\r\n    "id": "s-1"\r\n}';

describe('the text of a reply', () => {
  it.each<[string, string, string]>([
    ['loses the session id', '{"return": {}, "id": "s-1"}', '{"return": {}}'],
    [
      'of an error too',
      '{"id": "s-1", "error": {"class": "c", "desc": "d"}}',
      '{"error": {"class": "c", "desc": "d"}}',
    ],
    ['wherever it stands', '{"return": 1, "id": "s-1", "x": 2}', '{"return": 1, "x": 2}'],
    [
      'keeps digits and the order of keys',
      '{"return": {"b": 1e0, "1": 1.50}, "id": "s-1"}',
      '{"return": {"b": 1e0, "1": 1.50}}',
    ],
    ['is one line of a pretty one', PRETTY, '{"return": {"a": 1.0}}'],
    ['is spaced as QEMU does', '{"return":[1,2],"id":"s-1"}', '{"return": [1, 2]}'],
    [
      'has no more blanks than QEMU sends',
      '{"return":  [1,  2], "id": "s-1"}',
      '{"return": [1, 2]}',
    ],
    ['is ASCII', '{"return": "é", "id": "s-1"}', '{"return": "\\u00E9"}'],
    [
      'keeps an id that is only data',
      '{"return": {"id": "s-1"}, "id": "s-1"}',
      '{"return": {"id": "s-1"}}',
    ],
    [
      'keeps what looks like an id inside a string',
      '{"return": ", \\"id\\": \\"s-1\\"}", "id": "s-1"}',
      '{"return": ", \\"id\\": \\"s-1\\"}"}',
    ],
  ])('%s', (_what, text, expected) => {
    expect(replyFor(text).text).toBe(expected);
  });

  it.each<[string, string]>([
    ['{"return": {}, "id": "s-1"}', '{"return": {}, "id": {"u": 1}}'],
    ['{"id": "s-1", "error": {"desc": "d"}}', '{"id": {"u": 1}, "error": {"desc": "d"}}'],
    ['{"x": 1, "id": "s-1", "return": 2}', '{"x": 1, "id": {"u": 1}, "return": 2}'],
  ])("has the user's own id where the server put the session's: %s", (text, expected) => {
    expect(replyFor(text, '{"u": 1}').text).toBe(expected);
  });

  it('that came without an id stays as it is', () => {
    const text = '{"error": {"class": "GenericError", "desc": "JSON parse error"}}';
    expect(replyFor(text, undefined, null).text).toBe(text);
  });
});

describe('the text of the value', () => {
  it.each<[string, string, string | undefined]>([
    ['{"return": {"a": 1.0}, "id": "s-1"}', '{"a": 1.0}', undefined],
    ['{"return": "", "id": "s-1"}', '""', '7'],
    ['{"return": 1, "x": {"return": 2}, "id": "s-1"}', '1', undefined],
    ['{"x": 3, "return": 1, "id": "s-1"}', '1', undefined],
    [
      '{"id": "s-1", "error": {"class": "c", "desc": "d"}}',
      '{"class": "c", "desc": "d"}',
      undefined,
    ],
    [PRETTY, '{"a": 1.0}', undefined],
  ])('of %j is %j', (text, expected, userId) => {
    expect(replyFor(text, userId).valueText).toBe(expected);
  });
});

describe('a long return', () => {
  const rows = Array.from({ length: 60_000 }, (_, at) => `{"n": ${at}, "size": 9007199254740993}`);
  const list = `[${rows.join(', ')}]`;

  it.each<[string, string, string]>([
    ['as QEMU sends it', `{"return": ${list}, "id": "s-1"}`, `{"return": ${list}}`],
    ['with its members elsewhere', `{"id": "s-1", "return": ${list}}`, `{"return": ${list}}`],
    ['pretty', `{\n  "return": ${list},\n  "id": "s-1"\n}`, `{"return": ${list}}`],
    ['with an unknown member', `{"return": ${list}, "x": 1}`, `{"return": ${list}, "x": 1}`],
  ])('%s is what a short one is', (_what, text, expected) => {
    const reply = replyFor(text);
    expect([reply.text === expected, reply.valueText === list]).toEqual([true, true]);
    expect(reply.value).toEqual(parseJson(list));
    expect(reply.text).toBe(expected);
  });
});

describe('the texts of the rows', () => {
  const rows = Array.from({ length: 2000 }, (_, at) => `{"name": "n${at}"}`);

  it.each<[string, string, readonly string[] | undefined]>([
    ['a list of objects', `{"return": [${rows.join(', ')}], "id": "s-1"}`, rows],
    ['a short one', `{"return": [${rows[0]}], "id": "s-1"}`, undefined],
    ['one in another member', `{"x": [${rows.join(', ')}], "return": 1}`, undefined],
  ])('are known of %s', (_what, text, expected) => {
    const reply = replyFor(text);
    expect(reply.rows).toEqual(expected);
    expect(reply.text).toBe(text.replace(', "id": "s-1"', ''));
  });
});

it('has class and desc of an error alone', () => {
  const error = replyFor('{"error": {"class": "c", "desc": "d"}, "id": "s-1"}');
  expect([error.kind, error.errorClass, error.desc]).toEqual(['error', 'c', 'd']);
  expect(replyFor('{"return": 1, "id": "s-1"}')).not.toHaveProperty('desc');
});
