import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { scratchFolder } from '../lab/lifetime.js';
import { describeReal, type Server, startQemu } from '../lab/servers.js';
import { qmpsh } from './qmpsh.js';

const STOPPED = '{"return": {"status": "prelaunch", "singlestep": false, "running": false}}';

describeReal('the command line', () => {
  let vm: Server;
  beforeAll(async () => {
    vm = await startQemu(['-S']);
  });

  it('takes options before and after the target until the first word of the command', async () => {
    const run = await qmpsh(['-r', vm.socket, '--timeout', '5', 'query-name']);
    expect(run).toMatchObject({ code: 0, stdout: '{}\n', stderr: '' });
  });

  it('takes what follows the first word of the command as words of it, dashes too', async () => {
    const run = await qmpsh([vm.socket, 'device_del', '-r']);
    expect(run.stdout).toContain("Device '-r' not found");
  });

  it('takes a short option with its value attached, and flags run together', async () => {
    const run = await qmpsh(['-rgstatus', '-t5', vm.socket, 'query-status']);
    expect(run.stdout).toBe('"prelaunch"\n');
  });

  it('takes all words as the command with -T', async () => {
    const run = await qmpsh(['-T', vm.socket, 'query-status']);
    expect(run.stdout).toBe(`${STOPPED}\n`);
  });

  it('takes -T after other options too', async () => {
    const run = await qmpsh(['-r', `--target=${vm.socket}`, '-g', 'status', 'query-status']);
    expect(run.stdout).toBe('"prelaunch"\n');
  });

  it('takes all words as the command with QMPSH_TARGET in the environment', async () => {
    const run = await qmpsh(['query-status'], { env: { QMPSH_TARGET: vm.socket } });
    expect(run.stdout).toBe(`${STOPPED}\n`);
  });

  it('takes an empty QMPSH_TARGET for none', async () => {
    const run = await qmpsh([vm.socket, 'query-status'], { env: { QMPSH_TARGET: '' } });
    expect(run.stdout).toBe(`${STOPPED}\n`);
  });

  it('prefers -T to the environment', async () => {
    const env = { QMPSH_TARGET: '/nonexistent/vm.sock' };
    const run = await qmpsh(['-T', vm.socket, 'query-status'], { env });
    expect(run.stdout).toBe(`${STOPPED}\n`);
  });

  it.each([
    [['-> {"execute": "query-status"}']],
    [['->{"execute": "query-status"}']],
    [['-c', '-> {"execute": "query-status"}']],
  ])('takes %j for a line from a manual', async words => {
    const run = await qmpsh([vm.socket, ...words]);
    expect(run).toMatchObject({ code: 0, stdout: `${STOPPED}\n`, stderr: '' });
  });

  it('reads lines from stdin with QMPSH_TARGET and no words', async () => {
    const run = await qmpsh([], { env: { QMPSH_TARGET: vm.socket }, input: 'query-status\n' });
    expect(run.stdout).toBe(`${STOPPED}\n`);
  });

  it.each([
    ['blanks', ['device_del', 'a b'], "Device 'a b' not found"],
    ['a blank after =', ['device_del', 'id=a b'], "Device 'a b' not found"],
    ['a # ', ['device_del', '#x'], "Device '#x' not found"],
    ['an operator', ['device_del', '|'], "Device '|' not found"],
    ['quotes in the middle', ['device_del', "it's"], "Device 'it's' not found"],
  ])('never splits or joins words: one with %s', async (_what, words, desc) => {
    const run = await qmpsh([vm.socket, ...words]);
    expect(run).toMatchObject({ code: 1 });
    expect(JSON.parse(run.stdout).error.desc).toBe(desc);
  });

  it('takes an empty word as the empty string', async () => {
    const run = await qmpsh(['-n', vm.socket, 'device_del', '']);
    expect(run.stdout).toBe('{"execute": "device_del", "arguments": {"id": ""}}\n');
  });

  it('takes a member as JSON with blanks as one word', async () => {
    const actions = 'actions=[ { "type": "abort", "data": {} } ]';
    const run = await qmpsh(['-n', vm.socket, 'transaction', actions]);
    expect(run.stdout).toBe(
      '{"execute": "transaction", "arguments": {"actions": [{"type": "abort", "data": {}}]}}\n',
    );
  });

  it.each([
    ['a single word with a blank', 'device_del "a b"', "Device 'a b' not found"],
    ['raw JSON', '{"execute": "device_del", "arguments": {"id": "x"}}', "Device 'x' not found"],
    [
      'raw JSON without a blank',
      '{execute:"device_del",arguments:{id:"x"}}',
      "Device 'x' not found",
    ],
  ])('parses %s as a line', async (_what, line, desc) => {
    const run = await qmpsh([vm.socket, line]);
    expect(JSON.parse(run.stdout).error.desc).toBe(desc);
  });

  it('joins words by blanks with -H', async () => {
    const run = await qmpsh(['-H', '-R', vm.socket, 'info', 'status']);
    expect(run).toMatchObject({ code: 0, stdout: 'VM status: paused (prelaunch)\n' });
  });

  it('passes .hmp in words on to the human monitor', async () => {
    const run = await qmpsh(['-R', vm.socket, '.hmp', 'info', 'status']);
    expect(run.stdout).toBe('VM status: paused (prelaunch)\n');
  });

  it('takes a transaction in words', async () => {
    const words = ['transaction(', 'abort', ')'];
    const run = await qmpsh(['-n', vm.socket, ...words]);
    expect(run.stdout).toBe(
      '{"execute": "transaction", "arguments": {"actions": [{"type": "abort", "data": {}}]}}\n',
    );
  });

  it('sends a command with ! out of band', async () => {
    const run = await qmpsh(['-v', vm.socket, '!query-yank']);
    expect(run.stderr).toContain('{"exec-oob": "query-yank"');
    expect(run.stdout).toContain('"type": "chardev"');
  });

  it.each([
    ['words', ['query-name']],
    ['-c', ['-c', 'query-name']],
  ])('does not read stdin with %s', async (_what, args) => {
    const run = await qmpsh([vm.socket, ...args], { input: 'stop\nquery-status\n' });
    expect(run.lines).toEqual(['{"return": {}}']);
  });

  it('does not read stdin with -f', async () => {
    const file = join(scratchFolder(), 'script');
    writeFileSync(file, 'query-name');
    const run = await qmpsh([vm.socket, '-f', file], { input: 'query-status\n' });
    expect(run.lines).toEqual(['{"return": {}}']);
  });

  it('runs each -c, in order', async () => {
    const run = await qmpsh(['-c', 'query-name', vm.socket, '-c', 'query-status']);
    expect(run.lines).toEqual(['{"return": {}}', STOPPED]);
  });

  it('takes --command=LINE', async () => {
    const run = await qmpsh([vm.socket, '--command=query-name']);
    expect(run.lines).toEqual(['{"return": {}}']);
  });

  it('takes -f - as standard input', async () => {
    const run = await qmpsh([vm.socket, '-f', '-'], { input: 'query-name\n' });
    expect(run.lines).toEqual(['{"return": {}}']);
  });

  it('refuses a file that cannot be read, before it connects', async () => {
    const run = await qmpsh(['/nonexistent/vm.sock', '-f', '/nonexistent/script']);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toContain('/nonexistent/script');
  });

  it('takes a target named as a subcommand with ./', async () => {
    const run = await qmpsh(['./list', 'query-name']);
    expect(run).toMatchObject({ code: 3 });
    expect(run.stderr).toContain('./list');
  });

  it.each([
    [[], 'target'],
    [['--nonsense'], '--nonsense'],
    [['-x'], '-x'],
    [['--timeout', 'soon', 'x.sock', 'stop'], "'soon'"],
    [['--timeout', '-1', 'x.sock', 'stop'], '--timeout'],
    [['x.sock', '--pipeline=8', 'stop'], "'8'"],
    [['x.sock', '--output', 'xml', 'stop'], "'xml'"],
    [['x.sock', '--raw=1', 'stop'], '--raw'],
    [['x.sock', '-c'], '-c'],
    [['-T', '', 'stop'], 'target'],
    [['x.sock', '-g', '[', 'stop'], '--get'],
    [['x.sock', '--events=a=b', 'stop'], '--events'],
    [['tcp:host', 'stop'], 'tcp:HOST:PORT'],
  ])('refuses %j with exit 2', async (args, named) => {
    const run = await qmpsh(args);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toContain(named);
  });

  it.each([['-h'], ['--help']])('prints the options with %s', async option => {
    const run = await qmpsh([option]);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toContain('--on-timeout LINE');
    expect(run.stdout).toContain('--pipeline[=N]');
  });

  it('prints the version', async () => {
    const run = await qmpsh(['--version']);
    expect(run.stdout).toMatch(/^qmpsh \d+\.\d+\.\d+\n$/);
  });
});
