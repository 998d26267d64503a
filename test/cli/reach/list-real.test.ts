// `qmpsh list`, and the targets that it finds, with real servers.
import { rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { holdSocket } from '../../lab/clients.js';
import { scratchFolder, until } from '../../lab/lifetime.js';
import {
  describeReal,
  GUEST_AGENT,
  isInstalled,
  QEMU,
  type Server,
  startGuestAgent,
  startQemu,
  startStorageDaemon,
} from '../../lab/servers.js';
import { freePort } from '../../lab/sshd.js';
import { qmpsh, startQmpsh } from './run.js';

/** The rows of one process; other servers may run on this host too. */
async function rowsOf(server: Server, ...options: string[]): Promise<readonly unknown[]> {
  const { stdout } = await qmpsh(['list', ...options]);
  const rows = stdout
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line));
  return rows.filter(row => row.pid === server.pid);
}

const nameOf = (what: string) => `${what}-${process.pid}`;
const startNamed = (what: string, args: readonly string[] = [], monitor?: readonly string[]) =>
  startQemu(['-name', nameOf(what), ...args], monitor && { monitor });

const monitorAt = (path: string) => ['-qmp', `unix:${path},server=on,wait=off`];
const WAITING = ['-qmp', 'unix:$S,server=on,wait=on'];

describeReal('the list', () => {
  let free: Server;
  let busy: Server;
  let waiting: Server;
  let holder: number;

  beforeAll(async () => {
    free = await startNamed('free', ['-S']);
    busy = await startNamed('busy');
    waiting = await startNamed('waiting', [], WAITING);
    holder = await holdSocket(busy.socket);
  });

  const row = (server: Server, what: string, more: object = {}) => ({
    name: nameOf(what),
    pid: server.pid,
    socket: server.socket,
    kind: 'qmp',
    wait: false,
    holder: null,
    ...more,
  });

  it('has a JSON line for each socket', async () => {
    expect(await rowsOf(free)).toEqual([row(free, 'free')]);
    expect(await rowsOf(waiting)).toEqual([row(waiting, 'waiting', { wait: true })]);
  });

  it.runIf(isInstalled('ss'))('says who holds one', async () => {
    const held = { holder: { name: expect.any(String), pid: holder } };
    expect(await rowsOf(busy)).toEqual([row(busy, 'busy', held)]);
  });

  it('says that one is held where it cannot be said by whom', async () => {
    const run = await qmpsh(['list'], { env: { PATH: scratchFolder() } });
    const line = run.stdout.split('\n').find(text => text.includes(busy.socket)) ?? '';
    expect(JSON.parse(line).holder).toEqual({ name: null, pid: null });
  });

  it('asks for version and run state with --probe', async () => {
    const [probed] = await rowsOf(free, '--probe');
    expect(probed).toMatchObject({
      version: expect.stringMatching(/^\d+\.\d+/),
      status: 'prelaunch',
    });
  });

  it('leaves alone who is held, even with --probe', async () => {
    expect(await rowsOf(busy, '--probe')).toMatchObject([{ version: null, status: null }]);
  });

  it('does not start a VM that waits, even with --probe', async () => {
    const vm = await startNamed('asleep', [], [...monitorAt('$D/second'), ...WAITING]);
    await rowsOf(vm, '--probe');
    const rows = await rowsOf(vm, '--probe');
    expect(rows).toMatchObject([
      { wait: false, version: null },
      { wait: true, version: null, holder: null },
    ]);
  });

  it('is a table for a person', async () => {
    const { stdout } = await qmpsh(['list', '--probe', '-o', 'human']);
    const [heads, ...lines] = stdout.split('\n').map(line => line.split(/ {2,}/));
    expect(heads).toEqual(['NAME', 'PID', 'SOCKET', 'KIND', 'HOLDER', 'VERSION', 'STATUS']);
    expect(lines.find(([name]) => name === nameOf('waiting'))).toEqual([
      nameOf('waiting'),
      String(waiting.pid),
      waiting.socket,
      'qmp',
      'waits for a client',
      '-',
      '-',
    ]);
  });

  it.each([
    ['vm:', () => nameOf('free')],
    ['pid:', () => String(free.pid)],
  ])('is where %s is looked up', async (scheme, name) => {
    const run = await qmpsh([`${scheme}${name()}`, '-g', 'status', 'query-status']);
    expect(run).toEqual({ code: 0, stdout: '"prelaunch"\n', stderr: '' });
  });

  it('is what a wrong name is held against', async () => {
    const run = await qmpsh(['vm:no-such-vm', 'query-status']);
    expect(run.code).toBe(3);
    expect(run.stderr).toMatch(
      /^qmpsh: no server 'vm:no-such-vm' found on this host; there are .*'free-/,
    );
  });

  it('knows a VM that comes later, with --retry', async () => {
    const run = qmpsh(['--retry=10', `vm:${nameOf('later')}`, 'query-name']);
    await startNamed('later');
    expect((await run).stdout).toBe(`{"return": {"name": "${nameOf('later')}"}}\n`);
  });
});

