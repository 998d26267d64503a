import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { beforeAll, describe, expect, it } from 'vitest';
import { holdSocket } from '../lab/clients.js';
import { fakeServer } from '../lab/fake-server.js';
import { until } from '../lab/lifetime.js';
import { describeReal, type Server, startQemu, startStorageDaemon } from '../lab/servers.js';
import { BIN, endOf, environment, qmpsh, startQmpsh } from './qmpsh.js';

const SLOW = '.hmp qemu-io slow "read 0 512"';
const SLOW_NODE = '{"driver":"null-co","node-name":"slow","size":1048576,"latency-ns":900000000}';

describeReal('the exit code', () => {
  let vm: Server;
  beforeAll(async () => {
    vm = await startQemu(['-S']);
  });
  /** One of its own: a reply that nobody waited for would reach the next client. */
  const slowVm = () => startQemu(['-S', '-blockdev', SLOW_NODE]);
  const code = async (input: string, ...options: string[]) =>
    (await qmpsh([...options, vm.socket], { input })).code;

  it.each([
    [0, 'query-name\n.set\n.hmp info status'],
    [1, 'device_del nope'],
    [1, 'nosuch'],
    [1, 'nosuch a=1'],
    [1, '!nosuch'],
    [1, '{"execute": "nosuch", "arguments": {"a": 1}}'],
    [1, '.hmp nosuch'],
    [1, '.hmp device_del nope'],
    [1, 'human-monitor-command "nosuch"'],
    [1, '!query-name'],
    [2, '.nosuch'],
    [2, '?nosuchname'],
    [2, 'set_link n0'],
    [2, 'getfd fd1'],
    [2, '.wait nonsense'],
    [2, '.set nosuch 1'],
    [2, '{"execute": "stop"} x'],
    [2, '{"execute": "stop"'],
    [2, 'query-name "a'],
    [2, 'stop >x'.replace('>x', '> x')],
    [5, '.wait event NEVER timeout=50ms'],
    [6, '.wait job nope'],
    [6, '.wait migration'],
  ])('is %i after %j', async (exit, input) => {
    expect(await code(input)).toBe(exit);
  });

  it('is 1 for a command that this server does not know, whatever its form, and nothing of it is sent twice', async () => {
    const run = await qmpsh(['-v', vm.socket, 'no-such_command']);
    expect(run.code).toBe(1);
    expect(run.stdout).toContain('CommandNotFound');
  });

  it('is 5 where a reply does not come in time', async () => {
    const { socket } = await slowVm();
    const run = await qmpsh(['-t', '0.2', socket], { input: SLOW });
    expect(run).toMatchObject({ code: 5, stdout: '' });
    expect(run.stderr).toContain('within 0.2 s');
  });

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('is that of the signal: %s gives %i', async (signal, exit) => {
    const child = startQmpsh([vm.socket]);
    const run = endOf(child);
    child.stdin.write('query-name\n');
    await once(child.stdout, 'data');
    child.kill(signal);
    expect(await run).toMatchObject({ code: exit, stderr: '' });
  });

  it('is that of a signal in the midst of a command too', async () => {
    const { socket } = await slowVm();
    const child = startQmpsh(['-v', socket]);
    child.stdin.write(`${SLOW}\n`);
    let said = '';
    child.stderr.on('data', chunk => {
      said += chunk;
    });
    await until('the command is sent', () => said.includes('qemu-io'));
    child.kill('SIGINT');
    expect((await once(child, 'exit'))[0]).toBe(130);
  });

  it('is 141 where the reader has gone, without a word', async () => {
    const command = `printf 'query-commands\\nquery-name\\n%.0s' $(seq 200) | "$0" "$1" "$2" | head -1 >&2; echo \${PIPESTATUS[1]}`;
    const shell = spawn('bash', ['-c', command, process.execPath, BIN, vm.socket], {
      env: environment(),
    });
    shell.stdin.end();
    const run = await endOf(shell);
    expect(run.stdout).toBe('141\n');
    expect(run.stderr.split('\n')).toHaveLength(2);
  });

  it('is 0 with stdin closed and words on the command line', async () => {
    const shell = spawn(
      'bash',
      ['-c', '"$0" "$1" "$2" query-name <&-', process.execPath, BIN, vm.socket],
      {
        env: environment(),
      },
    );
    expect(await endOf(shell)).toMatchObject({ code: 0, stdout: '{"return": {}}\n', stderr: '' });
  });

  it('is 0 with stdin closed and nothing to run', async () => {
    const shell = spawn('bash', ['-c', '"$0" "$1" "$2" <&-', process.execPath, BIN, vm.socket], {
      env: environment(),
    });
    expect(await endOf(shell)).toMatchObject({ code: 0, stdout: '' });
  });

  it('is 3 where another client holds the monitor, and stderr names it', async () => {
    const held = await startQemu();
    const pid = await holdSocket(held.socket);
    const run = await qmpsh(['-t', '0.3', held.socket, 'query-name']);
    expect(run.code).toBe(3);
    expect(run.stderr).toContain(`pid ${pid}`);
  });

  it('is 5 where the main loop does not answer qmp_capabilities', async () => {
    const slow = await startQemu(['-blockdev', SLOW_NODE.replace('900000000', '3000000000')], {
      monitor: ['-qmp', 'unix:$S,server=on,wait=off', '-qmp', 'unix:$S.2,server=on,wait=off'],
    });
    const blocker = startQmpsh(['-v', `${slow.socket}.2`, SLOW]);
    await once(blocker.stderr, 'data');
    const run = await qmpsh(['-t', '0.5', slow.socket, 'query-name']);
    expect(run.code).toBe(5);
    expect(run.stderr).toContain('main loop');
  });
});

