// Why there is no connection: each reason has its type, its code, and words that name what was found.
import { spawn } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { connect, pairTransport } from '../../src/index.js';
import { connected, connectFailure } from '../lab/clients.js';
import { fakeServer, GREETING, type Script } from '../lab/fake-server.js';
import { scratchFolder, until, whenOver } from '../lab/lifetime.js';
import { freePort } from '../lab/servers.js';

describe('a path', () => {
  it.each<[string, string, (path: string) => void, object]>([
    ['where nothing is', 'p', () => undefined, { code: 'missing', message: /no such file/ }],
    [
      'that is a plain file',
      'p',
      path => writeFileSync(path, ''),
      { code: 'not-a-socket', message: /expected a socket, found a plain file/ },
    ],
    [
      'that is a directory',
      'p',
      path => mkdirSync(path),
      { code: 'not-a-socket', message: /found a directory/ },
    ],
    [
      'below a plain file',
      'p/q',
      path => writeFileSync(join(path, '..'), ''),
      { code: 'missing', message: /no such file/ },
    ],
    [
      'that is a link to nothing',
      'p',
      path => symlinkSync('gone', path),
      { code: 'missing', message: /a symbolic link to nothing/ },
    ],
    [
      'whose name alone is too long',
      'n'.repeat(108),
      () => undefined,
      { code: 'path-too-long', message: /at most 107 bytes, found one of/ },
    ],
    [
      'whose folder is missing and long',
      `${'d'.repeat(120)}/p`,
      () => undefined,
      { code: 'missing' },
    ],
  ])(
    '%s',
    async (_what, name, make, { code, message = /./ }: { code?: string; message?: RegExp }) => {
      const path = join(scratchFolder(), name);
      make(path);
      const error = await connectFailure(path);
      expect(error).toMatchObject({ name: 'TransportError', code, target: path });
      expect(error.message).toMatch(message);
    },
  );

  it('of any length is reached through its folder', async () => {
    const folder = join(scratchFolder(), 'd'.repeat(100));
    mkdirSync(folder);
    const path = join(folder, 'fake');
    await fakeServer(peer => peer.negotiate().then(() => undefined), path);
    expect((await connected(path)).oob).toBe(true);
  });
});

describe('a peer that is not QMP is told by what it says', () => {
  it.each<[string, string | Buffer, string, RegExp]>([
    [
      'a human monitor',
      "QEMU 7.2.22 monitor - type 'help' for more information\r\n(qemu) ",
      'hmp',
      /a human monitor/,
    ],
    ['a prompt without a newline', '(qemu) ', 'hmp', /a human monitor/],
    ['VNC', 'RFB 003.008\n', 'vnc', /a VNC server/],
    ['HTTP', 'HTTP/1.1 400 Bad Request\r\n\r\n', 'http', /an HTTP server/],
    ['SSH', 'SSH-2.0-OpenSSH_9.2\r\n', 'ssh', /an SSH server/],
    [
      'a TLS alert',
      Buffer.of(0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x46, 0x0a),
      'tls',
      /looks like TLS/,
    ],
    ['a telnet login', Buffer.from('\r\nfoo login: \n'), 'telnet', /a telnet login/],
    ['a guest agent that was spoken to', '{"return": {}}\n', 'json', /JSON, but no QMP greeting/],
    [
      'anything else',
      '220 mail.example.org ESMTP\r\n',
      'other',
      /expected a QMP greeting, found '220 mail/,
    ],
  ])('%s', async (_what, words, looksLike, message) => {
    const path = await fakeServer(peer => peer.send(words));
    const error = await connectFailure(path);
    expect(error).toMatchObject({ name: 'GreetingError', looksLike });
    expect(error.message).toMatch(message);
  });
});

