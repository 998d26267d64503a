// What real servers do to a session: hangs, stale replies, endings, large replies. QEMU 7.2 and later.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { connect, NegotiationError, type Notice, type QmpClient } from '../../src/index.js';
import { connected, connectFailure } from '../lab/clients.js';
import { S0 } from '../lab/ids.js';
import { scratchFolder, until } from '../lab/lifetime.js';
import {
  describeReal,
  makeImage,
  type Server,
  STORAGE_DAEMON,
  startQemu,
  startStorageDaemon,
} from '../lab/servers.js';

const SECOND_MONITOR = ['-qmp', 'unix:$D/second,server=on,wait=off'];
const HANG = {
  name: 'human-monitor-command',
  argumentsText: '{"command-line": "qemu-io slow \\"read 0 512\\""}',
};

/** Adds a disk whose reads take so long; then HANG blocks the main loop for that time. */
function addSlowDisk(client: QmpClient, ms: number) {
  const latency = { 'latency-ns': ms * 1_000_000 };
  return client.execute('blockdev-add', {
    driver: 'null-co',
    'node-name': 'slow',
    size: 1 << 20,
    ...latency,
  });
}

/** Blocks the main loop for 1.5 s, by a command of this client, and waits until it is. */
async function blockMainLoop({ folder }: Server, client: QmpClient) {
  await addSlowDisk(client, 1_500);
  const hang = client.send(HANG);
  hang.catch(() => undefined);
  await until('the main loop is blocked', () => isBlocked(join(folder, 'second')));
  return { hang };
}

/** Whether the monitor greets but does not negotiate. */
async function isBlocked(monitor: string): Promise<boolean> {
  try {
    await (await connect(monitor, { timeoutMs: 200 })).close();
    return false;
  } catch (error) {
    return error instanceof NegotiationError && error.code === 'main-loop-blocked';
  }
}

describeReal('while the main loop is blocked', () => {
  it('an out-of-band command overtakes seven in flight and five that wait', async () => {
    const client = await connected((await startQemu()).socket);
    await addSlowDisk(client, 1_000);
    const answered: string[] = [];
    const inBand = [HANG, ...Array.from({ length: 11 }, () => ({ name: 'query-status' }))];
    const replies = inBand.map(request =>
      client.send(request).then(() => answered.push(request.name)),
    );
    await client.executeOob('query-yank');
    expect([answered, client.inFlight]).toEqual([[], 7]);
    await Promise.all(replies);
  });

  it('a new client is told so', async () => {
    const server = await startQemu(SECOND_MONITOR);
    const { hang } = await blockMainLoop(server, await connected(server.socket));
    const error = await connectFailure(join(server.folder, 'second'));
    expect(error).toMatchObject({ name: 'NegotiationError', code: 'main-loop-blocked' });
    await hang;
  });

  it('a new client on the same monitor is not confused by the replies to the old one', async () => {
    const server = await startQemu(SECOND_MONITOR);
    const first = await connected(server.socket, { firstId: S0 });
    await blockMainLoop(server, first);
    await first.close();
    const wire: string[] = [];
    const onWire = (_direction: string, text: string) => wire.push(text);
    const second = await connected(server.socket, { onWire });
    expect(await second.execute('query-status')).toMatchObject({ status: 'running' });
    expect(wire.some(text => /"id": "s."/.test(text))).toBe(true);
  });
});

/** Half of a character, which JSON can write and QEMU does not take. */
const HALF = '{"x": "\\udc00"}';

describeReal('input that the server cannot read', () => {
  const deep = `{"x": ${'['.repeat(1_100)}${']'.repeat(1_100)}}`;

  it('settles its command, and no other', async () => {
    const client = await connected((await startQemu()).socket);
    const notices: Notice[] = [];
    client.onNotice(notice => notices.push(notice));
    const replies = [];
    for (const argumentsText of [deep, deep, '{}', deep, '{}']) {
      replies.push((await client.send({ name: 'query-status', argumentsText })).kind);
    }
    expect(replies).toEqual(['error', 'error', 'return', 'error', 'return']);
    expect(notices.length).toBeGreaterThan(1_000);
  });

  it.each([
    ['of which one is in the middle', ['{}', HALF, '{}', '{}']],
    ['of which the last are', ['{}', '{}', HALF, HALF]],
    ['that all are', [HALF, HALF, HALF]],
    ['one of them with a thousand errors', ['{}', deep, '{}', HALF, '{}']],
  ])('settles each of several in flight %s, with its own reply', async (_what, all) => {
    const client = await connected((await startQemu()).socket);
    const replies = await Promise.all(
      all.map(argumentsText => client.send({ name: 'query-status', argumentsText })),
    );
    expect(replies.map(reply => reply.kind)).toEqual(
      all.map(text => (text === '{}' ? 'return' : 'error')),
    );
    expect((await client.send({ name: 'query-status' })).kind).toBe('return');
  });
});