describe('the exit code without a server', () => {
  it.each([
    ['no such path', '/nonexistent/vm.sock', 'no such file'],
    ['a plain file', BIN, 'expected a socket'],
    ['a port where nobody listens', '127.0.0.1:1', 'nobody listens'],
    ['a descriptor that is not open', 'fd:99', 'fd'],
  ])('is 3 for %s', async (_what, target, named) => {
    const run = await qmpsh([target, 'query-name']);
    expect(run).toMatchObject({ code: 3, stdout: '' });
    expect(run.stderr).toContain(named);
  });

  it('is 3 for a peer that is not QMP', async () => {
    const path = await fakeServer(peer => peer.send('QEMU 7.2.22 monitor - type help\r\n(qemu) '));
    const run = await qmpsh([path, 'query-name']);
    expect(run.code).toBe(3);
    expect(run.stderr).toContain('human');
  });

  it('is 3 where qmp_capabilities is refused', async () => {
    const path = await fakeServer(async peer => {
      peer.send('{"QMP": {"version": {}, "capabilities": []}}\r\n');
      const { id } = await peer.command();
      peer.send(`{"id": "${id}", "error": {"class": "GenericError", "desc": "no"}}\r\n`);
    });
    expect((await qmpsh([path, 'query-name'])).code).toBe(3);
  });

  it('is 2 for a script that cannot be read, before anything is connected', async () => {
    const run = await qmpsh(['/nonexistent/vm.sock', '-f', '/nonexistent/script']);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toContain('/nonexistent/script');
  });

  it('is 2 for a log that cannot be written, before anything is connected', async () => {
    const run = await qmpsh(['/nonexistent/vm.sock', '--log', '/nonexistent/log', 'stop']);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toContain('/nonexistent/log');
  });
});

