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
  schemaCache,
  schemaCacheKey,
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

function fileOf(key: string): string {
  return join(folder, schemaFileName(key));
}

function age(key: string, seconds: number): void {
  utimesSync(fileOf(key), seconds, seconds);
}

describe('a stored schema', () => {
  it('is there for the next session', () => {
    schemaCache(folder).store('k', TEXT);
    expect(schemaCache(folder).load('k')).toBe(TEXT);
  });

  it('is replaced by a newer one', () => {
    const cache = schemaCache(folder);
    cache.store('k', 'old');
    cache.store('k', TEXT);
    expect([cache.load('k'), readdirSync(folder)]).toEqual([TEXT, [schemaFileName('k')]]);
  });

  it('is gone when it was dropped', () => {
    const cache = schemaCache(folder);
    cache.store('k', TEXT);
    cache.drop('k');
    expect(cache.load('k')).toBeUndefined();
  });

  it('is for its user alone', () => {
    schemaCache(folder).store('k', TEXT);
    const modes = [folder, fileOf('k')].map(path => statSync(path).mode & 0o777);
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
    cache.store('k', TEXT);
    writeFileSync(fileOf('k'), content);
    expect(cache.load('k')).toBeUndefined();
  });

  it('a folder that cannot be made', () => {
    const file = join(home, 'file');
    writeFileSync(file, '');
    const cache = schemaCache(join(file, 'qmpsh'));
    cache.store('k', TEXT);
    cache.drop('k');
    expect(cache.load('k')).toBeUndefined();
  });

  it.skipIf(process.getuid?.() === 0)('a folder without permission (root has all)', () => {
    chmodSync(home, 0o500);
    schemaCache(folder).store('k', TEXT);
    expect(schemaCache(folder).load('k')).toBeUndefined();
  });

  it('no folder at all', () => {
    expect(cacheFolder({})).toBeUndefined();
    expect(cacheFolder({ XDG_CACHE_HOME: 'relative', HOME: '/h' })).toBe('/h/.cache/qmpsh');
  });
});

it('keeps the 32 schemas that were used last', () => {
  const cache = schemaCache(folder);
  const keys = Array.from({ length: 32 }, (_, index) => `k${index}`);
  for (const [index, key] of keys.entries()) {
    cache.store(key, TEXT);
    age(key, 1000 + index);
  }
  cache.load('k0');
  cache.store('new', TEXT);
  expect(['new', 'k0', 'k1', 'k2'].map(key => cache.load(key) === TEXT)).toEqual([
    true,
    true,
    false,
    true,
  ]);
});

describe('the key', () => {
  const GREETING = '{"QMP": {"version": {"qemu": {"micro": 22}}}}';

  it('is the same for the same server', () => {
    expect(schemaCacheKey(GREETING, '[1]')).toBe(schemaCacheKey(GREETING, '[1]'));
    expect(schemaFileName(schemaCacheKey(GREETING, '[1]'))).toMatch(/^[0-9a-f]{16}\.schema$/);
  });

  it.each([
    ['another greeting', GREETING.replace('22', '23'), '[1]'],
    ['other commands', GREETING, '[2]'],
    ['text moved from one to the other', `${GREETING}\n[1]`, ''],
  ])('differs for %s', (_title, greeting, commands) => {
    expect(schemaCacheKey(greeting, commands)).not.toBe(schemaCacheKey(GREETING, '[1]'));
  });
});
