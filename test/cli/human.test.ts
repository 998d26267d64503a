// Readable replies as the program prints them: off a terminal when asked for, on a terminal by default.
import { beforeAll, expect, it } from 'vitest';
import { startAtTerminal } from '../lab/at-terminal.js';
import { describeReal, type Server, startQemu } from '../lab/servers.js';
import { qmpsh } from './qmpsh.js';

const HOSTILE = 'vm\u001b[31m\u009b2J\u202e';

describeReal('-o human', () => {
  let vm: Server;
  beforeAll(async () => {
    vm = await startQemu(['-S', '-m', '64', '-name', HOSTILE]);
  });
  const run = (...words: string[]) => qmpsh(['-o', 'human', vm.socket, ...words]);

  it.each([
    ['query-status', ['  status      prelaunch', '  singlestep  no', '  running     no']],
    ['query-jobs', ['  empty list']],
    ['stop', ['  ok']],
    ['query-name', ['  name  vm\\u001B[31m\\u009B2J\\u202E']],
    ['.hmp info status', ['VM status: paused (prelaunch)']],
  ])('prints %s for people', async (line, expected) => {
    expect((await run(line)).lines).toEqual(expected);
  });

  it('prints what a wait has found as the query that found it', async () => {
    const { socket } = await startQemu(['-S', '-m', '64']);
    const lines = ['migrate uri="exec:cat > /dev/null"', '.wait migration'];
    const { stdout } = await qmpsh(['-o', 'human', socket], { input: lines.join('\n') });
    expect(stdout).toMatch(/^ {2}status +completed$[\s\S]*^ {4}total +\d+ \(.* MiB\)$/m);
  });

  it('prints a part of a reply with -g', async () => {
    const { lines } = await qmpsh(['-o', 'human', '-g', '[].label', vm.socket, 'query-chardev']);
    expect(lines).toContain('  compat_monitor0');
  });

  it('tells an error once, on stderr', async () => {
    const { code, stdout, stderr } = await run('device_del', 'nope');
    expect([code, stdout, stderr]).toEqual([
      1,
      '',
      "qmpsh: DeviceNotFound: Device 'nope' not found\n",
    ]);
  });

  it('leaves what -n would send as JSON', async () => {
    const { stdout } = await qmpsh(['-o', 'human', '-n', vm.socket, 'query-status']);
    expect(JSON.parse(stdout)).toEqual({ execute: 'query-status' });
  });

  it('is the default on a terminal, in colours and as wide as it is', async () => {
    const terminal = startAtTerminal([vm.socket, 'query-chardev'], { columns: 44 });
    await terminal.waitFor(/^ {2}compat_monitor0 {2}…\S+,server=on {2}yes$/m);
    expect(terminal.output).toContain('\x1b[2mid               backend');
  });

  it.each([
    ['on a terminal', [], '', true],
    ['with --no-color', ['--no-color'], '', false],
    ['with NO_COLOR', [], '1', false],
  ])('%s -p is coloured: %s %s %s', async (_, options, noColor, isColoured) => {
    const env = { NO_COLOR: noColor };
    const terminal = startAtTerminal(['-p', ...options, vm.socket, 'query-name'], { env });
    await terminal.waitFor(/"name": "vm\\u001B/);
    expect(terminal.output.includes('\x1b[36m"name"')).toBe(isColoured);
  });
});
