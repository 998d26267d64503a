import {
  chmodSync,
  mkdtempSync,
  readdirSync,
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

const TEXT = '[{"name": "query-status", "meta-type": "command"}]';

const keyOf = (name: string): SchemaKey => ({
  greeting: `greeting of ${name}`,
  commands: ['stop'],
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
    expect(schemaCache(folder).load(K)).toBe(TEXT);
  });

  it('is replaced by a newer one', () => {
    const cache = schemaCache(folder);
    cache.store(K, 'old');
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
  it.each([
    ['cut short', `qmpsh-schema 1 ${TEXT.length}\n${TEXT.slice(1)}`],
    ['empty', ''],
    ['of another program', TEXT],
  ])('a file that is %s is not loaded', (_title, content) => {
    const cache = schemaCache(folder);
    cache.store(K, TEXT);
    writeFileSync(fileOf(K), content);
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
  cache.load(keyOf('k0'));
  cache.store(keyOf('new'), TEXT);
  expect(['new', 'k0', 'k1', 'k2'].map(key => cache.load(keyOf(key)) === TEXT)).toEqual([
    true,
    true,
    false,
    true,
  ]);
});

describe('the key', () => {
  const GREETING = '{"QMP": {"version": {"qemu": {"micro": 22}}}}';
  const KEY: SchemaKey = { greeting: GREETING, commands: ['stop', 'cont'] };

  it('is the same for the same server', () => {
    schemaCache(folder).store(KEY, TEXT);
    expect(schemaCache(folder).load({ greeting: GREETING, commands: ['stop', 'cont'] })).toBe(TEXT);
    expect(schemaFileName(KEY)).toMatch(/^[0-9a-f]{16}\.schema$/);
  });

  it.each<[string, SchemaKey]>([
    ['another greeting', { ...KEY, greeting: GREETING.replace('22', '23') }],
    ['other commands', { ...KEY, commands: ['stop'] }],
    ['a command moved into the greeting', { greeting: `${GREETING}\nstop`, commands: ['cont'] }],
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
