// `qmpsh -- qemu...`: a server that qmpsh starts, and ends.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { leave } from '../../../src/cli/leaving.js';
import { endProcess } from '../../../src/cli/reach/end-process.js';
import { startServer } from '../../../src/cli/reach/own-server.js';
import { connectToStarted } from '../../../src/cli/reach/start.js';
import { stopServer } from '../../../src/cli/reach/stop.js';
import { startAtTerminal } from '../../lab/at-terminal.js';
import { connected } from '../../lab/clients.js';
import { scratchFolder, until, whenOver } from '../../lab/lifetime.js';
import { describeReal, QEMU, STORAGE_DAEMON, startQemu } from '../../lab/servers.js';
import { processesWith, qmpsh, startQmpsh } from './run.js';

const STATUS = '{"return": {"status": "running", "singlestep": false, "running": true}}\n';

let lastVm = 0;

/** A VM with a name by which it is found, in a folder of its own for what qmpsh makes. */
function vm(...more: readonly string[]) {
  lastVm += 1;
  const name = `started-${process.pid}-${lastVm}`;
  const folder = scratchFolder();
  const words = [
    QEMU,
    '-machine',
    'none',
    '-nodefaults',
    '-display',
    'none',
    '-name',
    name,
    ...more,
  ];
  whenOver(() => processesOf(name).forEach(pid => void process.kill(pid, 'SIGKILL')));
  return { name, folder, program: ['--', ...words], env: { XDG_RUNTIME_DIR: folder } };
}

/** The sixth field of /proc/PID/stat; the second is a name in brackets. */
const sessionOf = (pid: number) =>
  Number(readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]?.split(' ')[3]);

/** QEMU's own: qmpsh has the name on its command line too. */
const processesOf = (name: string) => processesWith(name).filter(pid => !isQmpsh(pid));
const isQmpsh = (pid: number) => processesWith('--').includes(pid);

describeReal('a started QEMU', () => {
  it('runs the lines of standard input, and ends', async () => {
    const { program, env, name, folder } = vm();
    const run = await qmpsh(program, { input: 'query-status\n', env });
    expect(run).toEqual({ code: 0, stdout: STATUS, stderr: '' });
    expect([processesOf(name), readdirSync(folder)]).toEqual([[], []]);
  });

  it('runs the lines of -c', async () => {
    const { program, env } = vm();
    const run = await qmpsh(['-c', 'query-status', '-c', 'query-status', ...program], { env });
    expect(run).toEqual({ code: 0, stdout: STATUS + STATUS, stderr: '' });
  });

  it('is preferred to the target of the environment', async () => {
    const { program, env } = vm();
    const run = await qmpsh(['-c', 'query-status', ...program], {
      env: { ...env, QMPSH_TARGET: '/nonexistent' },
    });
    expect(run.stdout).toBe(STATUS);
  });

  it('may be told to quit', async () => {
    const { program, env, name } = vm();
    const run = await qmpsh(['-c', 'quit', ...program], { env });
    expect(run).toEqual({ code: 0, stdout: '{"return": {}}\n', stderr: '' });
    expect(processesOf(name)).toEqual([]);
  });

  it('that dies before it speaks is heard', async () => {
    const { program, env, folder } = vm('-nosuch');
    const run = await qmpsh(program, { env });
    expect(run.code).toBe(3);
    expect(run.stderr).toMatch(
      /^qmpsh: qemu-system-x86_64 ended with status 1: .*-nosuch: invalid option\n$/,
    );
    expect(readdirSync(folder)).toEqual([]);
  });

  it('that is killed in the middle is told of', async () => {
    const { program, env, name } = vm();
    const { run } = startQmpsh(['-c', 'query-status', '-c', '.wait end', ...program], { env });
    await until('QEMU runs', () => processesOf(name).length > 0);
    process.kill(processesOf(name)[0]!, 'SIGKILL');
    expect((await run).stderr).toContain('qemu-system-x86_64 was ended by SIGKILL');
  });

  it('is left running with --keep, its process and socket said', async () => {
    const { program, env, name } = vm();
    const { stderr } = await qmpsh(['--keep', '-c', 'query-status', ...program], { env });
    const [, pid, socket = ''] = /pid (\d+), socket (\S+)\n$/.exec(stderr) ?? [];
    expect(processesOf(name)).toEqual([Number(pid)]);
    expect(await (await connected(socket)).execute('query-name')).toEqual({ name });
  });

  it('is what --keep is for', async () => {
    const run = await qmpsh(['--keep', '/s', 'query-status']);
    expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining('-- qemu') });
  });

  it('cannot be a daemon', async () => {
    const run = await qmpsh(vm('-daemonize').program);
    expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining('--keep') });
  });

  it.each<[NodeJS.Signals, number]>([
    ['SIGTERM', 143],
    ['SIGINT', 130],
    ['SIGHUP', 129],
  ])('ends when qmpsh gets %s', async (signal, code) => {
    const { program, env, name, folder } = vm();
    const { child, run } = startQmpsh(['-c', 'query-status', '-c', '.wait end', ...program], {
      env,
    });
    await once(child.stdout!, 'data');
    child.kill(signal);
    expect((await run).code).toBe(code);
    expect([processesOf(name), readdirSync(folder)]).toEqual([[], []]);
  });

  it("has a session of its own, where the terminal's Ctrl-C does not come", async () => {
    const { program, env, name } = vm();
    startQmpsh(['-c', '.wait end', ...program], { env });
    await until('QEMU runs', () => processesOf(name).length > 0);
    const [pid] = processesOf(name);
    expect(sessionOf(pid!)).toBe(pid);
  });

  it('serves the other subcommands too', async () => {
    const { program, env, name } = vm();
    const run = await qmpsh(['events', '--for', '0.1', ...program], { env });
    expect(run).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(processesOf(name)).toEqual([]);
  });

  it('ends when nobody reads what qmpsh prints', async () => {
    const { program, env, name } = vm();
    const { child, run } = startQmpsh(
      ['-c', 'query-status', '-c', 'query-qmp-schema', ...program],
      {
        env,
      },
    );
    child.stdout?.destroy();
    expect((await run).code).toBe(141);
    expect(processesOf(name)).toEqual([]);
  });
});

