// Bytes that are no protocol: whatever comes, each line has its own reply or none, and the run comes to its end.
import { describe, expect, it } from 'vitest';
import { qmpsh, type Run } from '../cli/qmpsh.js';
import { fakeServer, GREETING, type Peer } from '../lab/fake-server.js';
import { expectSeen } from './seen.js';

const bytes = (...values: number[]) => Uint8Array.from(values);
const MANY = 20_000;

/** Before the greeting, and between replies. */
const GARBAGE: readonly (readonly [string, string | Uint8Array])[] = [
  ['NUL bytes and a newline', bytes(0, 0, 0, 0x0a)],
  ['a line of invalid UTF-8', bytes(0xc3, 0x28, 0xa0, 0xa1, 0xf5, 0xfe, 0x0a)],
  [
    'invalid UTF-8 in a string',
    Buffer.concat([Buffer.from('{"event": "X'), bytes(0xc3, 0xff), Buffer.from('"}\r\n')]),
  ],
  ['a terminal sequence', '\x1b]0;PWNED\x07\x1b[2J\r\n'],
  ['closing brackets', `${'}'.repeat(MANY)}\n`],
  ['JSON that is no message', '{}\r\n[1, 2]\r\n"text"\r\nnull\r\n'],
  ['a message within a string that never ends', '{"a": "\r\n'],
  ['numbers that are none', '{"return": inf}\r\n{"return": NaN}\r\n'],
  ['an event without a name', '{"event": 1, "data": {}}\r\n'],
];

async function run(path: string, ...options: string[]): Promise<Run> {
  return qmpsh([...options, path], { input: 'query-a\nquery-b\n' });
}

async function answerAll(peer: Peer): Promise<void> {
  for (;;) {
    const command = await peer.command();
    peer.reply(command, command.execute);
  }
}

const ANSWERS = ['{"return": "query-a"}', '{"return": "query-b"}'];

describe('garbage between replies', () => {
  it.each(GARBAGE)('%s', async (_title, garbage) => {
    const path = await fakeServer(async peer => {
      await peer.negotiate();
      peer.send(garbage);
      await answerAll(peer);
    });
    const told = await run(path);
    expect(told).toMatchObject({ code: 0, lines: ANSWERS });
    expect(told.stderr).toMatch(/^[\x20-\x7e\n\ufffd]*$/);
    await expectSeen('a script', told);
  });
});

describe('garbage instead of a greeting', () => {
  it.each(GARBAGE)('%s', async (_title, garbage) => {
    const path = await fakeServer(peer => {
      peer.send(garbage);
      peer.end();
    });
    const told = await run(path, '-t', '1');
    expect(told).toMatchObject({ code: 3, stdout: '' });
    expect(told.stderr).toMatch(/^[\x20-\x7e\n\ufffd]*$/);
    await expectSeen('a script', told);
  });
});

describe('nesting without end', () => {
  it.each([
    ['brackets in an event', `{"event": "X", "data": ${'['.repeat(MANY)}${']'.repeat(MANY)}}\r\n`],
    [
      'objects in an event',
      `{"event": "X", "data": ${'{"a":'.repeat(MANY)}1${'}'.repeat(MANY)}}\r\n`,
    ],
  ])('%s', async (_title, message) => {
    const path = await fakeServer(async peer => {
      await peer.negotiate();
      peer.send(message);
      await answerAll(peer);
    });
    const told = await run(path);
    expect(told).toMatchObject({ code: 0, lines: ANSWERS });
    await expectSeen('a script', told);
  });

  it('a reply as deep as a server can send it', async () => {
    const deep = `${'['.repeat(1000)}${']'.repeat(1000)}`;
    const path = await fakeServer(async peer => {
      await peer.negotiate();
      const { id } = await peer.command();
      peer.send(`{"return": ${deep}, "id": "${id}"}\r\n`);
    });
    for (const layout of ['json', 'pretty', 'human']) {
      const told = await qmpsh(['-o', layout, path, 'query-a']);
      expect(told).toMatchObject({ code: 0, stderr: '' });
    }
  });
});

describe('a server that never stops sending', () => {
  /** Sends as long as the connection lasts, as fast as it is taken. */
  function sendsWithoutEnd(text: string, greet: boolean): Promise<string> {
    return fakeServer(async peer => {
      if (greet) await peer.negotiate();
      peer.endlessly(Buffer.from(text.repeat(200), 'latin1'));
    });
  }

  it.each([
    ['lines that are no JSON', 'garbage and more garbage\n'],
    ['a line without an end', 'garbage and more garbage '],
    ['replies of others', '{"return": {}, "id": "other"}\r\n'],
    ['events', '{"event": "STOP", "timestamp": {"seconds": 1, "microseconds": 1}}\r\n'],
    ['blanks', '      \r\n'],
  ])('%s, after negotiation', async (_title, text) => {
    const told = await run(await sendsWithoutEnd(text, true), '-t', '0.3');
    expect(told).toMatchObject({ code: 5, stdout: '' });
    expect(told.stderr.length).toBeLessThan(4_000);
    await expectSeen('a script with -t 0.3', told);
  });

  it.each([
    ['events', '{"event": "STOP"}\r\n'],
    ['blanks', '      \r\n'],
    ['0xFF', '\xff\xff'],
  ])('%s, instead of a greeting', async (_title, text) => {
    const told = await run(await sendsWithoutEnd(text, false), '-t', '0.3');
    expect(told.code).toBe(3);
    await expectSeen('a script with -t 0.3', told);
  });

  it('a message over the longest that is taken', async () => {
    const path = await fakeServer(async peer => {
      await peer.negotiate();
      peer.send('{"return": "');
      peer.endlessly('x'.repeat(1 << 20));
    });
    const told = await run(path);
    expect(told).toMatchObject({ code: 4, stdout: '' });
    await expectSeen('a script', told);
  });
});

describe('a greeting', () => {
  it.each([
    ['without a version', '{"QMP": {}}'],
    ['that is a string', '{"QMP": "yes"}'],
    [
      'with capabilities that are none',
      '{"QMP": {"version": {"qemu": [1]}, "capabilities": {"oob": 1}}}',
    ],
    [
      'of a million unknown capabilities',
      GREETING.replace('"oob"', Array(50_000).fill('"oob2"').join(', ')),
    ],
  ])('%s', async (_title, greeting) => {
    const path = await fakeServer(async peer => {
      await peer.negotiate(greeting);
      await answerAll(peer);
    });
    const told = await run(path);
    expect(told).toMatchObject({ code: 0, lines: ANSWERS });
  });
});
