import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readDocument } from '../../src/files/read-document.js';
import { scratchFolder } from '../lab/lifetime.js';

it('reads a file, also through a link', () => {
  const path = join(scratchFolder(), 'file');
  writeFileSync(path, 'é');
  symlinkSync(path, `${path}-link`);
  expect(readDocument(`${path}-link`)).toBe('é');
});

it.each<[string, (path: string) => void, RegExp]>([
  ['a folder', path => mkdirSync(path), /it is a directory/],
  [
    'a pipe, without waiting for its writer',
    path => void execFileSync('mkfifo', [path]),
    /no plain file/,
  ],
  ['a device', path => symlinkSync('/dev/zero', path), /no plain file/],
  ['what is not there', () => undefined, /ENOENT/],
])('refuses %s', (_what, make, message) => {
  const path = join(scratchFolder(), 'it');
  make(path);
  expect(() => readDocument(path)).toThrow(message);
});
