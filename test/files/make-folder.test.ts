import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
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
  makeFolder(path, 3);
  makeFolder(path, 3);
  expect([path, join(home, 'a')].map(each => statSync(each).mode & 0o777)).toEqual([0o700, 0o700]);
});

it('makes no more of them than it is told to: a home that is not there is not meant to be', () => {
  expect(() => makeFolder(join(home, 'a', 'b', 'c'), 2)).toThrow('ENOENT');
  expect(existsSync(join(home, 'a'))).toBe(false);
});

it.each(['/proc/qmpsh/a/b', '/proc/self/qmpsh'])('says at once that %s cannot be made', path => {
  expect(() => makeFolder(path, 3)).toThrow('ENOENT');
});

it('says that a file stands in the way', () => {
  writeFileSync(join(home, 'file'), '');
  expect(() => makeFolder(join(home, 'file', 'a'), 3)).toThrow('ENOTDIR');
});
