import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Bundle, bundle, Terminal } from '../terminal.js';

let program: Bundle;
let terminal: Terminal;

beforeAll(async () => {
  program = await bundle(join(import.meta.dirname, 'fixtures/shell.ts'));
});
afterAll(() => program.remove());
afterEach(() => terminal.close());

const SHELL_PROMPT = '$ ';

/** The fixture's shell, started by a shell with job control, as people do. */
async function openInShell(): Promise<{ vm: Terminal; pid: number }> {
  const args = ['--norc', '--noprofile', '-i'];
  const env = { PS1: SHELL_PROMPT, HISTFILE: '', node: process.execPath, program: program.path };
  terminal = new Terminal('bash', args, { env });
  await terminal.waitFor(/\$ \|$/);
  terminal.type('"$node" "$program"\r');
  const screen = await terminal.waitFor(/vm> \|$/);
  return { vm: terminal, pid: Number(/pid (\d+)/.exec(screen)?.[1]) };
}

/** Back in the shell: the terminal echoes and edits lines, and takes a paste as typing. */
async function expectGivenBack(vm: Terminal): Promise<void> {
  vm.type(
    'stty -a | tr -d ";" | tr " " "\\n" | grep -xE -- "-?(icanon|echo|isig|icrnl|opost)"; echo end\r',
  );
  const screen = await vm.waitFor(/\nend\n\$ \|$/);
  expect(screen).toMatch(/isig\nicanon\necho\nend|icrnl\nopost\nisig\nicanon\necho\nend/);
  expect(lastSwitch(vm.output.slice(0, vm.output.indexOf('stty')))).toBe('off');
}

/** What was last said of bracketed paste before a line editor of the shell says it again. */
function lastSwitch(output: string): string {
  const off = output.lastIndexOf('\x1b[?2004l\x1b[?25h\x1b[0m');
  return off > output.lastIndexOf('vm> ') ? 'off' : 'on';
}

describe('the terminal is given back', () => {
  it.each(['SIGTERM', 'SIGHUP'] as const)('on %s, and the program dies of it', async signal => {
    const { vm, pid } = await openInShell();
    vm.type('half a line');
    await vm.waitFor('vm> half a line|');
    process.kill(pid, signal);
    await vm.waitFor(/vm> half a line\n(.+\n)?\$ \|$/);
    await expectGivenBack(vm);
    expect(vm.screen()).toMatch(signal === 'SIGTERM' ? /Terminated/ : /Hangup/);
  });

  it.each([
    ['when the program leaves', 'quit\r', 'bye'],
    ['on Ctrl-D', '\x04', 'bye'],
    ['on an exception', 'crash\r', 'Error: crashed as told'],
  ])('%s', async (_when, keys, said) => {
    const { vm } = await openInShell();
    vm.type(keys);
    await vm.waitFor(/\$ \|$/);
    expect(vm.screen()).toContain(said);
    await expectGivenBack(vm);
  });
});

describe('without a terminal any more', () => {
  it('the program ends', async () => {
    const { vm, pid } = await openInShell();
    process.kill(vm.pid, 'SIGKILL');
    await vm.waitUntil(() => !isAlive(pid), 'end of the program');
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('Ctrl-Z and fg', () => {
  it('give the terminal back and take it again, with the line as it was', async () => {
    const { vm } = await openInShell();
    vm.type('query-st\x1b[D');
    await vm.waitFor('vm> query-s|t');
    vm.type('\x1a');
    await vm.waitFor(/Stopped[^\n]*\n\$ \|$/);
    await expectGivenBack(vm);
    vm.type('fg\r');
    await vm.waitFor(/\$ fg\n.*\nvm> query-s\|t/);
    vm.type('a\r');
    await vm.waitFor('ran "query-sat"\nvm> |');
  });

  it('work again and again', async () => {
    const { vm } = await openInShell();
    for (const at of [1, 2, 3]) {
      vm.type('\x1a');
      await vm.waitFor(new RegExp(`(Stopped[^]*){${at}}\\n\\$ \\|$`));
      vm.type('fg\r');
      await vm.waitFor(/vm> \|$/);
    }
    vm.type('stop\r');
    await vm.waitFor('ran "stop"\nvm> |');
  });

  it('work when others stop the program', async () => {
    const { vm, pid } = await openInShell();
    vm.type('stop');
    await vm.waitFor('vm> stop|');
    process.kill(pid, 'SIGSTOP');
    await vm.waitFor(/Stopped[^\n]*\n\$ \|$/);
    vm.type('fg\r');
    await vm.waitFor(/vm> stop\|$/);
    vm.type('\x7f');
    await vm.waitFor(/vm> sto\|$/);
  });
});

describe('without a shell around it', () => {
  function open(): Terminal {
    terminal = new Terminal(process.execPath, [program.path]);
    return terminal;
  }

  it('Ctrl-Z goes on at once', async () => {
    const vm = open();
    await vm.waitFor('vm> |');
    vm.type('ab\x1a');
    await vm.waitFor(/vm> ab\nvm> ab\|$/);
  });

  it('the terminal is lent to another program and taken again', async () => {
    const vm = open();
    await vm.waitFor('vm> |');
    vm.type('pager\r');
    await vm.waitFor('page\n|');
    process.kill(vm.pid, 'SIGINT');
    vm.type('typed\r');
    await vm.waitFor('typed\nread typed\nvm> |');
    vm.type('x\x7fstop\r');
    await vm.waitFor('ran "stop"\nvm> |');
  });
});
