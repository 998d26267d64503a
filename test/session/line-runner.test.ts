// Lines on a connection to a fake server: what no real one can be made to do. Real ones are in test/cli.
import { describe, expect, it } from 'vitest';
import { introspectionText } from '../../src/qapi/introspection/kept-text.js';
import { LineRunner } from '../../src/session/line-runner.js';
import type { SchemaCache } from '../../src/session/schema-cache.js';
import { Session } from '../../src/session/session.js';
import { parseLine } from '../../src/shell/line.js';
import type { Outcome } from '../../src/shell/outcome.js';
import { connected } from '../lab/clients.js';
import { type Command, fakeServer, type Peer } from '../lab/fake-server.js';
import { until } from '../lab/lifetime.js';

const SETTINGS = { timeoutMs: undefined, keepGoing: false, confirm: false, live: false };
const RULES = { noCheck: false, readOnly: false, mustKnow: false };
const EVENT =
  '{"timestamp": {"seconds": 1, "microseconds": 2}, "event": "SHUTDOWN", "data": {"guest": false, "reason": "host-qmp-quit"}}\r\n';

/** Two commands, one of them deprecated; as query-qmp-schema tells. */
const SCHEMA = [
  { 'meta-type': 'command', name: 'set-x', 'arg-type': '1', 'ret-type': '0' },
  {
    'meta-type': 'command',
    name: 'old',
    'arg-type': '1',
    'ret-type': '0',
    features: ['deprecated'],
  },
  { 'meta-type': 'object', name: '0', members: [] },
  { 'meta-type': 'object', name: '1', members: [{ name: 'x', type: 'int', default: null }] },
  { 'meta-type': 'builtin', name: 'int', 'json-type': 'int' },
];

/** A cache of one entry, in memory. */
function cacheOf(text?: Buffer): SchemaCache & { dropped: number; touched: number } {
  const cache = {
    dropped: 0,
    touched: 0,
    knows: () => text !== undefined,
    load: () => text,
    touch: () => {
      cache.touched += 1;
    },
    store: () => undefined,
    drop: () => {
      cache.dropped += 1;
    },
  };
  return cache;
}

/** Answers what finds the schema; gives any other command. */
async function nextCommand(peer: Peer): Promise<Command> {
  for (;;) {
    const command = await peer.command();
    if (command.execute === 'query-qmp-schema') peer.reply(command, SCHEMA);
    else if (command.execute === 'query-commands') peer.reply(command, [{ name: 'set-x' }]);
    else return command;
  }
}

async function runnerOn(script: (peer: Peer) => unknown, cache = cacheOf(), settings = SETTINGS) {
  const path = await fakeServer(async peer => {
    await peer.negotiate();
    await script(peer);
  });
  const client = await connected(path);
  const session = new Session(client, cache);
  const runner = new LineRunner(session, settings, RULES);
  const run = (text: string, signal?: AbortSignal) =>
    runner.run(parseLine(text), () => undefined, signal);
  return { client, runner, run, cache };
}

const refusal = (peer: Peer, { id }: Command, errorClass: string, desc: string) =>
  peer.send(`{"id": "${id}", "error": {"class": "${errorClass}", "desc": "${desc}"}}\r\n`);