describeReal('a QEMU started from a terminal', () => {
  it('outlives Ctrl-C, and ends when its person leaves', async () => {
    const { program, env, name } = vm();
    const screen = startAtTerminal(program, { env });
    await screen.waitFor(/QEMU 7[\s\S]*❯/);
    screen.type('\x03query-name\r');
    await screen.waitFor(new RegExp(`name +${name}`));
    screen.type('\x04');
    expect(await screen.exit).toBe(0);
    expect(processesOf(name)).toEqual([]);
  });

  it('stays the only one when its person goes to another server', async () => {
    const { program, env, name } = vm();
    const other = await startQemu(['-name', 'another']);
    const screen = startAtTerminal(program, { env });
    await screen.waitFor(/QEMU 7[\s\S]*❯/);
    screen.type(`.connect ${other.socket}\r`);
    await screen.waitFor(/another · QEMU/);
    expect(processesOf(name)).toHaveLength(1);
    screen.type('\x04');
    await screen.exit;
    expect([processesOf(name), processesOf('another')]).toEqual([[], [other.pid]]);
  });

  it('is heard when it was killed, as its person leaves', async () => {
    const { program, env, name, folder } = vm();
    const screen = startAtTerminal(program, { env });
    await screen.waitFor(/QEMU 7[\s\S]*❯/);
    process.kill(processesOf(name)[0]!, 'SIGKILL');
    await screen.waitFor(/not connected/);
    screen.type('\x04');
    await screen.exit;
    expect(screen.screen()).toContain('qemu-system-x86_64 was ended by SIGKILL');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is connected to again while it runs, but not started again', async () => {
    const { program } = vm();
    const connect = () => connectToStarted(program.slice(1), false, {});
    await (await connect()).close();
    const client = await connect();
    whenOver(leave);
    await client.execute('quit');
    const message = await connect().catch(error => error.message);
    expect(message).toBe('qemu-system-x86_64 has ended, and is not started again');
  });
});

describeReal('a started storage daemon', () => {
  it('gets its monitor in its own spelling', async () => {
    const env = { XDG_RUNTIME_DIR: scratchFolder() };
    const run = await qmpsh(['-c', 'query-jobs', '--', STORAGE_DAEMON], { env });
    expect(run).toEqual({ code: 0, stdout: '{"return": []}\n', stderr: '' });
  });
}, [STORAGE_DAEMON]);

describeReal('a started QEMU that hangs', () => {
  it('is killed when neither quit nor SIGTERM end it', async () => {
    const server = await startServer(vm().program.slice(1));
    await connected(server.socket).then(client => client.close());
    process.kill(server.pid, 'SIGSTOP');
    await stopServer(server, 100);
    expect(server.hasEnded).toBe(true);
    server.forget();
  });
});

describe('a program that is no QEMU', () => {
  it('is named when it does not exist', async () => {
    const run = await qmpsh(['--', 'no-such-program']);
    expect(run).toMatchObject({
      code: 3,
      stderr: 'qmpsh: no-such-program could not be started: no such program\n',
    });
  });

  it('is named when it ends without a word', async () => {
    const run = await qmpsh(['--', 'true']);
    expect(run).toMatchObject({
      code: 3,
      stderr: expect.stringMatching(/true ended with status 0/),
    });
  });
});

describe('the end of a child without the event loop', () => {
  it.each<[string, string, string]>([
    ['is SIGTERM', '', 'SIGTERM'],
    ['is SIGKILL where that is ignored', 'trap "" TERM;', 'SIGKILL'],
  ])('%s', async (_what, before, signal) => {
    const child = spawn('/bin/sh', ['-c', `${before} echo ready; while :; do sleep 1; done`]);
    whenOver(() => child.kill('SIGKILL'));
    await once(child.stdout, 'data');
    endProcess(child.pid ?? -1, 50);
    expect(await once(child, 'exit')).toEqual([null, signal]);
  });
});
