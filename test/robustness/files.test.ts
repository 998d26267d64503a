// Disks that are full, homes that cannot be written to, files that are not what they should be: the session goes on,
// and says once what is not kept.
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { BIN, environment, qmpsh, type Run } from '../cli/qmpsh.js';
import { openAtTerminal, personAt } from '../lab/at-terminal.js';
import { scratchFolder } from '../lab/lifetime.js';
import { describeReal, startQemu } from '../lab/servers.js';
import { Terminal } from '../tui/terminal.js';
import { expectScreen, expectSeen } from './seen.js';
import { inShell } from './shell.js';

const SCRIPT = 'query-name\nobject-add iothread id=i0\nquery-name\n';
const OK = '{"return": {}}';

describeReal('standard output', () => {
  it('on a full disk', async () => {
    const vm = await startQemu();
    const run = await inShell('"$@" >/dev/full', [vm.socket], { input: SCRIPT });
    expect(run).toMatchObject({ code: 1 });
    await expectSeen('a script with >/dev/full', run);
  });

  it('whose reader has gone', async () => {
    const vm = await startQemu();
    const run = await inShell('set -o pipefail; "$@" | head -c 1 >&2', [vm.socket], {
      input: 'query-commands\n'.repeat(50),
    });
    expect(run.code).toBe(141);
    await expectSeen('a script with | head -c 1', run);
  });

  it('in a file that may not grow', async () => {
    const vm = await startQemu();
    const out = join(scratchFolder(), 'out');
    const run = await inShell(`ulimit -f 8; "$@" >${out}`, [vm.socket], {
      input: 'query-commands\n'.repeat(50),
    });
    expect(run.code).not.toBe(0);
    await expectSeen('a script with ulimit -f 8', run);
  });
});

describeReal('standard error', () => {
  it.each([
    ['on a full disk', '2>/dev/full'],
    ['that is closed', '2>&-'],
  ])('%s', async (_title, where) => {
    const vm = await startQemu();
    const run = await inShell(`"$@" ${where}`, ['-k', vm.socket], {
      input: 'nosuch\nquery-name\n',
    });
    expect(run.lines.at(-1)).toBe(OK);
    await expectSeen(`a script with -k and ${where}`, run);
  });
});

/** Makes what stands in the place of a file or folder of qmpsh's. */
const WRONG_PLACES: readonly (readonly [string, (path: string) => void])[] = [
  ['is a folder that cannot be made', path => writeFileSync(path, 'a file')],
  ['lies on a full disk', path => mkdirSync(path)],
  ['is a folder of the system', path => symlinkSync('/proc/self', path)],
  ['is a link to nowhere', path => symlinkSync('/nowhere/at/all', path)],
];

describeReal('a home where nothing can be kept', () => {
  it.each(WRONG_PLACES)('the cache %s', async (title, make) => {
    const vm = await startQemu();
    const cache = join(scratchFolder(), 'cache');
    make(cache);
    const limit = title.includes('full') ? 'ulimit -f 0; ' : '';
    const run = await inShell(`${limit}"$@"`, [vm.socket], {
      input: SCRIPT,
      env: { XDG_CACHE_HOME: cache },
    });
    expect(run).toMatchObject({ code: 0, lines: [OK, OK, OK], stderr: '' });
  });

  it('without a HOME at all', async () => {
    const vm = await startQemu();
    const run = await inShell('env -u HOME -u XDG_CACHE_HOME -u XDG_STATE_HOME "$@"', [vm.socket], {
      input: SCRIPT,
    });
    expect(run).toMatchObject({ code: 0, lines: [OK, OK, OK], stderr: '' });
  });

  it.each([
    ['is empty', ''],
    ['is garbage', '\0\xff\x1b[2J{{{'.repeat(1000)],
    ['is a schema cut short', 'qmpsh-schema 2 10 100000\n{"commands"'],
    ['is of an earlier time', '{"schema": [1]}'],
  ])('the cached schema %s', async (_title, text) => {
    const vm = await startQemu();
    const env = { XDG_CACHE_HOME: scratchFolder() };
    expect((await qmpsh([vm.socket], { input: SCRIPT, env })).code).toBe(0);
    const folder = join(env.XDG_CACHE_HOME, 'qmpsh');
    const files = readdirSync(folder).filter(name => name.endsWith('.schema'));
    expect(files).toHaveLength(1);
    for (const name of files) writeFileSync(join(folder, name), text);
    const run = await qmpsh([vm.socket], { input: 'object-add iothread id=i1\n', env });
    expect(run).toMatchObject({ code: 0, lines: [OK], stderr: '' });
  });

  it('the cached schema has zeros in the place of a page', async () => {
    const vm = await startQemu();
    const env = { XDG_CACHE_HOME: scratchFolder() };
    await qmpsh([vm.socket], { input: SCRIPT, env });
    const folder = join(env.XDG_CACHE_HOME, 'qmpsh');
    for (const name of readdirSync(folder).filter(file => file.endsWith('.schema'))) {
      const bytes = readFileSync(join(folder, name));
      writeFileSync(join(folder, name), bytes.fill(0, bytes.length >> 1));
    }
    const run = await qmpsh([vm.socket], { input: 'object-add iothread id=i1\n', env });
    expect(run).toMatchObject({ code: 0, lines: [OK], stderr: '' });
  });
});

