import { chmodSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { holdSocket } from '../lab/clients.js';
import { fakeServer } from '../lab/fake-server.js';
import { scratchFolder } from '../lab/lifetime.js';
import { describeReal, startQemu } from '../lab/servers.js';
import { endOf, qmpsh, startCoprocess, startQmpsh } from './qmpsh.js';

/** Blocks the main loop, and so all in-band work, for 1.5 s: lab.md B7. */
const SLOW_NODE = '{"driver":"null-co","node-name":"slow","size":1048576,"latency-ns":1500000000}';
const SLOW = '.hmp qemu-io slow "read 0 512"';
const withSlowNode = () => startQemu(['-S', '-blockdev', SLOW_NODE]);

describeReal('a main loop that is blocked', () => {
  it('ends a script by its timeout, and says how many lines were not sent', async () => {
    const vm = await withSlowNode();
    const run = await qmpsh(['-t', '0.2', vm.socket], { input: `${SLOW}\nquery-name\nstop\n` });
    expect(run).toMatchObject({ code: 5, stdout: '' });
    expect(run.stderr).toContain(
      "line 1: no reply to 'human-monitor-command' within 0.2 s; the command itself goes on in the server",
    );
    expect(run.stderr).toContain('2 more lines were not sent');
  });

  it('still answers out of band after a line that timed out', async () => {
    const vm = await withSlowNode();
    const run = await qmpsh(['-kt', '0.2', vm.socket], { input: `${SLOW}\n!query-yank\n` });
    expect(run.code).toBe(5);
    expect(run.lines.map(line => Object.keys(JSON.parse(line)))).toEqual([['error'], ['return']]);
    expect(run.lines[0]).toContain('"qmpsh.timeout"');
  });

  it('ends by its timeout too where the schema is what is waited for', async () => {
    const vm = await withSlowNode();
    const env = { XDG_CACHE_HOME: scratchFolder() };
    const input = `${SLOW}\nset_link n0 on\nquery-name\n`;
    const run = await qmpsh(['-kt', '0.2', vm.socket], { input, env });
    expect(run.code).toBe(5);
    expect(run.lines.map(line => JSON.parse(line).error.class)).toEqual(
      Array(3).fill('qmpsh.timeout'),
    );
  });

  it('never mixes up replies that come late', async () => {
    const vm = await withSlowNode();
    const shell = startCoprocess(['-kt', '0.3', vm.socket]);
    expect(await shell.ask(SLOW)).toContain('qmpsh.timeout');
    expect(await shell.ask('.set timeout none')).toBe('{}');
    expect(await shell.ask('{"execute":"query-status","id":1}')).toMatch(
      /^\{"return": \{"status".*"id": 1\}$/,
    );
    expect(await shell.finish()).toBe(5);
  });

  it('runs the line of --on-timeout on the same connection, then exits with 5', async () => {
    const vm = await withSlowNode();
    const options = ['-t', '0.2', '--on-timeout', '!query-yank', vm.socket];
    const run = await qmpsh(options, { input: `${SLOW}\nquery-name\n` });
    expect(run).toMatchObject({ code: 5, stdout: '' });
    expect(run.stderr).toMatch(/--on-timeout: \{"return": \[\{.*"chardev"/);
    expect(run.stderr).toContain('1 more line was not sent');
  });

  it('runs it once, and stops, under -k and --pipeline too', async () => {
    const vm = await withSlowNode();
    const options = ['-k', '--pipeline', '-t0.2', '--on-timeout=!query-yank', vm.socket];
    const run = await qmpsh(options, { input: `${SLOW}\n${'query-name\n'.repeat(3)}` });
    expect(run.code).toBe(5);
    expect(run.stderr.match(/--on-timeout: /g)).toHaveLength(1);
  });

  it('leaves exit 5 where the line of --on-timeout fails', async () => {
    const vm = await withSlowNode();
    const run = await qmpsh([
      '-t',
      '0.2',
      '--on-timeout',
      '!yank instances=[{"type":"migration"}]',
      vm.socket,
      SLOW,
    ]);
    expect(run.code).toBe(5);
    expect(run.stderr).toContain('--on-timeout: DeviceNotFound: Instance not found');
  });

  it('does not run it where nothing timed out', async () => {
    const vm = await withSlowNode();
    const run = await qmpsh(['-t', '5', '--on-timeout', 'quit', vm.socket, 'query-name']);
    expect(run).toMatchObject({ code: 0, stderr: '' });
  });

  it('runs it when a wait times out', async () => {
    const vm = await withSlowNode();
    const run = await qmpsh(['--on-timeout', 'query-name', vm.socket], {
      input: '.wait event NEVER timeout=50ms\n',
    });
    expect(run.code).toBe(5);
    expect(run.stderr).toContain('--on-timeout: {"return": {}}');
  });
});

describeReal('--retry', () => {
  it('waits for a server that is not there yet', async () => {
    const folder = scratchFolder();
    const path = join(folder, 'late');
    const waiting = endOf(startQmpsh(['--retry=10', path, 'query-name']));
    await startQemu(['-S'], { socket: path });
    expect(await waiting).toMatchObject({ code: 0, stdout: '{"return": {}}\n' });
  });

  it('waits for a stale socket to be replaced', async () => {
    const vm = await startQemu();
    await vm.kill('SIGKILL');
    const waiting = endOf(startQmpsh(['--retry', vm.socket, 'query-name']));
    const next = await startQemu();
    renameSync(next.socket, vm.socket);
    expect(await waiting).toMatchObject({ code: 0 });
  });

  it('waits for another client to leave', async () => {
    const vm = await startQemu();
    const pid = await holdSocket(vm.socket);
    const waiting = endOf(startQmpsh(['--retry=10', '-t', '0.2', vm.socket, 'query-name']));
    process.kill(pid);
    expect(await waiting).toMatchObject({ code: 0, stdout: '{"return": {}}\n' });
  });

  it('gives up with exit 3 when its time is over', async () => {
    const run = await qmpsh(['--retry=0.3', '/nonexistent/vm.sock', 'query-name']);
    expect(run).toMatchObject({ code: 3, stdout: '' });
  });

  it('does not try again what will not pass', async () => {
    const path = await fakeServer(peer => peer.send('HTTP/1.1 400 Bad Request\r\n\r\n'));
    chmodSync(path, 0o700);
    expect((await qmpsh(['--retry=60', path, 'query-name'])).code).toBe(3);
  });
});

it('gives up a silent peer after -t', async () => {
  const path = await fakeServer(() => undefined);
  const run = await qmpsh(['-t', '0.2', path, 'query-name']);
  expect(run.code).toBe(3);
  expect(run.stderr).toContain('busy, or a guest agent (--guest-agent)');
});

it('takes timeouts longer than any timer', async () => {
  const path = await fakeServer(async peer => {
    await peer.negotiate();
    peer.reply(await peer.command());
  });
  const run = await qmpsh(['-t', '99999999', path, 'query-name']);
  expect(run).toMatchObject({ code: 0, stderr: '' });
});
