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

async function open(): Promise<Terminal> {
  terminal = new Terminal(process.execPath, [program.path], { env: { TERM: 'dumb' } });
  await terminal.waitFor('vm> |');
  return terminal;
}

describe('on a dumb terminal', () => {
  it.each([
    ['a line is run', 'stop\r', 'vm> stop\nran "stop"\nvm> |'],
    ['the system edits it', 'stopp\x7f\r', 'ran "stop"\nvm> |'],
    ['a question is asked', 'ask\ryes\r', 'answer: yes\nvm> |'],
    ['a secret is not', 'secret\r', 'secret: undefined\nvm> |'],
    ['the prompt waits for a line that runs', 'sleep\r', 'vm> sleep\n|'],
    ['another program has the terminal for a while', 'pager\rx\r', 'read x\nvm> |'],
  ])('%s', async (_what, keys, shown) => {
    const vm = await open();
    vm.type(keys);
    await vm.waitFor(shown);
  });

  it.each([
    ['goes on', 'stop\r', 'vm> transaction(\n> stop\nran "transaction(\\nstop"\nvm> |'],
    ['is dropped by Ctrl-C', '\x03', 'interrupted "transaction("\nvm> |'],
  ])('an incomplete line %s', async (_what, keys, shown) => {
    const vm = await open();
    vm.type('transaction(\r');
    await vm.waitFor('vm> transaction(\n> |');
    vm.type(keys);
    await vm.waitFor(shown);
  });

  it('nothing is drawn: no sequence at all is written', async () => {
    const vm = await open();
    vm.type('stop\r');
    await vm.waitFor('ran "stop"');
    expect(vm.output).not.toContain('\x1b');
  });

  it('Ctrl-D leaves', async () => {
    const vm = await open();
    vm.type('\x04');
    expect(await vm.exit).toBe(0);
  });
});