describe('the outcome of a line', () => {
  it('is told in order with the events around its reply', async () => {
    const { client, runner } = await runnerOn(async peer => {
      const { id } = await peer.command();
      peer.send(`{"event": "A"}\r\n{"return": {}, "id": "${id}"}\r\n{"event": "B"}\r\n`);
    });
    const seen: string[] = [];
    client.onEvent(event => seen.push(event.name));
    await runner.run(parseLine('stop'), outcome => seen.push(outcome.json ?? ''));
    expect(seen).toEqual(['A', '{"return": {}}', 'B']);
  });

  it('is undefined for a line that means nothing', async () => {
    const { run } = await runnerOn(() => undefined);
    expect(await run('# nothing')).toBeUndefined();
  });

  it('is an interruption when its signal comes, and its late reply settles nothing else', async () => {
    let first: Command | undefined;
    const { run } = await runnerOn(async peer => {
      first = await peer.command();
      const second = await peer.command();
      peer.reply(first, 'late');
      peer.reply(second, 'mine');
    });
    const stop = new AbortController();
    const stopped = run('query-x', stop.signal);
    await until('the command is with the server', () => first);
    stop.abort();
    expect((await stopped)?.failure?.exit).toBe(130);
    expect((await run('query-y'))?.json).toBe('{"return": "mine"}');
  });

  it('is an interruption too when its signal comes before it is sent; it is not sent then', async () => {
    const names: (string | undefined)[] = [];
    const { run } = await runnerOn(async peer => {
      const command = await peer.command();
      names.push(command.execute);
      peer.reply(command);
    });
    const stop = new AbortController();
    const stopped = run('query-x', stop.signal);
    stop.abort();
    expect((await stopped)?.failure?.exit).toBe(130);
    await run('query-y');
    expect(names).toEqual(['query-y']);
  });

  it.each([
    ['quit', '{"return": {}}'],
    ['{"execute": "quit", "id": [1.0]}', '{"return": {}, "id": [1.0]}'],
    ['.hmp quit', '{"return": ""}'],
    ['.hmp q', '{"return": ""}'],
  ])('of %s is success where its reply was lost on the way', async (line, json) => {
    const { run } = await runnerOn(async peer => {
      await peer.command();
      peer.send(EVENT);
      peer.end();
    });
    expect(await run(line)).toEqual<Outcome>({ json, isReply: true });
  });

  it.each([['stop'], ['.hmp info status'], ['quit']])(
    'of %s is a loss where the server just goes',
    async line => {
      const { run } = await runnerOn(async peer => {
        await peer.command();
        peer.end();
      });
      expect((await run(line))?.failure?.exit).toBe(4);
    },
  );

  it('is a loss too where the connection ends while the schema is asked for', async () => {
    const { run } = await runnerOn(async peer => {
      await peer.command();
      peer.end();
    });
    const outcome = await run('set-x x=1');
    expect(outcome?.failure?.exit).toBe(4);
    expect(outcome?.json).toBeUndefined();
  });
});

describe('the schema', () => {
  it('is asked for once, and the answer kept', async () => {
    const seen: (string | undefined)[] = [];
    const { run } = await runnerOn(async peer => {
      for (;;) {
        const command = await nextCommand(peer);
        seen.push(command.execute);
        peer.reply(command);
      }
    });
    expect((await run('set_x x=1'))?.json).toBe('{"return": {}}');
    expect((await run('set_x x=y'))?.failure?.kind).toBe('syntax');
    expect(seen).toEqual(['set-x']);
  });

  it('from the cache is dropped when the server contradicts it', async () => {
    const { run, cache } = await runnerOn(
      async peer => {
        refusal(peer, await nextCommand(peer), 'GenericError', "Parameter 'x' is unexpected");
      },
      cacheOf(introspectionText({ value: SCHEMA })),
    );
    expect((await run('set-x x=1'))?.failure?.exit).toBe(1);
    expect(cache.dropped).toBe(1);
  });

  it('stays when the error is about anything else', async () => {
    const { run, cache } = await runnerOn(
      async peer => {
        refusal(peer, await nextCommand(peer), 'GenericError', 'No space left on device');
      },
      cacheOf(introspectionText({ value: SCHEMA })),
    );
    await run('set-x x=1');
    expect([cache.dropped, cache.touched]).toEqual([0, 1]);
  });

  it('is not waited for by a command out of band', async () => {
    const { run } = await runnerOn(async peer => {
      await peer.command(); // The list of commands and the schema are asked for, and never answered.
      await peer.command();
      peer.reply(await peer.command(), 'oob');
    });
    const hanging = run('set-x x=1');
    expect((await run('!yank x=1'))?.json).toBe('{"return": "oob"}');
    hanging.catch(() => undefined);
  });
});

describe('warnings', () => {
  it('come once in a session, whatever the line', async () => {
    const { run } = await runnerOn(async peer => {
      for (;;) peer.reply(await nextCommand(peer));
    });
    const notes = [await run('old x=1'), await run('old x=2'), await run('set-x x=1')];
    expect(notes.map(outcome => outcome?.notes?.length ?? 0)).toEqual([1, 0, 0]);
  });
});
