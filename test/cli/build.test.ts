import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import table from '../../schema/annotations.json' with { type: 'json' };
import { annotationsFrom } from '../../src/shell/annotations.js';
import { scratchFolder } from '../lab/lifetime.js';
import { describeReal, startQemu } from '../lab/servers.js';
import { BIN, qmpsh } from './qmpsh.js';

const hashOf = (file: string) => {
  const [, hash, text] =
    /^\/\/([0-9a-f]{64})\n(.*)$/s.exec(readFileSync(`dist/${file}`, 'latin1')) ?? [];
  return {
    hash,
    isOwn:
      hash ===
      createHash('sha256')
        .update(text ?? '')
        .digest('hex'),
  };
};

it.each(readdirSync('dist').filter(name => name.endsWith('.cjs')))(
  '%s says by its first line what is in it',
  file => {
    expect(hashOf(file).isOwn).toBe(true);
  },
);

it('has every module in one file, but for those that stand together in another', () => {
  const names = readdirSync('dist').filter(name => name.endsWith('.cjs'));
  const modules = names.flatMap(name => {
    const rows = readFileSync(join('dist', name), 'latin1').split('\n').slice(1);
    return rows.flatMap(row => /^(?:\(\{)?"(\.\/[^"]+)"\(exports/.exec(row)?.[1] ?? []);
  });
  expect(names.length).toBe(7);
  expect(modules.length).toBeGreaterThan(100);
  expect(new Set(modules).size).toBe(modules.length);
});

it('keeps what was compiled of this build apart from that of any other', async () => {
  const cache = scratchFolder();
  await qmpsh(['--version'], { env: { XDG_CACHE_HOME: cache } });
  const files = readdirSync(join(cache, 'qmpsh'));
  expect(
    files.filter(name => name.includes(hashOf('core.cjs').hash?.slice(0, 16) ?? '?')),
  ).toHaveLength(1);
});

it('has the annotations as rows, which say what the table says', () => {
  const parts = (from: unknown) =>
    Object.entries(annotationsFrom(from)).map(([part, rows]) => [
      part,
      part === 'hmp' ? rows : [...rows],
    ]);
  expect(parts(readFileSync('dist/annotations.txt'))).toEqual(parts(table));
});

const SHIPPED = readdirSync('dist').filter(name => name.endsWith('.code'));
const partOf = (name: string) => name.replace(/-.*/, '');

/** The package as it is after the build, but for the compiled code in it. Gives its launcher. */
function packageWith(change: (code: Buffer) => Buffer | undefined): string {
  const folder = scratchFolder();
  for (const part of ['bin', 'dist']) cpSync(part, join(folder, part), { recursive: true });
  for (const name of SHIPPED) {
    const path = join(folder, 'dist', name);
    const code = change(readFileSync(path));
    if (code === undefined) rmSync(path);
    else writeFileSync(path, code);
  }
  return join(folder, 'bin', 'qmpsh.js');
}

/** What a run of a package has kept in a cache that was empty, by the parts of the program. */
function keptBy(launcher: string, args: readonly string[], flags: readonly string[] = []) {
  const cache = scratchFolder();
  const env = { ...process.env, XDG_CACHE_HOME: cache };
  const { status, stderr } = spawnSync(process.execPath, [...flags, launcher, ...args], { env });
  expect([status, `${stderr}`]).toEqual([0, '']);
  const folder = join(cache, 'qmpsh');
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names
    .filter(name => name.endsWith('.code'))
    .map(partOf)
    .sort();
}

describeReal('a run', () => {
  const BARE = ['query-status'];
  const WITH_ARGUMENTS = ['qom-list', 'path=/'];

  it.each([
    ['a bare command', BARE, ['core']],
    ['a command with arguments', WITH_ARGUMENTS, ['core', 'lines']],
  ])('opens no more than it needs: %s', async (_title, words, files) => {
    const { socket } = await startQemu();
    expect(
      keptBy(
        packageWith(() => undefined),
        [socket, ...words],
      ),
    ).toEqual(files);
  });

  it('that is short finds its code compiled, the first one too, and keeps none', async () => {
    expect(SHIPPED.map(partOf).sort()).toEqual(['core', 'lines']);
    const { socket } = await startQemu();
    for (const words of [BARE, WITH_ARGUMENTS, WITH_ARGUMENTS])
      expect(keptBy(BIN, [socket, ...words])).toEqual([]);
  });

  it.each<[string, (code: Buffer) => Buffer]>([
    ['cut short', code => code.subarray(0, -1)],
    ['zeros for a page, as a crash of the machine leaves it', code => code.fill(0, 81_920, 86_016)],
    ['zeros at its end', code => code.fill(0, code.length - 5_000)],
    ['empty', () => Buffer.alloc(0)],
  ])('does without compiled code in the package that is %s', async (_how, change) => {
    const { socket } = await startQemu();
    expect(keptBy(packageWith(change), [socket, ...BARE])).toEqual(['core']);
  });

  it('keeps its own where V8 does not take that of the package', async () => {
    const { socket } = await startQemu();
    expect(keptBy(BIN, [socket, ...BARE], ['--no-opt'])).toEqual(['core']);
  });
});

describe('compiled code of builds that are gone', () => {
  const OTHERS = ['core-v20.1.0-x.code', 'schema-of-some-server.json', 'core.code', 'coredump'];

  /** A cache in which some builds have left theirs, the last one unfinished; the higher the number, the newer. */
  function oldCache(builds: number): { folder: string; run: () => Promise<unknown> } {
    const cache = scratchFolder();
    const folder = join(cache, 'qmpsh');
    mkdirSync(folder);
    for (const name of OTHERS) writeFileSync(join(folder, name), '');
    for (let build = 1; build <= builds; build += 1) {
      const hash = String(build).padStart(16, '0');
      const path = join(folder, `core-v20.1.0-${hash}.code${build === builds ? '.4711' : ''}`);
      writeFileSync(path, 'old');
      utimesSync(path, build, build);
    }
    return { folder, run: () => qmpsh(['--version'], { env: { XDG_CACHE_HOME: cache } }) };
  }

  const codesIn = (folder: string) =>
    readdirSync(folder).filter(name => /^core-v.*-[0-9a-f]{16}\.code/.test(name));

  it('is removed when code is written anew, but that of the newest few', async () => {
    const { folder, run } = oldCache(9);
    await run();
    const numbers = codesIn(folder).map(name => Number(/0{8}\d+/.exec(name)?.[0] ?? 0));
    expect(numbers.sort()).toEqual([0, 7, 8, 9]);
    expect(readdirSync(folder)).toEqual(expect.arrayContaining(OTHERS));
  });

  it('is not looked for where nothing is written', async () => {
    const { folder, run } = oldCache(2);
    await run();
    for (let build = 0; build < 9; build += 1)
      writeFileSync(join(folder, `core-v20.1.0-${String(build).repeat(16)}.code`), 'old');
    const before = codesIn(folder);
    await run();
    expect(codesIn(folder)).toEqual(before);
  });
});

it.each([
  join(resolve('package.json'), 'cache'), // below a plain file
  '/proc/nowhere',
])('runs where nothing can be kept: %s', async nowhere => {
  const run = await qmpsh(['--version'], { env: { XDG_CACHE_HOME: nowhere } });
  expect(run).toMatchObject({ code: 0, stderr: '' });
  expect(existsSync(nowhere)).toBe(false);
});

it('takes a relative XDG_CACHE_HOME for none', () => {
  const home = scratchFolder();
  const env = { ...process.env, XDG_CACHE_HOME: 'cache', HOME: home };
  const { status } = spawnSync(process.execPath, [BIN, '--version'], { env, cwd: home });
  expect([status, readdirSync(home)]).toEqual([0, ['.cache']]);
});

/** Changes the compiled code that is kept, and gives its path. */
async function keptCode(
  change: (code: Buffer) => Buffer,
): Promise<{ cache: string; path: string }> {
  const cache = scratchFolder();
  await qmpsh(['--version'], { env: { XDG_CACHE_HOME: cache } });
  const folder = join(cache, 'qmpsh');
  const name = readdirSync(folder).find(file => file.startsWith('core-')) ?? '';
  const path = join(folder, name);
  writeFileSync(path, change(readFileSync(path)));
  return { cache, path };
}

it.each<[string, (code: Buffer) => Buffer]>([
  ['cut short', code => code.subarray(0, code.length / 3)],
  [
    'zeros from some place on, as a crash of the machine leaves it',
    code => code.fill(0, code.length >> 1),
  ],
  ['zeros for a page', code => code.fill(0, 8192, 12288)],
  ['a byte changed', code => code.fill(code[9000]! ^ 1, 9000, 9001)],
  ['empty', () => Buffer.alloc(0)],
  ['garbage', code => Buffer.from(code.map((_, at) => (at * 7919) % 251))],
])('does without compiled code that is broken, and mends it: %s', async (_how, change) => {
  const { cache, path } = await keptCode(change);
  const env = { XDG_CACHE_HOME: cache };
  const broken = readFileSync(path);
  expect(await qmpsh(['--version'], { env })).toMatchObject({ code: 0, stderr: '' });
  expect(readFileSync(path).equals(broken)).toBe(false);
  expect(await qmpsh(['--version'], { env })).toMatchObject({ code: 0, stderr: '' });
});

it('does not wait for a pipe in the place of the compiled code', async () => {
  const { cache, path } = await keptCode(code => code);
  rmSync(path);
  execFileSync('mkfifo', [path]);
  const run = await qmpsh(['--version'], { env: { XDG_CACHE_HOME: cache } });
  expect(run).toMatchObject({ code: 0, stderr: '' });
  expect(statSync(path).isFile()).toBe(true);
});

it.skipIf(process.getuid?.() !== 0)('takes no compiled code from another user', async () => {
  const { cache, path } = await keptCode(code => code);
  execFileSync('chown', ['65534', path]);
  await qmpsh(['--version'], { env: { XDG_CACHE_HOME: cache } });
  expect(statSync(path).uid).toBe(0);
});
