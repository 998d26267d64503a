import { describe, expect, it } from 'vitest';
import { type CommandRequest, commandText, endsServer } from '../../src/qmp/request.js';

describe('the text of a command', () => {
  it.each<[CommandRequest, string]>([
    [{ name: 'stop' }, '{"execute":"stop","id":"x-1"}'],
    [{ name: 'yank', oob: true }, '{"exec-oob":"yank","id":"x-1"}'],
    [
      { name: 'a', argumentsText: '{"n": 1.0,"m":18446744073709551616}' },
      '{"execute":"a","arguments":{"n": 1.0,"m":18446744073709551616},"id":"x-1"}',
    ],
    [{ name: 'a"\u001b' }, '{"execute":"a\\"\\u001B","id":"x-1"}'],
    [{ name: 'a', userId: '7' }, '{"execute":"a","id":"x-1"}'],
  ])('%j', (request, text) => {
    expect(commandText(request, 'x-1')).toBe(text);
  });
});

describe('ends the server', () => {
  const hmp = (line: string) => ({
    name: 'human-monitor-command',
    argumentsText: JSON.stringify({ 'command-line': line }),
  });
  it.each<[boolean, CommandRequest]>([
    [true, { name: 'quit' }],
    [true, hmp('quit')],
    [true, hmp(' q ')],
    [true, { name: 'x', last: true }],
    [false, { name: 'stop' }],
    [false, hmp('info status')],
    [false, hmp('quitter')],
    [false, { name: 'human-monitor-command' }],
    [false, { name: 'human-monitor-command', argumentsText: '{"command-line": quit}' }],
  ])('%s: %j', (ends, request) => {
    expect(endsServer(request)).toBe(ends);
  });
});
