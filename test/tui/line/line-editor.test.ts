import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Bundle, bundle, Terminal, type TerminalOptions } from '../terminal.js';

let program: Bundle;
let terminal: Terminal;

beforeAll(async () => {
  program = await bundle(join(import.meta.dirname, 'fixtures/shell.ts'));
});
afterAll(() => program.remove());
afterEach(() => terminal.close());

/** The fixture's shell with its prompt shown. */
async function open(options: TerminalOptions & { history?: string } = {}): Promise<Terminal> {
  const env = { LINES_OF_HISTORY: options.history ?? '', ...options.env };
  terminal = new Terminal(process.execPath, [program.path], { ...options, env });
  await terminal.waitFor(/^pid \d+\nvm> \|/);
  return terminal;
}

describe('typing', () => {
  it.each([
    ['text', 'stop', 'vm> stop|'],
    ['in the middle', 'stp\x1b[Do', 'vm> sto|p'],
    ['wide and joined characters', '日e\u0301👩‍👧\x1b[D', 'vm> 日e\u0301|👩‍👧'],
    ['over an incomplete line', 'transaction(\rstop', 'vm> transaction(\n… stop|'],
  ])('shows %s', async (_what, keys, shown) => {
    const vm = await open();
    vm.type(keys);
    await vm.waitFor(shown);
  });

  it('runs a line, leaves it in the scrollback and shows what it printed', async () => {
    const vm = await open();
    vm.type('stop\rcont');
    expect(await vm.waitFor('vm> cont|')).toMatch(/\nvm> stop\nran "stop"\nvm> cont$/);
  });

  it('wraps a long line where the terminal does', async () => {
    const vm = await open({ columns: 20 });
    vm.type('query-named-block-nodes\x1b[D\x1b[D');
    await vm.waitFor('vm> query-named-bloc\nk-nod|es');
    vm.type('\x01');
    await vm.waitFor('vm> |query-named-bloc\nk-nodes');
  });

  it('goes on in the next row when one is just full', async () => {
    const vm = await open({ columns: 20 });
    vm.type('0123456789abcdef');
    await vm.waitFor('vm> 0123456789abcdef\n|');
    vm.type('\x7f');
    await vm.waitFor('vm> 0123456789abcde|');
  });

  it('keeps a text that is higher than the terminal inside of it', async () => {
    const vm = await open({ rows: 6 });
    vm.paste(Array.from({ length: 12 }, (_, at) => `row ${at}`).join('\n'));
    await vm.waitFor(/row 11\|/);
    vm.type('\x1b[1;5H');
    await vm.waitFor(/vm> \|row 0\n… row 1/);
    vm.type('\x1b[1;5F\r');
    await vm.waitFor(/ran [\s\S]*\nvm> \|$/);
    expect(vm.scrollback()).toMatch(/^pid \d+\nvm> row 0\n… row 1\n(… row \d+\n){10}ran /);
  });
});

describe('a paste', () => {
  it('of many lines is one edit and runs nothing', async () => {
    const vm = await open();
    vm.paste('stop\r\ncont\n');
    await vm.waitFor('vm> stop\n… cont\n… |');
    vm.type('\x1f');
    await vm.waitFor('vm> |');
    expect(vm.screen()).not.toContain('ran');
  });

  it('cannot act on the terminal', async () => {
    const vm = await open();
    vm.paste('a\x1b[2Jb\u202ec');
    await vm.waitFor('vm> a[2Jb\\u202Ec|');
  });
});

