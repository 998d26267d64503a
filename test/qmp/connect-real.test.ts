// Real servers as a client finds them: held, gone, of another kind, pretty-printing, behind TCP and telnet.
import { mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { connected, connectFailure, holdSocket } from '../lab/clients.js';
import { until } from '../lab/lifetime.js';
import {
  describeReal,
  GUEST_AGENT,
  QEMU,
  startGuestAgent,
  startQemu,
  startQemuOnTcp,
} from '../lab/servers.js';

describeReal('a monitor that another client holds', () => {
  it('is busy, and its holder named', async () => {
    const { socket } = await startQemu();
    const pid = await holdSocket(socket);
    const error = await connectFailure(socket);
    expect(error).toMatchObject({ name: 'TransportError', code: 'busy' });
    expect(error.message).toMatch(
      new RegExp(`busy, or a guest agent \\(--guest-agent\\); held by \\S+ \\(pid ${pid}\\)$`),
    );
  });

  it('is busy for a fourth client at once', async () => {
    const { socket } = await startQemu();
    const waiting = [await connected(socket), connectFailure(socket, { timeoutMs: 1_000 })];
    const more = connectFailure(socket, { timeoutMs: 1_000 });
    const error = await connectFailure(socket, { timeoutMs: 60_000 });
    expect(error.message).toMatch(/its queue is full; served by qemu-system/);
    await Promise.all([...waiting, more]);
  });

  it('is had when its holder leaves, by whom tries again', async () => {
    const { socket } = await startQemu();
    const first = await connected(socket);
    const second = connected(socket, {
      timeoutMs: 50,
      retryMs: 10_000,
      onWaiting: () => first.close(),
    });
    expect((await second).oob).toBe(true);
  });
}, [QEMU, 'ss']);

describeReal('a socket', () => {
  it('whose server was killed is stale', async () => {
    const server = await startQemu();
    await server.kill('SIGKILL');
    expect(await connectFailure(server.socket)).toMatchObject({ code: 'stale' });
  });

  it.each<[string, readonly string[], string]>([
    ['of a human monitor', ['-monitor', 'unix:$S,server=on,wait=off'], 'hmp'],
    ['of VNC', ['-vnc', 'unix:$S'], 'vnc'],
  ])('%s is named as such', async (_what, monitor, looksLike) => {
    const { socket } = await startQemu([], { monitor });
    expect(await connectFailure(socket)).toMatchObject({ name: 'GreetingError', looksLike });
  });

  it('of a pretty-printing monitor is like any other', async () => {
    const client = await connected(
      (await startQemu([], { monitor: ['-qmp-pretty', 'unix:$S,server=on,wait=off'] })).socket,
    );
    const reply = await client.send({ name: 'query-status', userId: '[1]' });
    expect(reply.text).toMatch(/^\{"return": \{"status": "running", .*\}, "id": \[1\]\}$/);
  });

  it('with a path over 107 bytes is reached', async () => {
    const server = await startQemu();
    const path = join(server.folder, 'd'.repeat(110));
    mkdirSync(path);
    renameSync(server.socket, join(path, 's'));
    expect((await connected(join(path, 's'))).oob).toBe(true);
  });
});

describeReal('a TCP port', () => {
  it('is a target', async () => {
    expect((await connected((await startQemuOnTcp()).target)).oob).toBe(true);
  });

  it('with telnet negotiation is a target', async () => {
    const client = await connected((await startQemuOnTcp(',telnet=on')).target);
    expect(await client.execute('query-name')).toEqual({});
  });

  it('gives the reply to quit every time', async () => {
    for (let run = 0; run < 10; run += 1) {
      const client = await connected((await startQemuOnTcp()).target);
      expect(await client.execute('quit')).toEqual({});
      expect(await client.closed).toMatchObject({ expected: true });
    }
  });

  it('whose queue is full lets a connect hang, which is a timeout', async () => {
    const { target } = await startQemuOnTcp();
    await connected(target);
    const waiting = [1, 2].map(() => connectFailure(target, { timeoutMs: 1_500 }));
    await until('the queue is full', async () => {
      const error = await connectFailure(target, { timeoutMs: 200 });
      return 'code' in error && error.code === 'connect-timeout';
    });
    await Promise.all(waiting);
  });
});

describeReal('a guest agent', () => {
  it.each([true, undefined])('is spoken to, when told so or found out (%s)', async guestAgent => {
    const { socket } = await startGuestAgent();
    const client = await connected(socket, guestAgent === undefined ? {} : { guestAgent });
    expect([client.isGuestAgent, client.oob]).toEqual([true, false]);
    expect(await client.execute('guest-info')).toHaveProperty('version');
  });

  it('that another client holds does not answer', async () => {
    const { socket } = await startGuestAgent();
    await holdSocket(socket);
    const error = await connectFailure(socket, { guestAgent: true });
    expect(error).toMatchObject({ name: 'NegotiationError', code: 'agent-silent' });
  });
}, [GUEST_AGENT]);
