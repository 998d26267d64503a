// What a hostile server says is text wherever it is shown: nothing of it acts on the terminal, in any mode.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { qmpsh, type Run } from '../cli/qmpsh.js';
import { startAtTerminal } from '../lab/at-terminal.js';
import { scratchFolder } from '../lab/lifetime.js';
import { describeReal, startQemu } from '../lab/servers.js';
import { HARMFUL } from '../shell/human/looks.js';
import type { Terminal } from '../tui/terminal.js';
import { CONTROLS, hostileServer, type Spelling } from './hostile-server.js';

const SPELLINGS: readonly Spelling[] = ['escaped', 'plain'];

const LINES = [
  'query-name',
  'query-block',
  'go',
  'fail',
  'nosuch',
  'human-monitor-command command-line=x',
  '.hmp info',
  'go kind=nosuch',
  'go wrong=1',
  'go kind=ok',
  '.jobs',
  '?go',
  '?query-name',
  '.help nosuch',
  '.events',
  '.qom /',
  '.blocks',
  '.show',
  '.wait event DEVICE_DELETED timeout=1',
  '.wait event NEVER timeout=0.1',
  '.wait job j0 timeout=0.1',
  '.schema go',
  '.set',
];

/** Newlines and tabs of a text may stand; lines are looked at one by one. */
function harmIn(text: string): string[] {
  return text.split('\n').filter(line => HARMFUL.test(line.replaceAll('\t', ' ')));
}

