import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeFolder } from '../../src/files/make-folder.js';

let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'qmpsh-folder-'));
});

afterEach(() => rmSync(home, { recursive: true, force: true }));

it('makes all that is lacking, for its user alone', () => {
  const path = join(home, 'a', 'b', 'c');
  makeFolder(path);
  makeFolder(path);
  expect([path, join(home, 'a')].map(each => statSync(each).mode & 0o777)).toEqual([0o700, 0o700]);
});

it.each(['/proc/qmpsh/a/b', '/proc/self/qmpsh'])('says at once that %s cannot be made', path => {
  expect(() => makeFolder(path)).toThrow('ENOENT');
});

it('says that a file stands in the way', () => {
  writeFileSync(join(home, 'file'), '');
  expect(() => makeFolder(join(home, 'file', 'a'))).toThrow('ENOTDIR');
});