describeReal('a server in the list', () => {
  it('may listen on a path relative to its folder', async () => {
    const socket = join(scratchFolder(), 's');
    const option = `unix:${relative(process.cwd(), socket)},server=on,wait=off`;
    const server = await startQemu(['-qmp', option]);
    expect(await rowsOf(server)).toContainEqual(expect.objectContaining({ socket }));
  });

  it.runIf(isInstalled('ss'))('is not there for a path that another has taken over', async () => {
    const first = await startQemu();
    const second = await startQemu([], { socket: first.socket });
    await until('the first is gone', async () => (await rowsOf(first)).length === 0);
    expect(await rowsOf(second)).toMatchObject([{ socket: first.socket }]);
  });

  it('may listen on a TCP port', async () => {
    const port = await freePort();
    const server = await startQemu(['-qmp', `tcp:127.0.0.1:${port},server=on,wait=off`]);
    expect(await rowsOf(server)).toContainEqual(
      expect.objectContaining({ socket: `127.0.0.1:${port}`, holder: null }),
    );
  });

  it('may be a storage daemon, without a run state', async () => {
    const server = await startStorageDaemon();
    expect(await rowsOf(server, '--probe')).toMatchObject([
      { name: null, socket: server.socket, status: null, version: expect.any(String) },
    ]);
  });

  it('may be one that qmpsh has started, with the socket handed over', async () => {
    const name = nameOf('started');
    const words = [QEMU, '-machine', 'none', '-display', 'none', '-name', name];
    startQmpsh(['-c', '.wait end', '--', ...words], {
      env: { XDG_RUNTIME_DIR: scratchFolder() },
    });
    await until('it is in the list', async () => (await qmpsh(['list'])).stdout.includes(name));
    const run = await qmpsh(['list']);
    expect(run.stdout).toMatch(new RegExp(`"${name}".*/qmp\\.sock", "kind": "qmp"`));
  });

  it('may have a name that would act on the terminal', async () => {
    const name = `\u001b[31m${nameOf('red')}\u0007`;
    await startQemu(['-name', name]);
    const { stdout } = await qmpsh(['list', '-o', 'human']);
    expect(stdout).toContain(`\\u001B[31m${nameOf('red')}\\u0007`);
  });

  it('must not share its name with another for vm:', async () => {
    const [one, two] = [await startNamed('twin'), await startNamed('twin')];
    const run = await qmpsh([`vm:${nameOf('twin')}`, 'query-status']);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain(`pid:${Math.min(one.pid, two.pid)}, pid:`);
  });
}, [QEMU, 'qemu-storage-daemon']);

describeReal('a server whose socket was removed', () => {
  it('is not in the list', async () => {
    const server = await startQemu();
    rmSync(server.socket);
    expect(await rowsOf(server)).toEqual([]);
  });
}, [QEMU, 'ss']);

describeReal('a guest agent in the list', () => {
  it('is of its own kind', async () => {
    const agent = await startGuestAgent();
    expect(await rowsOf(agent, '--probe')).toMatchObject([
      { socket: agent.socket, kind: 'guest-agent', version: null },
    ]);
  });
}, [GUEST_AGENT]);