describeReal('the end of the server', () => {
  it('is success after an answered quit, over a unix socket', async () => {
    const vm = await startQemu();
    expect(await qmpsh([vm.socket, 'quit'])).toMatchObject({ code: 0, stdout: '{"return": {}}\n' });
  });

  it('is success after an answered quit over TCP, each time', async () => {
    for (let i = 0; i < 5; i += 1) {
      const port = await freePort();
      const monitor = ['-qmp', `tcp:127.0.0.1:${port},server=on,wait=off`];
      const vm = await startQemu(['-qmp', 'unix:$S,server=on,wait=off'], { monitor });
      const run = await qmpsh([`127.0.0.1:${port}`], { input: 'query-name\nquit\n' });
      expect(run).toMatchObject({ code: 0, lines: ['{"return": {}}', '{"return": {}}'] });
      await vm.exited;
    }
  });

  it.each([['quit'], ['.hmp quit'], ['.hmp q'], ['{"execute": "quit"}']])(
    'is success after %s',
    async line => {
      const vm = await startQemu();
      const run = await qmpsh([vm.socket], { input: `query-name\n${line}\n` });
      expect(run).toMatchObject({ code: 0, stderr: '' });
      expect(run.lines).toHaveLength(2);
    },
  );

  it('is success after quit to the storage daemon, which sends no SHUTDOWN', async () => {
    const daemon = await startStorageDaemon();
    const run = await qmpsh([daemon.socket], { input: 'query-commands\nquit\n' });
    expect(run).toMatchObject({ code: 0, stderr: '' });
  });

  it.each([0, 1, 2, 3])(
    'refuses lines after quit: nothing of them was sent (%i before)',
    async before => {
      const vm = await startQemu();
      const input = `${'query-name\n'.repeat(before)}quit\nquery-name\nstop\n`;
      const run = await qmpsh(['-k', vm.socket], { input });
      expect(run.code).toBe(2);
      expect(run.lines.map(line => JSON.parse(line).error?.class)).toEqual([
        ...new Array(before + 1).fill(undefined),
        'qmpsh.syntax',
        'qmpsh.syntax',
      ]);
    },
  );

  it('lets .wait end follow a quit', async () => {
    const vm = await startQemu();
    const run = await qmpsh([vm.socket], { input: 'quit\n.wait end\n' });
    expect(run.code).toBe(0);
    expect(run.lines[1]).toContain('host-qmp-quit');
  });

  it('is 4 where it comes in the midst of a command', async () => {
    const vm = await startQemu(['-blockdev', SLOW_NODE]);
    const child = startQmpsh(['-v', vm.socket]);
    const run = endOf(child);
    child.stdin.end(`${SLOW}\nquery-name\n`);
    let said = '';
    child.stderr.on('data', chunk => {
      said += chunk;
    });
    await until('the command is sent', () => said.includes('qemu-io'));
    vm.process.kill('SIGKILL');
    expect(await run).toMatchObject({ code: 4, stdout: '' });
    expect((await run).stderr).toContain('1 more line was not sent');
  });

  it('is 4 where lines come after it, even with -k', async () => {
    const vm = await startQemu();
    const child = startQmpsh(['-k', vm.socket]);
    const run = endOf(child);
    child.stdin.write('query-name\n');
    await once(child.stdout, 'data');
    await vm.kill('SIGKILL');
    child.stdin.end('query-name\nquery-name\n');
    expect(await run).toMatchObject({ code: 4, stdout: '{"return": {}}\n' });
  });

  it('is no failure where nothing was asked after it', async () => {
    const vm = await startQemu();
    const child = startQmpsh([vm.socket]);
    const run = endOf(child);
    child.stdin.write('query-name\n');
    await once(child.stdout, 'data');
    await vm.kill();
    child.stdin.end();
    expect(await run).toMatchObject({ code: 0 });
  });

  it('is 4 where the server shuts down by itself with a command outstanding', async () => {
    const path = await fakeServer(async peer => {
      await peer.negotiate();
      await peer.command();
      peer.end();
    });
    const run = await qmpsh([path, 'query-name']);
    expect(run).toMatchObject({ code: 4, stdout: '' });
  });
});

it('writes to a full pipe without losing anything', async () => {
  const value = 'x'.repeat(3_000_000);
  const path = await fakeServer(async peer => {
    await peer.negotiate();
    peer.reply(await peer.command(), value);
  });
  const run = await qmpsh([path, 'query-x']);
  expect(run).toMatchObject({ code: 0 });
  expect(run.stdout).toHaveLength(value.length + 15);
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  await new Promise(done => server.close(done));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
