import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  cacheFolder,
  type SchemaKey,
  schemaCache,
  schemaFileName,
} from '../../src/session/schema-cache.js';

let home: string;
let folder: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'qmpsh-cache-'));
  folder = join(home, 'qmpsh');
});

afterEach(() => rmSync(home, { recursive: true, force: true }));

const TEXT = Buffer.from('[{"name": "query-status", "meta-type": "command"}]');

const keyOf = (name: string): SchemaKey => ({
  greeting: `greeting of ${name}`,
  commands: '[{"name": "stop"}]',
});
const K = keyOf('k');

function fileOf(key: SchemaKey): string {
  return join(folder, schemaFileName(key));
}

function age(key: SchemaKey, seconds: number): void {
  utimesSync(fileOf(key), seconds, seconds);
}

describe('a stored schema', () => {
  it('is there for the next session', () => {
    schemaCache(folder).store(K, TEXT);
    expect(schemaCache(folder).load(K)).toEqual(TEXT);
  });

  it('is replaced by a newer one', () => {
    const cache = schemaCache(folder);
    cache.store(K, Buffer.from('old'));
    cache.store(K, TEXT);
    expect([cache.load(K), readdirSync(folder)]).toEqual([TEXT, [schemaFileName(K)]]);
  });

  it('is gone when it was dropped', () => {
    const cache = schemaCache(folder);
    cache.store(K, TEXT);
    cache.drop(K);
    expect(cache.load(K)).toBeUndefined();
  });

  it('is for its user alone', () => {
    schemaCache(folder).store(K, TEXT);
    const modes = [folder, fileOf(K)].map(path => statSync(path).mode & 0o777);
    expect(modes).toEqual([0o700, 0o600]);
  });
});

describe('a cache that is of no use is no error', () => {
  it.each<[string, (file: Buffer) => Buffer]>([
    ['cut short', file => file.subarray(0, -1)],
    ['cut in its key', file => file.subarray(0, 30)],
    ['longer than it says', file => Buffer.concat([file, Buffer.from('\n')])],
    [
      'of an earlier form',
      file => Buffer.from(`${file}`.replace('qmpsh-schema 5', 'qmpsh-schema 4')),
    ],
    ['empty', () => Buffer.alloc(0)],
    ['of another program', () => TEXT],
  ])('a file that is %s is not loaded', (_title, broken) => {
    const cache = schemaCache(folder);
    cache.store(K, TEXT);
    const file = readFileSync(fileOf(K));
    expect(cache.load(K)).toEqual(TEXT);
    writeFileSync(fileOf(K), broken(file));
    expect(cache.load(K)).toBeUndefined();
  });

  it('a folder that cannot be made', () => {
    const file = join(home, 'file');
    writeFileSync(file, '');
    const cache = schemaCache(join(file, 'qmpsh'));
    cache.store(K, TEXT);
    cache.drop(K);
    expect(cache.load(K)).toBeUndefined();
  });

  it('a home that is not there, which is not made', () => {
    schemaCache(join(home, 'nobody', '.cache', 'qmpsh')).store(K, TEXT);
    expect(readdirSync(home)).toEqual([]);
  });

  it.skipIf(process.getuid?.() === 0)('a folder without permission (root has all)', () => {
    chmodSync(home, 0o500);
    schemaCache(folder).store(K, TEXT);
    expect(schemaCache(folder).load(K)).toBeUndefined();
  });

  it('no folder at all', () => {
    expect(cacheFolder({})).toBeUndefined();
    expect(cacheFolder({ XDG_CACHE_HOME: 'relative', HOME: '/h' })).toBe('/h/.cache/qmpsh');
  });
});

it('keeps the 32 schemas that were used last', () => {
  const cache = schemaCache(folder);
  const keys = Array.from({ length: 32 }, (_, index) => keyOf(`k${index}`));
  for (const [index, key] of keys.entries()) {
    cache.store(key, TEXT);
    age(key, 1000 + index);
  }
  cache.touch(keyOf('k0'));
  cache.store(keyOf('new'), TEXT);
  expect(['new', 'k0', 'k1', 'k2'].map(key => cache.load(keyOf(key)) !== undefined)).toEqual([
    true,
    true,
    false,
    true,
  ]);
});

describe('the key', () => {
  const GREETING = '{"QMP": {"version": {"qemu": {"micro": 22}}}}';
  const COMMANDS = '[{"name": "stop"}, {"name": "cont"}]';
  const KEY: SchemaKey = { greeting: GREETING, commands: COMMANDS };

  it('is the same for the same server', () => {
    schemaCache(folder).store(KEY, TEXT);
    expect(schemaCache(folder).load({ ...KEY })).toEqual(TEXT);
    expect(schemaFileName(KEY)).toMatch(/^[0-9a-f]{16}\.schema$/);
  });

  it.each<[string, SchemaKey]>([
    ['another greeting', { ...KEY, greeting: GREETING.replace('22', '23') }],
    ['other commands', { ...KEY, commands: '[{"name": "stop"}]' }],
    [
      'a part moved into the greeting',
      { greeting: `${GREETING}\n${COMMANDS.slice(0, 20)}`, commands: COMMANDS.slice(20) },
    ],
  ])('differs for %s', (_title, key) => {
    schemaCache(folder).store(KEY, TEXT);
    expect(schemaCache(folder).load(key)).toBeUndefined();
  });

  it('tells by the greeting alone that a server was never met', () => {
    const cache = schemaCache(folder);
    expect(cache.knows(GREETING)).toBe(false);
    cache.store(KEY, TEXT);
    expect([cache.knows(GREETING), cache.knows(`${GREETING} `)]).toEqual([true, false]);
  });
});
