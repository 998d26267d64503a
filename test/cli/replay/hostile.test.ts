// `qmpsh replay` of what is no log, or one that somebody made up: it says where, and nothing acts on the terminal.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLog } from '../../../src/cli/replay/read-log.js';
import { shown } from '../../../src/cli/replay/show.js';
import { scratchFolder } from '../../lab/lifetime.js';
import { qmpsh, type Run } from '../qmpsh.js';

/** Sets a title, clears, colours, ends a line, turns the direction, is no text at all. */
const HOSTILE = '\u001b]0;PWNED\u0007\u001b[2J\u009b31m\u0000\u007f\r\n\u202e\ud800x';
/** What a terminal acts on: all but the ends of lines that are ours. */
const ACTS = /[\0-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

const TIME = '2026-11-20T12:04:31.000Z';
const at = (dir: string, message: unknown, time = TIME) => JSON.stringify({ time, dir, message });
const GOOD = at('<', { return: { status: 'running' } });

function replayed(content: string | Uint8Array, ...args: string[]): Promise<Run> {
  const file = join(scratchFolder(), 'log');
  writeFileSync(file, content);
  return qmpsh(['replay', file, '--speed', 'max', ...args]);
}

const JSON_FORM = { layout: 'json', returnOnly: false, raw: false } as const;

/** A message with the hostile text in each place where a string can stand. */
const MESSAGES: readonly (readonly [string, string, unknown])[] = [
  ['the name of a command', '>', { execute: HOSTILE }],
  ['that of one out of band', '>', { 'exec-oob': HOSTILE }],
  ['arguments and their names', '>', { execute: 'x', arguments: { [HOSTILE]: [HOSTILE] } }],
  ['arguments that are none', '>', { execute: 'x', arguments: HOSTILE }],
  ['the id of a command', '>', { execute: 'x', id: HOSTILE }],
  ['a directive', '>', { execute: '__org.qmpsh_demo', arguments: { line: HOSTILE } }],
  ['what was sent and is no command', '>', HOSTILE],
  ['a return', '<', { return: HOSTILE, id: HOSTILE }],
  ['members of a return', '<', { return: { [HOSTILE]: { [HOSTILE]: HOSTILE } } }],
  ['a table', '<', { return: [{ a: HOSTILE, [HOSTILE]: 1 }, { a: HOSTILE }] }],
  ['an error', '<', { error: { class: HOSTILE, desc: HOSTILE } }],
  ['an error that is none', '<', { error: HOSTILE }],
  [
    'an event',
    '<',
    { event: HOSTILE, data: { [HOSTILE]: HOSTILE }, timestamp: { seconds: 1, microseconds: 0 } },
  ],
  ['an event that is none', '<', { event: HOSTILE, data: HOSTILE, timestamp: HOSTILE }],
  ['a greeting', '<', { QMP: { version: { package: HOSTILE } } }],
  ['what came and is no message', '<', [HOSTILE]],
];

describe('hostile text', () => {
  const all = MESSAGES.map(([, dir, message]) => at(dir, message)).join('\n');

  it.each([['json'], ['human'], ['pretty']])('acts on nothing: -o %s', async form => {
    const { stdout, stderr, code } = await replayed(all, '-o', form, '--no-color');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).not.toMatch(ACTS);
    expect(stdout).toContain('\\u001B]0;PWNED');
  });

  it.each(MESSAGES.filter(([, dir]) => dir === '>'))('is on one line as %s', (_, dir, message) => {
    const [passed] = readLog(at(dir, message)).passed;
    expect(passed && shown(passed, JSON_FORM)).not.toContain('\n');
  });

  it('acts on nothing in lines that are no messages', async () => {
    const lines = [
      at(HOSTILE, {}),
      at('<', {}, HOSTILE),
      JSON.stringify({ [HOSTILE]: 1 }),
      HOSTILE,
    ];
    const { stderr, code } = await replayed(lines.join('\n'));
    expect(code).toBe(2);
    expect(stderr).not.toMatch(ACTS);
  });
});

describe('what is no log', () => {
  it.each([
    ['a cut line', `${GOOD}\n${GOOD.slice(0, 40)}`, 2, 'expected a JSON object'],
    ['NULs', `${GOOD}\n\0\0\0\n`, 2, 'expected a JSON object'],
    ['a list', `[]\n${GOOD}`, 1, 'expected a JSON object'],
    ['brackets without end', `${'['.repeat(300_000)}\n${GOOD}`, 1, 'expected a JSON object'],
    ['no time', `${at('<', {}, 'soon')}\n${GOOD}`, 1, "expected a time in 'time'"],
    ['no direction', `${at('=', {})}\n${GOOD}`, 1, "expected '>' or '<' in 'dir'"],
  ])('is told with its line, and the rest is shown: %s', async (_, content, line, message) => {
    const { lines, stderr, code } = await replayed(content);
    expect([code, lines.filter(text => text === '{"return": {"status": "running"}}')]).toEqual([
      2,
      ['{"return": {"status": "running"}}'],
    ]);
    expect(stderr).toContain(`log:${line}: ${message}`);
  });

  it('is told of twenty times, and then counted', async () => {
    const { stderr, lines } = await replayed(`${'garbage\n'.repeat(1000)}${GOOD}`);
    expect(stderr.split('\n')).toHaveLength(22);
    expect(stderr).toContain('980 more lines are no message');
    expect(lines).toHaveLength(1);
  });

  it('is told as such where it is bytes of anything', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), bytes => {
        const { passed, bad } = readLog(Buffer.from(bytes).toString('utf8'));
        expect(passed).toEqual([]);
        expect(bad.every(({ line }) => line > 0)).toBe(true);
      }),
    );
  });
});

it('a message of many megabytes is shown whole', async () => {
  const text = 'x'.repeat(20_000_000);
  const { lines, code } = await replayed(`${at('<', { return: text })}\n${GOOD}`);
  expect([code, lines.map(line => line.length)]).toEqual([0, [text.length + 14, 33]]);
});

it('times that jump back are not waited for', async () => {
  const lines = [59, 58, 31, 30].map(second =>
    at('<', { return: second }, `2026-11-20T12:04:${second}Z`),
  );
  const file = join(scratchFolder(), 'log');
  writeFileSync(file, lines.join('\n'));
  const run = await qmpsh(['replay', file]);
  expect(run.lines).toEqual([59, 58, 31, 30].map(second => `{"return": ${second}}`));
});