describeReal('a log', () => {
  it('on a disk that becomes full', async () => {
    const vm = await startQemu();
    const log = join(scratchFolder(), 'log');
    const run = await inShell('ulimit -f 8; "$@"', ['--log', log, vm.socket], {
      input: 'query-commands\n'.repeat(5),
    });
    expect(run.lines).toHaveLength(5);
    expect(run.code).toBe(0);
    await expectSeen('a script with --log and ulimit -f 8', run);
  });

  it.each([
    ['in a folder that is none', '/nowhere/log'],
    ['that is a folder', '/tmp'],
    ['on a full disk', '/dev/full'],
  ])('%s', async (_title, log) => {
    const vm = await startQemu();
    const run = await qmpsh(['--log', log, vm.socket], { input: 'query-name\n' });
    await expectSeen(`a script with --log ${log}`, run);
  });
});

describeReal('the history at a prompt', () => {
  let terminal: Terminal | undefined;
  afterEach(() => terminal?.close());

  const HISTORIES: readonly (readonly [string, (folder: string) => void, string])[] = [
    ['is a folder', folder => mkdirSync(join(folder, 'history')), ''],
    ['is a pipe', folder => void execFileSync('mkfifo', [join(folder, 'history')]), ''],
    ['is a link to /dev/full', folder => symlinkSync('/dev/full', join(folder, 'history')), ''],
    ['is a link to /dev/zero', folder => symlinkSync('/dev/zero', join(folder, 'history')), ''],
    ['may not grow', () => undefined, 'ulimit -f 0; '],
    [
      'is garbage',
      folder =>
        writeFileSync(
          join(folder, 'history'),
          '\0\xff\x1b[2J{"t":1}\n{}\nnull\n[]\n"x"\n'.repeat(500),
        ),
      '',
    ],
    [
      'is one endless line',
      folder => writeFileSync(join(folder, 'history'), 'x'.repeat(4_000_000)),
      '',
    ],
    [
      'has entries that are none',
      folder =>
        writeFileSync(
          join(folder, 'history'),
          '{"t":"x","vm":1,"line":{}}\n{"t":1,"vm":"v","line":"\\u001b[31mred"}\n',
        ),
      '',
    ],
    [
      'is readable for others',
      folder => {
        writeFileSync(join(folder, 'history'), '');
        chmodSync(join(folder, 'history'), 0o666);
      },
      '',
    ],
  ];

  it.each(HISTORIES)('%s', async (_title, make, before) => {
    const vm = await startQemu();
    const state = scratchFolder();
    const folder = join(state, 'qmpsh');
    mkdirSync(folder);
    make(folder);
    const { XDG_CACHE_HOME = '' } = environment();
    const env = { ...personAt(state), XDG_STATE_HOME: state, XDG_CACHE_HOME };
    const args = ['-c', `${before}exec "$@"`, 'sh', process.execPath, BIN, '-l', vm.socket];
    const screen = new Terminal('bash', args, { env, columns: 160 });
    terminal = screen;
    await screen.waitFor(/❯ \|/);
    screen.type('\x1b[A\x1b[A\x1b[B\x1b[B\x03');
    screen.type('query-name\r');
    await screen.waitFor(/❯ query-name\n[^❯]*❯ \|/);
    screen.type('query-target\r');
    await screen.waitFor(/x86_64[^❯]*❯ \|/);
    await expectScreen('query-name and query-target are entered', screen.scrollback());
    screen.type('\x04');
    expect(await screen.exit).toBe(0);
  });
});

describeReal('in the session view', () => {
  it('what cannot be kept is told above the prompt, and what is sent with -v', async () => {
    const vm = await startQemu();
    const home = scratchFolder();
    mkdirSync(join(home, 'state/qmpsh/history'), { recursive: true });
    const args = ['-v', '--log', '/dev/full', vm.socket];
    const screen = await openAtTerminal(args, { home, columns: 160 });
    screen.type('query-name\r');
    await screen.waitFor(/history is not kept: EISDIR[\s\S]*"execute": "query-name"[\s\S]*ok/);
    expect(screen.scrollback()).toContain('the log ends here: ENOSPC');
  });
});

describe('a script file', () => {
  it.each<[string, (path: string) => void]>([
    ['that is not there', () => undefined],
    ['that is a folder', path => mkdirSync(path)],
    ['of NUL bytes', path => writeFileSync(path, Buffer.alloc(100_000))],
    ['of invalid UTF-8', path => writeFileSync(path, Buffer.alloc(1000, 0xff))],
    ['with one endless line', path => writeFileSync(path, 'x'.repeat(3_000_000))],
    ['of brackets', path => writeFileSync(path, '{'.repeat(20_000))],
    ['of UTF-16', path => writeFileSync(path, Buffer.from('\ufeffquery-name\n', 'utf16le'))],
    ['that reads itself', path => writeFileSync(path, `.source ${path}\n`)],
  ])('%s', async (_title, make) => {
    const path = join(scratchFolder(), 'script');
    make(path);
    const run: Run = await qmpsh(['-n', '-f', path]);
    expect([1, 2]).toContain(run.code);
    expect(run.stderr).not.toMatch(/\n\s+at |call stack|RangeError/);
    expect(run.stderr.length).toBeLessThan(10_000);
    await expectSeen('qmpsh -n -f FILE', run);
  });
});
