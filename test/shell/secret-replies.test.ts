import { describe, expect, it } from 'vitest';
import table from '../../schema/annotations.json' with { type: 'json' };
import { parseJson } from '../../src/json/parse.js';
import { printJson } from '../../src/json/print.js';
import { annotationsFrom } from '../../src/shell/annotations.js';
import { ReplySecrets } from '../../src/shell/secret-replies.js';
import { MASK } from '../../src/shell/secrets.js';

const MASKED = printJson(MASK);

/** The message after a request, `***` in the place of each mask. */
function received(request: string, message: string): string {
  const secrets = new ReplySecrets(annotationsFrom(table));
  secrets.noteSent(parseJson(request));
  const text = printJson(secrets.masked(parseJson(message)));
  return text.replaceAll(MASKED, '"***"').replaceAll(MASKED.slice(1, -1), '***');
}

const GET =
  '{"execute": "qom-get", "arguments": {"path": "/objects/s", "property": "data"}, "id": "a1"}';

describe('a reply', () => {
  it.each<[string, string, string]>([
    [GET, '{"return": "x", "id": "a1"}', '{"return": "***", "id": "a1"}'],
    [GET, '{"return": {"y": ["x"]}, "id": "a1"}', '{"return": "***", "id": "a1"}'],
    [
      GET.replace('execute', 'exec-oob'),
      '{"return": "x", "id": "a1"}',
      '{"return": "***", "id": "a1"}',
    ],
    [
      GET.replace('qom-get', 'qom_get'),
      '{"return": "x", "id": "a1"}',
      '{"return": "***", "id": "a1"}',
    ],
    [
      GET.replace('"data"', '"format"'),
      '{"return": "raw", "id": "a1"}',
      '{"return": "raw", "id": "a1"}',
    ],
    [
      GET.replace('qom-get', 'qom-list'),
      '{"return": [], "id": "a1"}',
      '{"return": [], "id": "a1"}',
    ],
    [
      GET,
      '{"id": "a1", "error": {"class": "GenericError", "desc": "no"}}',
      '{"id": "a1", "error": {"class": "GenericError", "desc": "no"}}',
    ],
    [
      '{"execute": "human-monitor-command", "arguments": {"command-line": "qom-get /objects/s data"}, "id": 1}',
      '{"return": "\\"x\\"\\r\\n", "id": 1}',
      '{"return": "***", "id": 1}',
    ],
    [
      '{"execute": "human-monitor-command", "arguments": {"command-line": "info name"}, "id": 1}',
      '{"return": "x", "id": 1}',
      '{"return": "x", "id": 1}',
    ],
    [
      '{"execute": "qom-list-get", "arguments": {"paths": ["/objects/s"]}, "id": 1}',
      '{"return": [{"properties": [{"name": "data", "type": "string", "value": "x"}, {"name": "iv", "type": "string", "value": ""}]}], "id": 1}',
      '{"return": [{"properties": [{"name": "data", "type": "string", "value": "***"}, {"name": "iv", "type": "string", "value": ""}]}], "id": 1}',
    ],
    [
      '{"execute": "query-block", "id": 1}',
      '{"return": [{"file": "nbd://a:x@h", "cookie": 5, "password-secret": "s"}], "id": 1}',
      '{"return": [{"file": "nbd://a:***@h", "cookie": "***", "password-secret": "s"}], "id": 1}',
    ],
  ])('to %s: %s', (request, message, expected) => {
    expect(received(request, message)).toBe(expected);
  });

  it('to a command that nobody saw has its text masked, and no value besides', () => {
    expect(received(GET, '{"return": "x", "id": "b"}')).toBe('{"return": "***", "id": "b"}');
    expect(received(GET, '{"return": [1.0], "id": "b"}')).toBe('{"return": [1.0], "id": "b"}');
  });

  it('is itself where nothing in it is secret', () => {
    const message = parseJson('{"return": {"2": 1.0, "1": [{}]}, "id": "a1"}');
    expect(new ReplySecrets(annotationsFrom(table)).masked(message)).toBe(message);
  });
});

it('events are masked too', () => {
  expect(received(GET, '{"event": "X", "data": {"uri": "x://a:b@h"}}')).toBe(
    '{"event": "X", "data": {"uri": "x://a:***@h"}}',
  );
});
