import { spawn } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HistoryFile, historyPath } from '../../src/editor/history-file.js';

let directory = '';
let path = '';
let warnings: string[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'qmpsh-history-'));
  path = join(directory, 'qmpsh', 'history');
  warnings = [];
});

afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

function open(bounds = { file: 100_000, segments: 100_000 }): HistoryFile {
  return new HistoryFile(path, message => warnings.push(message), bounds);
}

function keep(file: HistoryFile, ...lines: string[]): void {
  for (const line of lines) file.append({ t: Date.now(), vm: 'fedora', line });
}

function loaded(): string[] {
  return open()
    .load()
    .map(entry => entry.line);
}

/** A file that is there already. */
function write(text: string | Buffer): void {
  mkdirSync(join(directory, 'qmpsh'), { recursive: true });
  writeFileSync(path, text);
}

describe('the history file', () => {
  it('gives back what was kept, with the VM and the time', () => {
    const entry = { t: 1763640000000, vm: 'fedora', line: 'transaction(\nstop )' };
    open().append(entry);
    expect(open().load()).toEqual([entry]);
  });

  it('is private, and so is its directory', () => {
    keep(open(), 'stop');
    const modes = [path, join(directory, 'qmpsh')].map(at => statSync(at).mode & 0o777);
    expect(modes).toEqual([0o600, 0o700]);
  });

  it('becomes private if it was not', () => {
    write('');
    chmodSync(path, 0o644);
    keep(open(), 'stop');
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('takes no line that begins with a blank, none that is empty and none of 100 kB', () => {
    keep(open(), ' set_password vnc x', '', 'stop', 'x'.repeat(100_000));
    expect(loaded()).toEqual(['stop']);
  });

  it.each([
    ['a torn last line', '{"t":1,"vm":"a","line":"cont"}\n{"t":2,"vm":"a","li'],
    ['lines of another program', 'cont\n\n[1]\nnull\n{"t":1,"vm":"a","line":"cont"}\n{"t":"x"}\n'],
    ['bytes that are no text', Buffer.from('fffe0a7b22740a', 'hex')],
  ])('is read and written on after %s', (_what, text) => {
    write(text);
    keep(open(), 'stop');
    expect(loaded().filter(line => line !== 'cont')).toEqual(['stop']);
    expect(warnings).toEqual([]);
  });

  it('is the same by a symbolic link to nowhere that one keeps', () => {
    mkdirSync(join(directory, 'qmpsh'));
    symlinkSync('/dev/null', path);
    keep(open({ file: 1, segments: 1 }), 'stop', 'cont');
    expect([loaded(), warnings]).toEqual([[], []]);
  });

  it.each([
    ['a directory stands in its place', () => mkdirSync(path, { recursive: true })],
    [
      'a file stands in the place of its directory',
      () => writeFileSync(join(directory, 'qmpsh'), ''),
    ],
  ])('is done without, with one warning, when %s', (_what, spoil) => {
    spoil();
    const file = open();
    keep(file, 'stop', 'cont');
    expect([file.load(), warnings.length]).toEqual([[], 1]);
    expect(warnings[0]).toMatch(/^history is not kept: /);
  });

  it('is no more than its bounds allow, and has the newest lines', () => {
    const file = open({ file: 500, segments: 1500 });
    const lines = Array.from({ length: 200 }, (_, at) => `line-${at}`);
    keep(file, ...lines);
    const folder = join(directory, 'qmpsh');
    const bytes = readdirSync(folder).map(name => statSync(join(folder, name)).size);
    expect(bytes.reduce((sum, size) => sum + size)).toBeLessThan(2100);
    expect(loaded()).toEqual(lines.slice(-loaded().length));
    expect(loaded().length).toBeGreaterThan(20);
  });
});

describe('several copies', () => {
  let program = '';

  beforeEach(async () => {
    program = join(directory, 'append-lines.mjs');
    const entryPoints = [join(import.meta.dirname, 'fixtures/append-lines.ts')];
    await build({ entryPoints, outfile: program, bundle: true, platform: 'node', format: 'esm' });
  });

  /** The lines that a copy said it had kept; it is killed after `killAfter` of them. */
  function run(name: string, killAfter = Number.POSITIVE_INFINITY): Promise<string[]> {
    const child = spawn(process.execPath, [program, path, name, '400']);
    let output = '';
    child.stdout.on('data', data => {
      output += data;
      if (output.split('\n').length > killAfter) child.kill('SIGKILL');
    });
    return new Promise(resolve => {
      child.on('close', () => resolve(output.split('\n').slice(0, -1)));
    });
  }

  it('lose nothing that was kept, whatever rotates and whoever is killed meanwhile', async () => {
    const runs = [run('one'), run('two'), run('three', 100), run('four', 50), run('five', 10)];
    const kept = (await Promise.all(runs)).flat();
    const found = new Set(loaded());
    expect(kept.filter(line => !found.has(line))).toEqual([]);
    expect(kept.length).toBeGreaterThan(900);
    expect(readdirSync(join(directory, 'qmpsh')).length).toBeGreaterThan(5);
  });

  it('leave only whole lines', async () => {
    await Promise.all([run('one', 50), run('two', 50), run('three', 50)]);
    const folder = join(directory, 'qmpsh');
    const texts = readdirSync(folder).map(name => readFileSync(join(folder, name), 'utf8'));
    const lines = texts.flatMap(text => text.split('\n').slice(0, -1));
    expect(lines.filter(line => !line.startsWith('{"t":') || !line.endsWith('"}'))).toEqual([]);
  });
});

describe('historyPath', () => {
  it.each([
    ['/state', '/state/qmpsh/history'],
    ['state', join(homedir(), '.local/state/qmpsh/history')],
    ['', join(homedir(), '.local/state/qmpsh/history')],
  ])('for XDG_STATE_HOME=%j is %s', (state, expected) => {
    expect(historyPath({ XDG_STATE_HOME: state })).toBe(expected);
  });
});