describe('a peer that', () => {
  it.each<[string, Script, object]>([
    ['says nothing is busy', () => undefined, { name: 'TransportError', code: 'busy' }],
    ['hangs up', peer => peer.end(), { name: 'NegotiationError', code: 'closed' }],
    [
      'sends events and does not greet is no monitor',
      peer => peer.send('{"event": "STOP"}\n'),
      { name: 'GreetingError', message: expect.stringContaining(`found '{"event": "STOP"}'`) },
    ],
    [
      'sends an event and hangs up may be one that starts',
      peer => {
        peer.send('{"event": "STOP"}\n');
        peer.end();
      },
      { name: 'NegotiationError', code: 'closed' },
    ],
    [
      'greets and says no more has a blocked main loop',
      peer => peer.send(GREETING),
      { name: 'NegotiationError', code: 'main-loop-blocked' },
    ],
    [
      'refuses to negotiate says why',
      async peer => {
        peer.send(GREETING);
        peer.send(`{"error": {"desc": "not you"}, "id": "${(await peer.command()).id}"}`);
      },
      { name: 'NegotiationError', code: 'refused', message: expect.stringContaining('not you') },
    ],
  ])('%s', async (_what, script, expected) => {
    expect(await connectFailure(await fakeServer(script))).toMatchObject(expected);
  });

  it('starts, greets and does not answer is left, once', async () => {
    let comers = 0;
    const path = await fakeServer(async peer => {
      comers += 1;
      if (comers === 1) peer.send(GREETING);
      else await peer.negotiate();
    });
    expect((await connected(path, { isStarting: true })).oob).toBe(true);
    expect(comers).toBe(2);
  });

  it('is tried again, and slow to answer once it has greeted, is waited for', async () => {
    let comers = 0;
    const path = await fakeServer(async peer => {
      comers += 1;
      peer.send(GREETING);
      const command = await peer.command();
      setTimeout(() => peer.reply(command), 1_500);
    });
    expect((await connected(path, { retryMs: 500 })).oob).toBe(true);
    expect(comers).toBe(1);
  });

  it('starts and hangs up is connected to again', async () => {
    let comers = 0;
    const path = await fakeServer(async peer => {
      comers += 1;
      if (comers === 1) peer.end();
      else await peer.negotiate();
    });
    expect((await connected(path, { isStarting: true })).oob).toBe(true);
  });

  it('never answers is given up when the time is up, also where it starts', async () => {
    const path = await fakeServer(peer => peer.send(GREETING));
    const error = await connectFailure(path, { isStarting: true, timeoutMs: 3_500 });
    expect(error).toMatchObject({ name: 'NegotiationError', code: 'main-loop-blocked' });
  });

  it('is silent is written nothing, and named', async () => {
    let received = () => 'nobody came';
    const path = await fakeServer(peer => {
      received = peer.received;
    });
    const error = await connectFailure(path);
    expect(error.message).toContain(`${path} says nothing: busy, or a guest agent (--guest-agent)`);
    expect(received()).toBe('');
  });

  it('is silent for a second is talked about meanwhile', async () => {
    const path = await fakeServer(() => undefined);
    const stop = new AbortController();
    const note = await new Promise<string>(onWaiting => {
      connect(path, { onWaiting, signal: stop.signal }).catch(() => undefined);
    });
    stop.abort();
    expect(note).toMatch(/busy, or a guest agent/);
  });
});

describe('TCP', () => {
  it('is refused where nobody listens', async () => {
    const target = `127.0.0.1:${await freePort()}`;
    expect(await connectFailure(target)).toMatchObject({
      code: 'refused',
      message: `cannot connect to ${target}: nobody listens there`,
    });
  });

  it('needs a host that exists', async () => {
    expect(
      await connectFailure('tcp:no-such-host.invalid:4444', { timeoutMs: 5_000 }),
    ).toMatchObject({ code: 'missing' });
  });
});

describe('a target', () => {
  it.each([
    ['tcp:x', 'bad-target'],
    ['vm:x', 'unsupported'],
    ['fd:987654', 'missing'],
  ])('%s gives no connection: %s', async (target, code) => {
    expect(await connectFailure(target)).toMatchObject({ name: 'TransportError', code, target });
  });

  it('of another kind is opened by whom the caller names', async () => {
    const script = `console.log('${GREETING}'); process.stdin.once('data', text =>
      console.log(JSON.stringify({ return: {}, id: JSON.parse(text).id })))`;
    const child = spawn(process.execPath, ['-e', script], { stdio: ['pipe', 'pipe', 'inherit'] });
    whenOver(() => child.kill());
    const resolveTransport = async () => pairTransport(child.stdout, child.stdin);
    expect((await connected('exec:fake', { resolveTransport })).greeting?.package).toBe('fake');
  });

  it('that takes too long to open is a timeout', async () => {
    const resolveTransport = () => new Promise<never>(() => undefined);
    expect(await connectFailure('exec:x', { resolveTransport, timeoutMs: 20 })).toMatchObject({
      code: 'connect-timeout',
    });
  });
});

describe('trying again', () => {
  it('finds a server that starts late', async () => {
    const path = join(scratchFolder(), 'late');
    let tries = 0;
    const resolveTransport = () => {
      tries += 1;
      return undefined;
    };
    const client = connected(path, { retryMs: 10_000, resolveTransport });
    await until('it was tried in vain', () => tries > 1);
    await fakeServer(peer => peer.negotiate().then(() => undefined), path);
    expect((await client).oob).toBe(true);
  });

  it('waits for a silent peer longer than the time limit', async () => {
    let connections = 0;
    const path = await fakeServer(async peer => {
      connections += 1;
      await until('the time limit is over', () => performance.now() > begin + 100);
      await peer.negotiate();
    });
    const begin = performance.now();
    expect((await connected(path, { timeoutMs: 50, retryMs: 10_000 })).oob).toBe(true);
    expect(connections).toBe(1);
  });

  it('ends in time, with the last reason', async () => {
    const error = await connectFailure(join(scratchFolder(), 'never'), { retryMs: 150 });
    expect(error).toMatchObject({ code: 'missing' });
  });

  it('is not done where it cannot help', async () => {
    const begin = performance.now();
    await connectFailure(scratchFolder(), { retryMs: 60_000 });
    expect(performance.now() - begin).toBeLessThan(5_000);
  });

  it('stops at the signal', async () => {
    const signal = AbortSignal.timeout(20);
    await expect(connect('/nowhere/s', { retryMs: 60_000, signal })).rejects.toThrow('timeout');
  });
});
