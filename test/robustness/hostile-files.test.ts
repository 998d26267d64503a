// Schemas that somebody else wrote: circles, links, pipes, devices, giants. Each is told with its place; none is waited
// for, and none is read without end.
import { execFileSync } from 'node:child_process';
import { ftruncateSync, mkdirSync, openSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { qmpsh } from '../cli/qmpsh.js';
import { fakeServer } from '../lab/fake-server.js';
import { scratchFolder } from '../lab/lifetime.js';
import { expectSeen } from './seen.js';
import { inShell } from './shell.js';

const include = (name: string) => `{ 'include': '${name}' }\n`;

/** Makes what stands at the path. */
const FILES: readonly (readonly [string, (path: string, folder: string) => void])[] = [
  ['that is not there', () => undefined],
  ['that is a folder', path => mkdirSync(path)],
  ['that is a pipe without a writer', path => void execFileSync('mkfifo', [path])],
  ['that is a device without an end', path => symlinkSync('/dev/zero', path)],
  ['that is a link to itself', path => symlinkSync(path, path)],
  ['that is a link out of the tree', path => symlinkSync('/etc/passwd', path)],
  ['of a gigabyte', path => ftruncateSync(openSync(path, 'w'), 1 << 30)],
  ['of NUL bytes', path => writeFileSync(path, Buffer.alloc(1_000_000))],
  ['of invalid UTF-8', path => writeFileSync(path, Buffer.alloc(10_000, 0xfe))],
  ['of terminal sequences', path => writeFileSync(path, '\x1b]0;PWNED\x07\x9b2J\u202e')],
  ['of brackets', path => writeFileSync(path, '['.repeat(100_000))],
  ['that includes itself', path => writeFileSync(path, include('it'))],
  [
    'that is included in a circle',
    (path, folder) => {
      writeFileSync(path, include('other'));
      writeFileSync(join(folder, 'other'), include('it'));
    },
  ],
  [
    'with 3,000 includes within each other',
    (path, folder) => {
      writeFileSync(path, include('f0'));
      for (let at = 0; at < 3_000; at += 1)
        writeFileSync(join(folder, `f${at}`), include(`f${at + 1}`));
    },
  ],
];

const isEmpty = ['of NUL bytes'];

describe.each([
  ['a schema', (folder: string) => join(folder, 'it')],
  ['a schema that includes a file', (folder: string) => join(folder, 'top')],
])('%s', (_what, named) => {
  it.each(FILES)('%s', async (title, make) => {
    const folder = scratchFolder();
    writeFileSync(join(folder, 'top'), include('it'));
    make(join(folder, 'it'), folder);
    const checked = await qmpsh(['schema', 'check', named(folder)]);
    expect(checked.code).toBe(2);
    expect(checked.stderr).not.toMatch(/\n\s+at |call stack|RangeError/);
    expect(checked.stderr).toMatch(/^[^\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]*$/);
    expect(checked.stderr.length).toBeLessThan(50_000);
    await expectSeen('qmpsh schema check FILE', checked);
    const run = await qmpsh(['-n', '--schema', named(folder), 'query-status']);
    expect(run.stderr).not.toMatch(/\n\s+at |call stack|RangeError/);
    expect(isEmpty.includes(title) ? [0, 2] : [0, 1, 2]).toContain(run.code);
  });
});

describe('a script', () => {
  it('from a device without an end is told to be none', async () => {
    const run = await inShell('"$@" </dev/zero', ['-n']);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    await expectSeen('qmpsh -n </dev/zero', run);
  });

  it('from a folder is told to be none', async () => {
    const path = await fakeServer(peer => void peer.negotiate());
    const run = await inShell('"$@" </tmp', [path]);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    await expectSeen('qmpsh SOCKET </tmp', run);
  });

  it('that cannot be read is told to be so', async () => {
    const path = await fakeServer(peer => void peer.negotiate());
    const run = await inShell(`"$@" 0>${join(scratchFolder(), 'written')}`, [path]);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    await expectSeen('qmpsh SOCKET 0>FILE', run);
  });

  it('that takes a value from a folder is not understood', async () => {
    const line = 'object-add secret s data=@-';
    const run = await inShell('"$@" </tmp', ['-n', '-c', line]);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    await expectSeen(`qmpsh -n -c '${line}' </tmp`, run);
  });
});

describe('a schema from a process of the shell', () => {
  it('is read', async () => {
    const run = await inShell(`"$@" <(echo "{ 'struct': 'A', 'data': {} }")`, ['schema', 'check']);
    expect(run).toMatchObject({ code: 0, stderr: '' });
  });
});
