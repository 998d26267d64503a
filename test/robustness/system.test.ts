// What the system does to qmpsh: full pipes, signals in the middle of everything, and its own violent end.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { BIN, endOf, environment, startQmpsh } from '../cli/qmpsh.js';
import { personAt } from '../lab/at-terminal.js';
import { fakeServer } from '../lab/fake-server.js';
import { scratchFolder, until } from '../lab/lifetime.js';
import { describeReal, startQemu } from '../lab/servers.js';
import { Terminal } from '../tui/terminal.js';
import { inShell } from './shell.js';

/** Makes the pipe of standard output one that says EAGAIN when it is full, for all who hold it. */
const NONBLOCKING = `perl -MFcntl -e 'fcntl(STDOUT, F_SETFL, O_WRONLY | O_NONBLOCK)'`;

describeReal('a pipe that is full and does not block', () => {
  it('loses nothing, however late its reader comes', async () => {
    const vm = await startQemu();
    const slowly = 'read -r first; sleep 0.3; printf "%s\\n" "$first"; cat';
    const run = await inShell(`{ ${NONBLOCKING}; "$@"; } | { ${slowly}; }`, [vm.socket], {
      input: 'query-qmp-schema\nquery-commands\nquery-name\n',
    });
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.lines).toHaveLength(3);
    expect(run.lines[0]?.length).toBeGreaterThan(150_000);
    for (const line of run.lines) JSON.parse(line);
  });
});

describe('signals that mean nothing to it', () => {
  it.each([
    ['SIGWINCH', 'SIGCHLD', 'SIGURG'],
    ['SIGSTOP', 'SIGCONT', 'SIGCONT'],
  ] as const)('%s, %s and %s while it waits change nothing', async (...signals) => {
    let answer: () => void = () => undefined;
    const path = await fakeServer(async peer => {
      await peer.negotiate();
      const command = await peer.command();
      answer = () => peer.reply(command, 'late');
    });
    const child = startQmpsh([path, 'query-a']);
    const run = endOf(child);
    const sent = answer;
    await until('the command has come', () => answer !== sent);
    for (const signal of signals) child.kill(signal);
    answer();
    expect(await run).toMatchObject({ code: 0, lines: ['{"return": "late"}'], stderr: '' });
  });
});

describeReal('qmpsh killed at its prompt', () => {
  let terminal: Terminal | undefined;
  afterEach(() => terminal?.close());

  const LINES = ['query-status', 'query-name', 'query-target'];

  /** A shell with job control, in which qmpsh is started as people do. */
  async function openShell(socket: string, state: string, ...options: string[]): Promise<Terminal> {
    const { XDG_CACHE_HOME = '' } = environment();
    const own = { ...personAt(state), XDG_STATE_HOME: state, XDG_CACHE_HOME };
    const env = { ...own, PS1: '$ ', HISTFILE: '' };
    const shell = new Terminal('bash', ['--norc', '--noprofile', '-i'], { env, columns: 200 });
    terminal = shell;
    await shell.waitFor(/\$ \|/);
    shell.type(`${[process.execPath, BIN, ...options, socket].join(' ')}\r`);
    await shell.waitFor(/❯ \|/);
    return shell;
  }

  it.each([['-l'], ['-y']])(
    'keeps the history, and the terminal is usable after stty sane (%s)',
    async option => {
      const vm = await startQemu();
      const state = scratchFolder();
      const shell = await openShell(vm.socket, state, option);
      for (const line of LINES) {
        shell.type(`${line}\r`);
        await until(`${line} is kept`, () => historyOf(state).includes(line));
      }
      shell.type('half a li');
      await shell.waitFor('half a li');
      process.kill(childOf(shell.pid), 'SIGKILL');
      await shell.waitFor('Killed');
      shell.type('\x03stty sane\r');
      shell.type('echo us""able; stty -a | grep -o "[-]*echo "\r');
      await shell.waitFor(/usable\s+echo/);
      expect(historyOf(state)).toEqual(LINES);
      const again = await openShell(vm.socket, state, option);
      again.type('\x1b[A');
      await again.waitFor('query-target|');
      again.type('\x15\x04'); // Of a process group of its own: it is not killed with the shell.
      await again.waitFor(/\$ \|/);
    },
  );
});

function historyOf(state: string): string[] {
  try {
    const text = readFileSync(join(state, 'qmpsh/history'), 'utf8');
    return text
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line).line);
  } catch {
    return [];
  }
}

/** The process that a shell waits for. */
function childOf(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').at(-1));
}

describe('standard input', () => {
  it('that is a closed descriptor ends the run at once', async () => {
    const path = await fakeServer(async peer => void (await peer.negotiate()));
    const run = await inShell('"$@" <&-', [path]);
    expect(run.stderr).not.toMatch(/\n\s+at /);
    expect([0, 2]).toContain(run.code);
  });

  it('that is a folder ends the run at once', async () => {
    const path = await fakeServer(async peer => void (await peer.negotiate()));
    const run = await inShell('"$@" </tmp', [path]);
    expect(run.stderr).not.toMatch(/\n\s+at /);
    expect([0, 2]).toContain(run.code);
  });

  it('held open by somebody else keeps nobody waiting once the server has gone', async () => {
    const path = await fakeServer(async peer => {
      await peer.negotiate();
      peer.reply(await peer.command(), 1);
      peer.end();
    });
    const child = startQmpsh([path]);
    const run = endOf(child);
    child.stdin.write('query-a\n');
    await once(child.stdout, 'data');
    child.stdin.write('query-b\n');
    expect(await run).toMatchObject({ code: 4 });
  });
});