describe('what is printed meanwhile', () => {
  it('stands above, and the half-typed line stays as it is', async () => {
    const vm = await open();
    vm.type('query-st\x1b[D');
    await vm.waitFor('vm> query-s|t');
    const pid = Number(/pid (\d+)/.exec(vm.screen())?.[1]);
    process.kill(pid, 'SIGUSR1');
    await vm.waitFor(/^pid \d+\nevent 1\nvm1> query-s\|t/);
    process.kill(pid, 'SIGUSR1');
    await vm.waitFor(/^pid \d+\nevent 1\nevent 2\nvm2> query-s\|t/);
  });

  it('scrolls the screen when it is full', async () => {
    const vm = await open({ rows: 10 });
    vm.type('many\rnext');
    await vm.waitFor(/line 38\nline 39\nvm> next\|/);
    expect(vm.scrollback()).toMatch(/vm> many\nline 0\nline 1\n/);
  });

  it('shares a frame with all that comes at once', async () => {
    const vm = await open();
    vm.type('flood\rnext');
    await vm.waitFor(/flood 2999\nvm> next\|/);
    const floods = vm.scrollback().match(/^flood \d+$/gm);
    expect(floods).toEqual(Array.from({ length: 3000 }, (_, at) => `flood ${at}`));
    expect(vm.output.split('\x1b[?2026h').length).toBeLessThan(20);
  });

  it('waits with an empty prompt until the line that runs is done', async () => {
    const vm = await open();
    vm.type('sleep\r');
    await vm.waitFor(/vm> sleep\n\|$/);
    vm.type('x');
    await vm.waitFor(/vm> sleep\nvm> x\|$/);
    vm.type('\x7f');
    await vm.waitFor(/vm> sleep\n\|$/);
    process.kill(Number(/pid (\d+)/.exec(vm.screen())?.[1]), 'SIGUSR2');
    await vm.waitFor(/vm> sleep\nvm> \|$/);
  });
});

describe('history', () => {
  const history = 'query-status\nstop\nquery-block';
  it.each([
    ['Up', '\x1b[A\x1b[A', 'vm> stop|'],
    ['Up after a beginning', 'query\x1b[A\x1b[A', 'vm> query-block|'],
    ['Ctrl-R', 'x\x12bloc', "search 'bloc': query-|block"],
    ['Ctrl-R without a match', '\x12blocx', "not found 'blocx': query-|block"],
    ['Ctrl-G', 'x\x12bloc\x07', 'vm> x|'],
    ['Escape', 'x\x12bloc\x1b', 'vm> x|'],
  ])('%s', async (_key, keys, shown) => {
    const vm = await open({ history });
    vm.type(keys);
    await vm.waitFor(shown);
  });
});

describe('completion', () => {
  it('shows the best candidate and names the others while one types', async () => {
    const vm = await open();
    vm.type('b');
    await vm.waitFor('vm> b|\nblock-commit command: what block-commit does  │ block-stream');
  });

  it.each([
    ['Tab fills in what they have in common', 'b\t', 'vm> block-|'],
    ['Tab again puts in the first', 'b\t\t', 'vm> block-commit |\nblock-commit'],
    ['Shift-Tab goes back', 'b\t\t\x1b[Z', 'vm> block-stream |\nblock-stream'],
    ['a late answer is put in', 'slow\t', 'vm> slow-answer|'],
  ])('%s', async (_what, keys, shown) => {
    const vm = await open();
    vm.type(keys);
    await vm.waitFor(shown);
  });

  it('is gone on Escape and when the line is run', async () => {
    const vm = await open();
    vm.type('b\x1b');
    await vm.waitFor(/vm> b\|$/);
    vm.type('l');
    await vm.waitFor(/vm> bl\|\nblock-commit/);
    vm.type('\r');
    expect(await vm.waitFor('vm> |')).toMatch(/vm> bl\nran "bl"\nvm>$/);
  });

  it('drops an answer for a line that has moved on', async () => {
    const vm = await open();
    vm.type('slow\t-er\r');
    await vm.waitFor('ran "slow-er"\nvm> |');
    vm.type('sleep\r');
    await vm.waitFor('vm> sleep\n|');
    expect(vm.screen()).not.toContain('slow-answer');
  });

  it('leaves a row for the menu at the end of the screen', async () => {
    const vm = await open({ rows: 8 });
    vm.type('many\rb');
    await vm.waitFor(/line 39\nvm> b\|\nblock-commit.*$/);
    vm.type('\x15');
    await vm.waitFor(/line 39\nvm> \|$/);
  });
});

