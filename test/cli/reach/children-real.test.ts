// Servers behind a program's standard input and output: exec: and ssh:, with real programs.
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { resolveTransport } from '../../../src/cli/reach/resolve-transport.js';
import { sshCommand } from '../../../src/cli/reach/ssh.js';
import { connected, connectFailure } from '../../lab/clients.js';
import { scratchFolder, until } from '../../lab/lifetime.js';
import { describeReal, QEMU, type Server, startQemu } from '../../lab/servers.js';
import { SSHD, startSshd } from '../../lab/sshd.js';
import { qmpsh } from './run.js';

const open = (target: string) => connected(target, { resolveTransport });
const failure = (target: string) => connectFailure(target, { resolveTransport, timeoutMs: 5_000 });

describeReal('exec:', () => {
  it('speaks to a server through a relay', async () => {
    const { socket } = await startQemu();
    const client = await open(`exec:socat - UNIX-CONNECT:${socket}`);
    expect(await client.execute('query-status')).toMatchObject({ running: true });
  });

  it('speaks to a server that is the program itself', async () => {
    const client = await open(`exec:${QEMU} -machine none -nodefaults -display none -qmp stdio`);
    await client.execute('quit');
    expect(await client.closed).toMatchObject({ expected: true, lastShutdown: 'host-qmp-quit' });
  });

  it.each([
    ['its words and its status', 'echo no VM today >&2; exit 7', /sh ended with status 7: no VM/],
    ['the signal that ended it', 'kill -TERM $$', /sh was ended by SIGTERM$/],
    ['its end without a word', 'exit 0', /sh ended with status 0$/],
  ])('tells of a program that fails %s', async (_what, command, message) => {
    const error = await failure(`exec:${command}`);
    expect(error).toMatchObject({ name: 'TransportError', code: 'failed' });
    expect(error.message).toMatch(message);
  });

  it('ends a program that does not end by itself', async () => {
    const folder = scratchFolder();
    const pidFile = join(folder, 'pid');
    const server = `${QEMU} -machine none -display none -qmp stdio -pidfile ${pidFile}`;
    const client = await open(`exec:${server}`);
    const pid = Number(readFileSync(pidFile, 'utf8'));
    await client.close();
    await until('it is gone', () => !existsSync(`/proc/${pid}`));
  });

  it('knows how a program ended of which a child stays behind', async () => {
    const error = await failure('exec:sleep 3 >/dev/null & echo gone >&2; exit 4');
    expect(error.message).toMatch(/sh ended with status 4: gone$/);
  });

  it('ends the program with the connection', async () => {
    const { socket } = await startQemu();
    const client = await open(`exec:socat - UNIX-CONNECT:${socket}`);
    await client.close();
    const next = await connected(socket);
    expect(next.oob).toBe(true);
  });

  it('tries again while the server is missing', async () => {
    const socket = join(scratchFolder(), 's');
    const options = { resolveTransport, retryMs: 10_000 };
    const client = connected(`exec:socat - UNIX-CONNECT:${socket}`, options);
    await startQemu([], { socket });
    expect((await client).oob).toBe(true);
  });
}, [QEMU, 'socat']);

describeReal('the command for the other host', () => {
  /** As the shell there would run it, with these programs alone. */
  const run = (socket: string, programs: Readonly<Record<string, string>>) => {
    const folder = scratchFolder();
    for (const name of ['sh', 'env']) symlinkSync(`/usr/bin/${name}`, join(folder, name));
    for (const [name, script] of Object.entries(programs)) {
      writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    }
    const target = { kind: 'ssh', host: 'h', path: socket } as const;
    return `exec:PATH=${folder}; ${sshCommand(target, 'ssh', false).args.at(-1)}`;
  };

  it('uses nc where there is no socat', async () => {
    const { socket } = await startQemu();
    const nc = 'test "$1" = -U && exec /usr/bin/socat - UNIX-CONNECT:"$2"';
    const client = await open(run(socket, { nc }));
    expect(client.oob).toBe(true);
  });

  it('says so where there is neither', async () => {
    const error = await failure(run('/s', {}));
    expect(error.message).toMatch(/neither socat nor nc is installed there$/);
  });
}, [QEMU, 'socat']);

describeReal('ssh:', () => {
  let vm: Server;
  beforeAll(async () => {
    process.env.QMPSH_SSH = (await startSshd()).ssh;
    vm = await startQemu();
  });

  it('speaks to a socket of that host', async () => {
    const client = await open(`ssh://lab${vm.socket}`);
    expect(await client.execute('query-status')).toMatchObject({ running: true });
    await client.close();
  });

  it.each(["it's $(id)", 'a,b:c', '[x] "y"', '{a\\b} (c)!!'])(
    'finds a path with %s in it',
    async name => {
      const folder = join(scratchFolder(), name.replaceAll('/', ''));
      mkdirSync(folder);
      const { socket } = await startQemu([], {
        socket: join(folder, 's'),
        monitor: ['-qmp', `unix:${join(folder, 's').replaceAll(',', ',,')},server=on,wait=off`],
      });
      const client = await open(`ssh://lab${socket}`);
      expect(client.oob).toBe(true);
      await client.close();
    },
  );

  it.each([
    ['a missing socket', () => `ssh://lab${vm.folder}/none`, /No such file or directory/],
    ['a host that is not known', () => 'ssh://no-such-host.invalid/s', /resolve hostname/],
    ['a login that is refused', () => `ssh://nobody-here@lab${vm.socket}`, /Permission denied/],
  ])("gives ssh's own words for %s", async (_what, target, words) => {
    const error = await failure(target());
    expect(error.name).toBe('TransportError');
    expect(error.message).toMatch(words);
  });

  it('serves a script, and gives its exit codes', async () => {
    const input = 'query-status\nnosuch-command\nstop\n';
    const run = await qmpsh([`ssh://lab${vm.socket}`], { input });
    expect(run.stdout).toMatch(/^\{"return": .*\n\{"error": .*\n$/);
    expect(run).toMatchObject({ code: 1, stderr: expect.stringContaining('line 2') });
  });

  it('asks for nothing off a terminal, and says what ssh said', async () => {
    const run = await qmpsh([`ssh://nobody-here@lab${vm.socket}`, 'query-status']);
    expect(run).toMatchObject({
      code: 3,
      stdout: '',
      stderr: expect.stringContaining('Permission'),
    });
  });

  it('is busy when the socket is held there', async () => {
    await open(vm.socket);
    const error = await connectFailure(`ssh://lab${vm.socket}`, {
      resolveTransport,
      timeoutMs: 800,
    });
    expect(error).toMatchObject({ code: 'busy' });
  });
}, [QEMU, SSHD, 'ssh', 'socat']);
