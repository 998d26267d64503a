// Any bytes to the simulated server: it answers or closes, never throws, and keeps no more than its limits.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bundledSchema } from '../../src/session/bundled.js';
import { DEMO_SPEC } from '../../src/simulator/vm/spec.js';
import { type Incoming, MessageReader } from '../../src/simulator/wire/message-reader.js';
import malformed from './fixtures/malformed-7.2.json' with { type: 'json' };
import { Simulated } from './simulated.js';

const SEED = process.env.QMPSH_SEED === undefined ? Date.now() : Number(process.env.QMPSH_SEED);
const RUNS = { numRuns: 200, seed: SEED };

const bytes = fc.uint8Array({ maxLength: 300 }).map(part => Buffer.from(part).toString('latin1'));
const pieces = fc.constantFrom(
  '{',
  '}',
  '[',
  ']',
  ':',
  ',',
  '"',
  "'",
  '\\',
  '\xff',
  '\n',
  '1e',
  '-',
  'true',
  '"execute"',
  '"id"',
);
const jsonLike = fc.array(pieces, { maxLength: 60 }).map(parts => parts.join(''));
const spoiled = fc
  .tuple(fc.constantFrom(...malformed.map(row => row.send)), bytes)
  .map(([send, more]) => send + more.slice(0, 8));

/** Everything read so far, and 0xFF with an end of line for what is open. */
const RESYNC = '\xff\n';

describe(`any bytes (seed ${SEED})`, () => {
  it('leave the server able to answer the next command', () => {
    const client = new Simulated().negotiated();
    fc.assert(
      fc.property(fc.oneof(bytes, jsonLike, spoiled), text => {
        client.write(text + RESYNC);
        client.takeLines();
        client.write('{"execute": "query-name", "id": "next"}');
        expect(client.takeLines().at(-1)).toBe('{"return": {"name": "lab"}, "id": "next"}');
      }),
      RUNS,
    );
  });

  it('are read alike in whatever chunks they come', () => {
    const read = (chunks: readonly string[]) => {
      const seen: unknown[] = [];
      const reader = new MessageReader();
      for (const chunk of chunks) reader.feed(chunk, incoming => seen.push(incoming));
      return JSON.stringify(seen, (_key, value) =>
        typeof value === 'bigint' ? `${value}` : value,
      );
    };
    fc.assert(
      fc.property(fc.oneof(bytes, jsonLike, spoiled), text => {
        expect(read([...text])).toBe(read([text]));
      }),
      RUNS,
    );
  });
});

/** Values of all kinds, for arguments of all commands. */
const value = fc.letrec(tie => ({
  any: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(null, true, 1, -1, 1.5, '', 'disk0', 'nbd0', 'x', 'full', 2 ** 53),
    fc.array(tie('any'), { maxLength: 3 }),
    fc.dictionary(
      fc.constantFrom('driver', 'node-name', 'type', 'data', 'id', 'file'),
      tie('any'),
      {
        maxKeys: 4,
      },
    ),
  ),
})).any;

describe(`any command (seed ${SEED})`, () => {
  const commands = [...bundledSchema('qmp').commands.values()].filter(
    ({ name }) => name !== 'quit',
  );
  const schema = bundledSchema('qmp');
  const request = fc.constantFrom(...commands).chain(({ name, arg }) => {
    const type = arg === undefined ? undefined : schema.types.get(arg);
    const names = type?.kind === 'object' ? type.members.map(member => member.name) : ['x'];
    const members = fc.dictionary(fc.constantFrom(...names, 'bogus'), value, { maxKeys: 5 });
    return members.map(args => JSON.stringify({ execute: name, arguments: args, id: 'r' }));
  });

  it.each(['7.2', '10.2', '1.2.2'])(
    'has one answer on demo:%s, whatever its arguments',
    version => {
      fc.assert(
        fc.property(fc.array(request, { maxLength: 30 }), requests => {
          const client = new Simulated({ version, spec: DEMO_SPEC }).negotiated();
          for (const text of requests) {
            client.write(text);
            client.write('{"execute": "__org.qmpsh_demo", "arguments": {"line": "release"}}');
            const answers = client.takeMessages().filter(message => message.id === 'r');
            expect(answers.length + Number(client.isEnded)).toBeGreaterThan(0);
            client.pass(100);
            if (client.isEnded) return;
          }
        }),
        { numRuns: 60, seed: SEED },
      );
    },
  );
});

describe('what never ends', () => {
  it.each([
    ['nesting', '[', 'JSON nesting depth limit exceeded', 1025],
    ['tokens', '1,', 'JSON token count limit exceeded', 1_100_000],
  ])('is given up at a limit: %s', (_name, piece, problem, count) => {
    const seen: string[] = [];
    const reader = new MessageReader();
    const take = (incoming: Incoming) => seen.push('problem' in incoming ? incoming.problem : '');
    reader.feed('[', take);
    for (let sent = 0; sent < count; sent += 1000) reader.feed(piece.repeat(1000), take);
    expect(seen).toContain(problem);
  });

  it('is given up at a limit: one long string', () => {
    const seen: string[] = [];
    const reader = new MessageReader();
    const chunk = 'x'.repeat(2 ** 20);
    reader.feed('{"a": "', incoming => seen.push('problem' in incoming ? incoming.problem : ''));
    for (let sent = 0; sent < 66; sent += 1)
      reader.feed(chunk, incoming => seen.push('problem' in incoming ? incoming.problem : ''));
    expect(seen[0]).toBe('JSON token size limit exceeded');
  });
});
