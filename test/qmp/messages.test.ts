import { describe, expect, it } from 'vitest';
import { messageFromText } from '../../src/qmp/messages.js';

describe('a greeting', () => {
  it.each<[string, string, object]>([
    [
      'of QEMU',
      '{"QMP": {"version": {"qemu": {"micro": 22, "minor": 2, "major": 7}, "package": "Debian"}, "capabilities": ["oob"]}}',
      { version: '7.2.22', package: 'Debian', capabilities: ['oob'] },
    ],
    [
      'of a server that gives its version as one string',
      '{"QMP": {"version": {"qemu": "0.12.50", "package": " (x)"}, "capabilities": []}}',
      { version: '0.12.50', package: '(x)', capabilities: [] },
    ],
    ['that says nothing', '{"QMP": {}}', { version: 'unknown', package: '', capabilities: [] }],
    [
      'with a capability of another kind',
      '{"QMP": {"capabilities": ["a", 1]}}',
      { capabilities: ['a'] },
    ],
  ])('%s', (_what, text, expected) => {
    expect(messageFromText(text)).toMatchObject({ kind: 'greeting', text, ...expected });
  });
});

describe('a reply', () => {
  it.each<[string, object]>([
    ['{"return": {}, "id": "a"}', { kind: 'return', id: 'a', value: {} }],
    ['{"return": null}', { kind: 'return', value: null }],
    ['{"return": 1, "id": null, "__x": 2}', { kind: 'return', id: null, value: 1 }],
    ['{"return": 18446744073709551615}', { kind: 'return', value: 18446744073709551615n }],
    [
      '{"id": "a", "error": {"class": "GenericError", "desc": "no"}}',
      { kind: 'error', id: 'a', errorClass: 'GenericError', desc: 'no' },
    ],
    [
      '{"error": {"class": "KVMMissingCap", "desc": "d", "data": {"capability": "c"}}}',
      { kind: 'error', errorClass: 'KVMMissingCap', desc: 'd' },
    ],
    ['{"error": {}}', { kind: 'error', errorClass: 'GenericError', desc: 'no description' }],
    ['{"error": "no"}', { kind: 'error', errorClass: 'GenericError', desc: 'no description' }],
  ])('%s', (text, expected) => {
    expect(messageFromText(text)).toMatchObject({ text, ...expected });
  });
});

describe('an event', () => {
  it.each<[string, string, object]>([
    [
      'with data',
      '{"timestamp": {"seconds": 1, "microseconds": 2}, "event": "RESET", "data": {"guest": false}}',
      { name: 'RESET', data: { guest: false }, timestamp: { seconds: 1, microseconds: 2 } },
    ],
    [
      "whose data is JSON in a string (libvirt's proxy)",
      '{"event": "X", "data": "{\\"id\\": \\"j\\"}", "timestamp": {"seconds": 1}}',
      { data: { id: 'j' }, timestamp: { seconds: 1, microseconds: 0 } },
    ],
    ['whose data is a string, though JSON', '{"event": "X", "data": "12"}', { data: '12' }],
    [
      'whose data is a string that only begins like JSON',
      '{"event": "X", "data": "{"}',
      { data: '{' },
    ],
  ])('%s', (_what, text, expected) => {
    expect(messageFromText(text)).toMatchObject({ kind: 'event', text, ...expected });
  });

  it('without data and timestamp has neither', () => {
    expect(messageFromText('{"event": "STOP"}')).toEqual({
      kind: 'event',
      name: 'STOP',
      text: '{"event": "STOP"}',
    });
  });
});

describe('anything else is a value, with an error that says what was found', () => {
  it.each([
    [
      '{"return": {}, "id": inf}',
      'not-json',
      /found '\{"return": \{\}, "id": inf\}' \(expected a value/,
    ],
    ['hello', 'not-json', /expected a JSON message, found 'hello'/],
    ['', 'not-json', /found ''/],
    ['[]', 'not-qmp', /expected a greeting, reply or event, found '\[\]'/],
    ['{"id": "a"}', 'not-qmp', /found '\{"id": "a"\}'/],
    [`{"a": "${'x'.repeat(99)}"}`, 'not-qmp', /x\.\.\.'$/],
  ])('%s', (text, code, message) => {
    expect(messageFromText(text)).toMatchObject({
      kind: 'garbage',
      text,
      error: { name: 'ProtocolError', code, message: expect.stringMatching(message) },
    });
  });
});