describe('a problem', () => {
  it('is pointed at once the word is done', async () => {
    const vm = await open();
    vm.type('x bad');
    await vm.waitFor(/vm> x bad\|$/);
    vm.type(' y');
    await vm.waitFor(/vm> x bad y\|\n {6}\^\^\^ no such word$/);
  });
});

describe('a question', () => {
  it('takes the place of the prompt, and the draft comes back', async () => {
    const vm = await open();
    vm.type('ask\r');
    await vm.waitFor('sure? |');
    vm.type('yes\rnext');
    await vm.waitFor('sure? yes\nanswer: yes\nvm> next|');
  });

  it('for a secret shows nothing of it', async () => {
    const vm = await open();
    vm.type('secret\r');
    await vm.waitFor('password: |');
    vm.type('geheim\r');
    await vm.waitFor('password:\nsecret: geheim\nvm> |');
  });

  it('waits for the one before', async () => {
    const vm = await open();
    vm.type('both\r');
    await vm.waitFor('one? |');
    vm.type('1\r');
    await vm.waitFor('one? 1\ntwo? |');
    vm.type('2\r');
    await vm.waitFor('two? 2\nanswers: 1,2\nvm> |');
  });

  it('is answered with nothing by Ctrl-C', async () => {
    const vm = await open();
    vm.type('ask\r');
    await vm.waitFor('sure? |');
    vm.type('ye\x03');
    await vm.waitFor('sure? ye^C\nanswer: undefined\nvm> |');
  });
});

describe('resizing', () => {
  it('draws the line anew for the new width', async () => {
    const vm = await open({ columns: 40 });
    vm.type('query-named-block-nodes');
    await vm.waitFor('vm> query-named-block-nodes|');
    vm.resize(20, 24);
    await vm.waitFor('vm> query-named-bloc\nk-nodes|');
    vm.resize(60, 24);
    await vm.waitFor('vm> query-named-block-nodes|');
    vm.type('\r');
    await vm.waitFor('ran "query-named-block-nodes"\nvm> |');
  });
});

describe('the keys of the host', () => {
  it.each([
    ['Ctrl-C drops the line', 'stop\x03', 'vm> stop^C\ninterrupted "stop"\nvm> |'],
    ['Ctrl-C again is told too', '\x03', 'vm> ^C\ninterrupted ""\nvm> |'],
    ['Ctrl-L clears the screen', 'a\x0c', /^vm> a\|$/],
    ['a text is put into the line', 'edit\r', 'vm> edit\nvm> edited text|'],
  ])('%s', async (_what, keys, shown) => {
    const vm = await open();
    vm.type(keys);
    await vm.waitFor(shown);
  });

  it('Ctrl-C ends a wait', async () => {
    const vm = await open();
    vm.type('sleep\r');
    await vm.waitFor('vm> sleep\n|');
    vm.type('\x03');
    await vm.waitFor('vm> sleep\ninterrupted ""\nvm> |');
  });

  it('SIGINT is as Ctrl-C', async () => {
    const vm = await open();
    vm.type('stop');
    const screen = await vm.waitFor('vm> stop|');
    process.kill(Number(/pid (\d+)/.exec(screen)?.[1]), 'SIGINT');
    await vm.waitFor('vm> stop^C\ninterrupted "stop"\nvm> |');
  });

  it('F1 prints the keys', async () => {
    const vm = await open({ rows: 60 });
    vm.type('draft\x1bOP');
    expect(await vm.waitFor('vm> draft|')).toMatch(/Enter +run the line\n[\s\S]*Ctrl-R +search/);
  });

  it('Ctrl-D on an empty line leaves', async () => {
    const vm = await open();
    vm.type('\x04');
    expect(await vm.exit).toBe(0);
    await vm.waitFor(/\nvm>\nbye\n\|$/);
  });
});