describeReal('the end of a server', () => {
  it.each(['quit', 'human-monitor-command'])(
    'by %s comes after its reply, and without a reset, every time',
    async name => {
      const argumentsText = name === 'quit' ? '{}' : '{"command-line": "quit"}';
      for (let run = 0; run < 10; run += 1) {
        const server = await startQemu();
        const client = await connected(server.socket);
        expect(await client.send({ name, argumentsText })).toMatchObject({ kind: 'return' });
        expect(await client.closed).toEqual({
          kind: 'lost',
          expected: true,
          lastShutdown: 'host-qmp-quit',
        });
      }
    },
  );

  it('by a signal says so', async () => {
    const server = await startQemu();
    const client = await connected(server.socket);
    await server.kill('SIGTERM');
    expect(await client.closed).toMatchObject({ expected: true, lastShutdown: 'host-signal' });
  });

  it('by SIGKILL loses the command in flight', async () => {
    const server = await startQemu();
    const client = await connected(server.socket);
    await addSlowDisk(client, 60_000);
    const hang = client.send(HANG);
    hang.catch(() => undefined);
    await client.executeOob('query-yank');
    await server.kill('SIGKILL');
    await expect(hang).rejects.toMatchObject({
      wasSent: true,
      end: { kind: 'lost', expected: false },
    });
  });
});

describeReal('the end of qemu-storage-daemon', () => {
  it('by quit is expected, though no SHUTDOWN tells of it', async () => {
    const client = await connected((await startStorageDaemon()).socket);
    await client.execute('quit');
    expect(await client.closed).toEqual({ kind: 'lost', expected: true });
  });
}, [STORAGE_DAEMON]);

describeReal('events', () => {
  it('come before the reply of the command that caused them', async () => {
    const client = await connected((await startQemu()).socket);
    const seen: string[] = [];
    client.onEvent(({ name }) => seen.push(name));
    await client.send({ name: 'stop' }).then(() => seen.push('reply'));
    expect(seen).toEqual(['STOP', 'reply']);
  });

  it('are all read while nobody takes them', async () => {
    const client = await connected((await startQemu()).socket);
    const stream = client.events({ capacity: 10 });
    const commands = Array.from({ length: 400 }, (_, at) => (at % 2 === 0 ? 'stop' : 'cont'));
    await Promise.all(commands.map(name => client.execute(name)));
    await until('all events have come', () => stream.dropped === 390);
  });
});

/** A chain of images, each over the one before: `query-named-block-nodes` describes it over and over. */
function makeChain(length: number): string {
  const folder = scratchFolder();
  let top = makeImage('qcow2', '1M', folder);
  for (let depth = 1; depth < length; depth += 1) {
    const overlay = join(folder, `${depth}`);
    execFileSync('qemu-img', [
      'create',
      '-q',
      '-f',
      'qcow2',
      '-F',
      'qcow2',
      '-b',
      top,
      '-u',
      overlay,
      '1M',
    ]);
    top = overlay;
  }
  return top;
}

describeReal('a large reply', () => {
  it('of the whole schema comes as one', async () => {
    const client = await connected((await startQemu()).socket);
    const reply = await client.send({ name: 'query-qmp-schema' });
    expect([reply.kind, reply.text.length > 200_000]).toEqual(['return', true]);
    expect(JSON.parse(reply.valueText)).toEqual(reply.value);
  });

  it('of most of a megabyte comes as one', async () => {
    const chain = makeChain(60);
    const blockdev = `driver=qcow2,node-name=top,file.driver=file,file.filename=${chain}`;
    const client = await connected((await startStorageDaemon(['--blockdev', blockdev])).socket);
    const reply = await client.send({ name: 'query-named-block-nodes' });
    expect(reply.text.length).toBeGreaterThan(800_000);
  });
}, [STORAGE_DAEMON, 'qemu-system-x86_64']);
