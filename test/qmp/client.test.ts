// A client against a fake server, for what no real one can be made to do.
import { describe, expect, it } from 'vitest';
import type { EventMessage, Notice, QmpClient } from '../../src/index.js';
import { connected } from '../lab/clients.js';
import { fakeServer, GREETING, OLD_GREETING, type Peer, type Script } from '../lab/fake-server.js';
import { S0 } from '../lab/ids.js';
import { until } from '../lab/lifetime.js';

/** A client of a fake server that negotiates and then does what the script says. */
async function clientOf(script: Script = () => undefined, greeting?: string): Promise<QmpClient> {
  const path = await fakeServer(async peer => {
    await peer.negotiate(greeting);
    await script(peer);
  });
  return connected(path, { firstId: S0 });
}

/** Answers everything with `{}`. */
async function answerAll(peer: Peer): Promise<void> {
  for (;;) peer.reply(await peer.command());
}

const event = (name: string) => `{"event": "${name}"}\r\n`;
const SHUTDOWN = '{"event": "SHUTDOWN", "data": {"guest": false, "reason": "host-signal"}}\r\n';

describe('negotiation', () => {
  it('works when every byte comes alone', async () => {
    const path = await fakeServer(async peer => {
      await peer.trickle(`${GREETING}\r\n`);
      await peer.trickle(`{"return": {}, "id": "${(await peer.command()).id}"}\r\n`);
    });
    expect((await connected(path)).greeting?.package).toBe('fake');
  });

  it('asks a server without oob for nothing', async () => {
    const asked = await new Promise(asked => {
      void fakeServer(async peer => asked(await peer.negotiate(OLD_GREETING))).then(connected);
    });
    expect(asked).toEqual({ execute: 'qmp_capabilities', id: expect.any(String) });
  });

  it('leaves oob off with such a server', async () => {
    expect((await clientOf(undefined, OLD_GREETING)).oob).toBe(false);
  });
});

it('gives events that came with the end of negotiation to whoever listens at once', async () => {
  const path = await fakeServer(async peer => {
    peer.send(`${GREETING}\r\n`);
    const { id } = await peer.command();
    peer.send(`{"return": {}, "id": "${id}"}\r\n${event('A')}${event('B')}`);
  });
  const client = await connected(path);
  const heard: string[] = [];
  client.onEvent(({ name }) => heard.push(name));
  expect(heard).toEqual(['A', 'B']);
  await new Promise(setImmediate);
  client.onEvent(({ name }) => heard.push(`late ${name}`));
  expect(heard).toEqual(['A', 'B']);
});

describe('a reply', () => {
  it('is matched by its id, whatever comes between', async () => {
    const client = await clientOf(async peer => {
      const [first, second] = [await peer.command(), await peer.command()];
      peer.reply(second, 2);
      peer.send('{"return": "stale", "id": "OLD-1"}\r\nnonsense\r\n');
      peer.reply(first, 1);
    });
    expect(await Promise.all([client.execute('a'), client.execute('b')])).toEqual([1, 2]);
  });

  it('may be nested as deep as QEMU goes', async () => {
    const deep = `${'['.repeat(1023)}${']'.repeat(1023)}`;
    const client = await clientOf(async peer =>
      peer.send(`{"return": ${deep}, "id": "${(await peer.command()).id}"}`),
    );
    expect((await client.send({ name: 'a' })).valueText).toBe(deep);
  });

  it('that is an error is thrown by execute, with what was sent and received', async () => {
    const client = await clientOf(async peer =>
      peer.send(`{"id": "${(await peer.command()).id}", "error": {"class": "Odd", "desc": "no"}}`),
    );
    await expect(client.execute('a', { x: 1 })).rejects.toMatchObject({
      name: 'CommandError',
      message: 'no',
      errorClass: 'Odd',
      sent: { name: 'a', argumentsText: '{"x": 1}' },
      received: { text: '{"error": {"class": "Odd", "desc": "no"}}' },
    });
  });

  it('is not told to those who abandoned the command', async () => {
    const client = await clientOf(answerAll);
    const told: string[] = [];
    const handlers = { onReply: () => told.push('reply'), onLost: () => told.push('lost') };
    client.submit({ name: 'a' }, handlers).abandon();
    await client.execute('b');
    expect([told, client.inFlight]).toEqual([[], 0]);
  });

  it('is not waited for when the signal says so', async () => {
    const client = await clientOf();
    const stop = new AbortController();
    const sent = client.send({ name: 'a' }, stop);
    stop.abort(new Error('enough'));
    await expect(sent).rejects.toThrow('enough');
  });

  it('is not waited for when the signal has said so before', async () => {
    const client = await clientOf();
    await expect(client.execute('a', {}, { signal: AbortSignal.abort() })).rejects.toThrow(
      'aborted',
    );
    expect(client.inFlight).toBe(0);
  });
});