/** Nothing acts, and no line on stderr but qmpsh's own begins as one of its messages does. */
function expectHarmless({ stdout, stderr }: Run): void {
  expect(harmIn(stdout)).toEqual([]);
  expect(harmIn(stderr)).toEqual([]);
  expect(stderr).not.toMatch(/^(?!qmpsh: | |\{|$)/m);
}

describe.each(SPELLINGS)('a hostile server (%s)', spelling => {
  const path = () => hostileServer(spelling);

  it.each([
    ['-o', 'json'],
    ['-o', 'json', '-e'],
    ['-o', 'json', '-r', '-e'],
    ['-g', 'name'],
    ['--pipeline', '-e'],
    ['-v'],
  ])('gets ASCII alone to stdout with %s %s %s', async (...options) => {
    const words = options.filter(word => typeof word === 'string');
    const run = await qmpsh(['-k', '-t', '2', ...words, await path()], { input: LINES.join('\n') });
    expect(run.stdout).toMatch(/^[\x20-\x7e\n]*$/);
    expect(run.stdout).not.toBe('');
    expectHarmless(run);
  });

  it.each([
    ['-o', 'pretty'],
    ['-o', 'human'],
    ['-o', 'human', '-e'],
    ['-R'],
    ['-R', '-g', 'name'],
    ['-R', '-H'],
    ['--read-only'],
    ['--check'],
    ['-n'],
  ])('gets nothing to a terminal with %s %s %s', async (...options) => {
    const words = options.filter(word => typeof word === 'string');
    const run = await qmpsh(['-k', '-t', '2', ...words, await path()], { input: LINES.join('\n') });
    expectHarmless(run);
    expect(run.stdout + run.stderr).not.toBe('');
  });

  it.each([
    ['events', 'TARGET', '--count', '4'],
    ['schema', 'introspect', 'TARGET'],
    ['schema', 'show', 'go', '--target', 'TARGET'],
    ['schema', 'list', '--target', 'TARGET'],
    ['schema', 'list', '--kind', 'event', '--target', 'TARGET'],
    ['schema', 'diff', '7.2', 'TARGET'],
    ['schema', 'diff', 'TARGET', '7.2'],
    ['complete', '--target', 'TARGET', 'go '],
    ['complete', '--target', 'TARGET', 'go kind='],
    ['complete', '--target', 'TARGET', 'device_del '],
    ['complete', '--words', 'TARGET', 'go', ''],
    ['complete', '--words', 'TARGET', ''],
  ])('gets nothing out of qmpsh %s %s %s %s', async (...args) => {
    const target = await path();
    const words = args
      .filter(word => typeof word === 'string')
      .map(word => (word === 'TARGET' ? target : word));
    const run = await qmpsh(words);
    expect(harmIn(run.stdout)).toEqual([]);
    expect(harmIn(run.stderr)).toEqual([]);
    if (words[0] === 'complete' && words[1] === '--target')
      expect(run.stdout).toMatch(/^[\x20-\x7e\n]*$/);
  });

  it('gets nothing into the log', async () => {
    const log = join(scratchFolder(), 'log');
    await qmpsh(['-k', '-t', '2', '--log', log, await path()], { input: LINES.join('\n') });
    const text = readFileSync(log, 'utf8');
    expect(text).toMatch(/^[\x20-\x7e\n]*$/);
    for (const line of text.trimEnd().split('\n')) JSON.parse(line);
  });

  it('gets nothing to a terminal where the connection fails', async () => {
    const { fakeServer } = await import('../lab/fake-server.js');
    const said = await fakeServer(peer => {
      peer.send(`${CONTROLS.join('')}\r\n`);
      peer.end();
    });
    expectHarmless(await qmpsh([said, 'query-name']));
    const refuses = await fakeServer(async peer => {
      peer.send('{"QMP": {"version": {}, "capabilities": []}}\r\n');
      const { id } = await peer.command();
      const desc = CONTROLS.join('');
      peer.send(`${JSON.stringify({ error: { class: desc, desc }, id })}\r\n`);
    });
    expectHarmless(await qmpsh([refuses, 'query-name']));
  });
});

describe.each(SPELLINGS)('a hostile server at a prompt (%s)', spelling => {
  async function open(args: readonly string[], term = 'xterm-256color'): Promise<Terminal> {
    const path = await hostileServer(spelling);
    const opened = startAtTerminal([...args, path], { env: { TERM: term }, rows: 60 });
    await opened.waitUntil(() => opened.scrollback().includes('❯'), 'prompt');
    return opened;
  }

  /** qmpsh draws with sequences of its own and sets the title: none of the server's is in it, nor a bare control. */
  function expectUntouched({ output }: Terminal): void {
    const drawn = output.replace(
      /\x1b\]2;[^\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066\ufeff]*\x07/g,
      '',
    );
    const found = [...CONTROLS].filter(text => text.startsWith('\x1b') && drawn.includes(text));
    expect(found).toEqual([]);
    const bare = drawn.match(
      /.{0,20}(?:[\x00\x07\x08\x7f-\x9f\u2028\u2029\ufeff\u202e\u2066]|\x1b[P\]]|\x1b\[6n)/,
    );
    expect(bare?.[0]).toBe(undefined);
  }

  it.each([[[]], [['-o', 'pretty']], [['-o', 'json']], [['-e']], [['--no-color']]])(
    '%j',
    async options => {
      const screen = await open(options);
      for (const [at, line] of LINES.entries()) {
        screen.type(`${line}\r`);
        screen.type(`# ${at}\r`);
        await screen.waitUntil(() => screen.scrollback().includes(`❯ # ${at}`), `line ${at}`);
      }
      expectUntouched(screen);
    },
  );

  it.each(['go ', 'go kind=', 'device_del ', 'g', '?g', 'go bad', '.wait job '])(
    'while %j is typed and completed',
    async typed => {
      const screen = await open([]);
      screen.type(typed);
      await screen.waitFor(typed.trimEnd());
      screen.type('\t');
      screen.type('\t');
      screen.type('\x1b[Z');
      screen.type('\x03');
      screen.type('# done\r');
      // Events may have pushed it off the screen before anybody looked.
      await screen.waitUntil(() => screen.scrollback().includes('# done'), '# done');
      expectUntouched(screen);
    },
  );

  it('with TERM=dumb', async () => {
    const screen = await open([], 'dumb');
    for (const line of LINES) screen.type(`${line}\r`);
    screen.type('.quit\r');
    await screen.exit;
    expectUntouched(screen);
  });
});

describeReal('a VM with a hostile name', () => {
  const NAME = CONTROLS.join('').replaceAll('\0', '').replaceAll('\ud800', '');

  it('is told harmlessly by list, list --probe and a script', async () => {
    const vm = await startQemu(['-name', NAME]);
    for (const words of [['list'], ['list', '--probe'], ['-o', 'human', vm.socket, 'query-name']])
      expect(harmIn((await qmpsh(words)).stdout)).toEqual([]);
    expect((await qmpsh(['list', '--probe'])).stdout).toContain('PWNED');
  });
});