describe('listeners', () => {
  it('hear events and replies in order of arrival', async () => {
    const heard: string[] = [];
    const client = await clientOf(async peer => {
      const command = await peer.command();
      peer.send(event('A'));
      peer.reply(command);
      peer.send(event('B'));
    });
    client.onEvent(({ name }) => heard.push(name));
    client.submit({ name: 'a' }, { onReply: () => heard.push('reply'), onLost: () => undefined });
    await until('all is heard', () => heard.length === 3);
    expect(heard).toEqual(['A', 'reply', 'B']);
  });

  it('hear of what belongs to no command', async () => {
    const notices: Notice[] = [];
    const client = await clientOf(async peer => {
      const command = await peer.command();
      peer.send('{"return": {}, "id": "OLD-1"}\r\n{"return": {}}\r\n{"return": inf}\r\n');
      peer.reply(command);
    });
    client.onNotice(notice => notices.push(notice));
    await client.execute('a');
    expect(notices.map(({ kind }) => kind)).toEqual(['unknown-id', 'no-id', 'garbage']);
  });

  it('are told why the session has ended by a reply that is none', async () => {
    const client = await clientOf(async peer => {
      const { id } = await peer.command();
      peer.send(`{"id": ${JSON.stringify(id)}, "data": 1}\r\n`);
    });
    const lost = await client.execute('a').catch(error => error);
    const cause = { name: 'ProtocolError', code: 'bad-reply' };
    expect(lost).toMatchObject({ name: 'InterruptedError', cause });
    expect(await client.closed).toMatchObject({
      kind: 'closed',
      expected: false,
      error: lost.cause,
    });
  });

  it('hear nothing after they stop', async () => {
    const heard: EventMessage[] = [];
    const client = await clientOf(async peer => {
      const command = await peer.command();
      peer.send(event('A'));
      peer.reply(command);
    });
    client.onEvent(event => heard.push(event))();
    await client.execute('a');
    expect(heard).toEqual([]);
  });

  it('see every message on the wire', async () => {
    const wire: string[] = [];
    const path = await fakeServer(peer => peer.negotiate(OLD_GREETING).then(() => undefined));
    await connected(path, {
      firstId: S0,
      onWire: (direction, text) => wire.push(direction + text),
    });
    expect(wire).toEqual([
      `<${OLD_GREETING}`,
      '>{"execute":"qmp_capabilities","id":"s0"}',
      '<{"return": {}, "id": "s0"}',
    ]);
  });
});

describe('a stream of events', () => {
  const burst = (names: string) => async (peer: Peer) => {
    const command = await peer.command();
    peer.send(Array.from(names, event).join(''));
    peer.reply(command);
    peer.end();
  };
  const namesOf = async (stream: AsyncIterable<EventMessage>) => {
    let names = '';
    for await (const { name } of stream) names += name;
    return names;
  };

  it('ends with the connection', async () => {
    const client = await clientOf(burst('ABC'));
    const stream = client.events();
    await client.execute('a');
    expect(await namesOf(stream)).toBe('ABC');
  });

  it('has only what its filter wants', async () => {
    const client = await clientOf(burst('ABCA'));
    const stream = client.events({ filter: ({ name }) => name === 'A' });
    await client.execute('a');
    expect(await namesOf(stream)).toBe('AA');
  });

  it('drops the oldest beyond its capacity, and counts them', async () => {
    const client = await clientOf(burst('ABCDE'));
    const stream = client.events({ capacity: 2 });
    await client.execute('a');
    expect([await namesOf(stream), stream.dropped]).toEqual(['DE', 3]);
  });

  it('gives an event to who waits for it', async () => {
    const client = await clientOf(burst('A'));
    const next = client.events().next();
    void client.execute('a');
    expect((await next).value?.name).toBe('A');
  });

  it('stops when its reader does', async () => {
    const client = await clientOf(burst('AB'));
    const stream = client.events();
    void client.execute('a');
    for await (const { name } of stream) if (name === 'A') break;
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });

  it('of a connection that has ended is empty', async () => {
    const client = await clientOf();
    await client.close();
    expect(await namesOf(client.events())).toBe('');
  });
});

describe('the end', () => {
  it.each<[string, string, (peer: Peer) => void, object]>([
    ['without a word is not expected', 'a', () => undefined, { kind: 'lost', expected: false }],
    [
      'after SHUTDOWN is expected, though a reply is missing',
      'quit',
      peer => peer.send(SHUTDOWN),
      { kind: 'lost', expected: true, lastShutdown: 'host-signal' },
    ],
  ])('%s', async (_what, name, act, expected) => {
    const client = await clientOf(async peer => {
      await peer.command();
      act(peer);
      peer.end();
    });
    await expect(client.execute(name)).rejects.toMatchObject({
      name: 'InterruptedError',
      end: expected,
    });
    expect(await client.closed).toEqual(expected);
  });

  it('after an answered quit is expected', async () => {
    const client = await clientOf(async peer => {
      peer.reply(await peer.command());
      peer.end();
    });
    await client.execute('quit');
    expect(await client.closed).toEqual({ kind: 'lost', expected: true });
  });

  it('by this side loses what is in flight', async () => {
    const client = await clientOf();
    const sent = client.execute('a');
    await client.close();
    await expect(sent).rejects.toMatchObject({
      wasSent: true,
      end: { kind: 'closed', expected: true },
    });
  });

  it('by this side is the end of what is heard', async () => {
    const client = await clientOf(async peer => {
      await peer.command();
      peer.send(event('A') + event('B'));
    });
    const heard: string[] = [];
    client.onEvent(({ name }) => {
      heard.push(name);
      void client.close();
    });
    await expect(client.execute('a')).rejects.toThrow('ended');
    expect(heard).toEqual(['A']);
  });

  it('loses what is sent after it, unsent', async () => {
    const client = await clientOf();
    await client.close();
    await expect(client.execute('a')).rejects.toMatchObject({ wasSent: false });
  });

  it('says so when the last message was cut off', async () => {
    const client = await clientOf(async peer => {
      await peer.command();
      peer.send('{"return": {"a": ');
      peer.end();
    });
    await expect(client.execute('a')).rejects.toThrow(/ended before the reply to 'a'/);
  });
});
