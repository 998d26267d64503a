// `qmpsh schema ...` as its users run it, and names of files and servers in it.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { scratchFolder } from '../lab/lifetime.js';
import { type Server, startQemu } from '../lab/servers.js';
import { hasShared, SHARED } from '../shared.js';
import { qmpsh } from './qmpsh.js';

const folder = scratchFolder();

function document(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const OLD = document(
  'old.json',
  `{ 'command': 'grow', 'data': { 'size': 'int', 'who': 'str' } }
{ 'command': 'shrink' }
{ 'enum': 'Colour', 'data': [ 'red', 'green' ] }
{ 'event': 'GROWN', 'data': { 'colour': 'Colour' } }
`,
);
const NEW = document(
  'new.json',
  `{ 'command': 'grow', 'features': [ 'deprecated' ],
  'data': { 'size': 'size', '*who': 'str', '*by': 'str' } }
{ 'command': 'turn', 'returns': 'Colour' }
{ 'enum': 'Colour', 'data': [ 'red', 'blue' ] }
{ 'event': 'GROWN', 'data': { 'colour': 'Colour' } }
`,
);

describe('schema check', () => {
  it.each([
    ['schema/qapi-schema.json', ['--strict'], 0, ''],
    ['schema/guest-agent', ['--strict'], 0, ''],
    [
      document('bad.json', "{ 'command': 'x',\n  'data': { 'a': 'Nothing' } }\n"),
      [],
      2,
      'bad.json:2: ',
    ],
    [join(folder, 'absent.json'), [], 2, 'absent.json:1: '],
  ])('of %s with %j ends with %3$i', async (path, options, code, message) => {
    const run = await qmpsh(['schema', 'check', path, ...options]);
    expect([run.code, run.stdout]).toEqual([code, '']);
    expect(run.stderr).toContain(message);
  });

  it('of --schema lacks types with a warning', async () => {
    const lacking = ['A', 'B'].map(
      name => `{ 'command': 'x-${name}', 'data': { '*a': '${name}' } }`,
    );
    const path = document('lacking.json', lacking.join('\n'));
    const run = await qmpsh(['-n', '--schema', path, 'x-A']);
    expect(run.code).toBe(0);
    expect(run.stderr).toMatch(/lacking\.json:1: .*'A'.*\(warning\) and more: .*--fragment/);
  });

  it('takes what is not there for a warning in a fragment', async () => {
    const path = document('part.json', "{ 'command': 'x', 'data': { 'a': 'Elsewhere' } }\n");
    expect((await qmpsh(['schema', 'check', path])).code).toBe(2);
    const run = await qmpsh(['schema', 'check', '--fragment', path]);
    expect([run.code, run.stderr]).toEqual([0, expect.stringMatching(/:1: .*Elsewhere.*warning/)]);
  });
});

describe('schema diff', () => {
  it('says what was added, removed and changed', async () => {
    const { lines, code } = await qmpsh(['schema', 'diff', OLD, NEW]);
    expect(code).toBe(0);
    expect(lines).toEqual([
      'New commands (1)',
      '  turn',
      '',
      'Removed commands (1)',
      '  shrink',
      '',
      'Changed commands (1)',
      '  grow',
      "    + feature 'deprecated'",
      "    ~ member 'size': type int is now size",
      "    ~ member 'who': now optional",
      "    + member 'by': str, optional",
      '',
      'Changed types (1)',
      '  Colour',
      "    - value 'green'",
      "    + value 'blue'",
    ]);
  });

  it('of a schema with itself finds nothing', async () => {
    expect((await qmpsh(['schema', 'diff', NEW, NEW])).stdout).toBe('no difference\n');
  });

  it('knows releases from the ages in the bundled schema', async () => {
    const { stdout } = await qmpsh(['schema', 'diff', '7.2', '10.0']);
    expect(stdout).toMatch(/^New commands(?:.|\n)*blockdev-set-active/);
    expect(stdout).not.toContain('block_resize');
  });
});

describe.skipIf(!hasShared)('recorded servers (SKIPPED where the shared folder is not)', () => {
  const replies = (version: string) => join(SHARED, 'servers', `qemu-${version}.replies`);

  it('are compared as a release note would do it', async () => {
    const { stdout } = await qmpsh(['schema', 'diff', replies('2.12.0'), replies('5.2.0')]);
    expect(stdout).toMatch(/^ {2}cpu-add +removed in QEMU 5.2; use 'device_add'/m);
    expect(stdout).toMatch(/^ {2}job-cancel +Give a job up$/m);
    expect(stdout).toMatch(/^ {2}migrate\n {4}\+ member 'resume': bool, optional$/m);
    expect(stdout).toMatch(/^ {2}RESET\n {4}\+ member 'reason': ShutdownCause$/m);
    expect(stdout).toMatch(/^ {4}- value 'vxhs'$/m);
    expect(stdout).toMatch(/^ {4}- member 'x-multifd-channels'; use 'multifd-channels'$/m);
    expect(stdout).toMatch(/^ {4}- member 'autoload' \(persistent bitmaps are always loaded\)$/m);
    expect(stdout).toMatch(/^ {4}~ member 'device': feature 'deprecated' added; use 'id'$/m);
    expect(stdout).toMatch(
      /^ {2}change\n {4}\+ feature 'deprecated'; use 'blockdev-change-medium'/m,
    );
    expect(stdout).toMatch(/^ {4}- value 'x-multifd'; use 'multifd'$/m);
  });

  it.each(['1.2.2', '1.5.3', '2.1.1', '2.5.0'])(
    'as old as %s have their commands',
    async version => {
      const run = await qmpsh([
        'schema',
        'list',
        '--kind',
        'command',
        '--target',
        replies(version),
      ]);
      expect(run.lines).toContain('block_resize');
      expect(run.lines).not.toContain('blockdev-set-active');
    },
  );

  it.each(['block-core-2.2', 'migration-7.0', 'qapi-schema-1.1', 'transaction', 'yank'])(
    'the document %s is sound',
    async name => {
      const path = join(SHARED, 'seeds', `${name}.json`);
      expect((await qmpsh(['schema', 'check', '--fragment', path])).code).toBe(0);
    },
  );
});

describe('how it is called', () => {
  it.each([
    [['--help'], /^usage:\n {2}qmpsh schema check FILE(?:.|\n)*schema list/],
    [['diff', '-h'], /^usage:\n {2}qmpsh schema diff A B\n/],
  ])('schema %j prints its usage', async (words, text) => {
    const run = await qmpsh(['schema', ...words]);
    expect([run.code, run.stdout]).toEqual([0, expect.stringMatching(text)]);
  });

  it.each([
    [['show', '--bogus', 'stop'], "unknown option '--bogus' (see qmpsh schema --help)"],
    [['show', 'stop', '--target'], "'--target' needs a value"],
    [['list', '--strict=1'], "'--strict' takes no value"],
    [['bogus'], 'expected qmpsh schema check FILE'],
    [['diff', '1.0'], 'expected qmpsh schema diff A B'],
    [['diff', '1.0', '99.9'], 'QEMU 99.9 is not known'],
    [['diff', '2.13', '3.0'], 'known are 0.14 to 0.15, 1.0 to 1.7, 2.0 to 2.12, 3.0 to 3.1'],
    [['list', '--target', '0.1'], 'QEMU 0.1 is not known'],
  ])('schema %j is exit 2', async (words, why) => {
    const run = await qmpsh(['schema', ...words]);
    expect([run.code, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toContain(why);
  });

  it('finds names of the guest agent without being told', async () => {
    const run = await qmpsh(['schema', 'show', 'guest-info']);
    expect([run.code, run.stderr]).toEqual([0, expect.stringContaining('of the guest agent')]);
    expect(run.stdout).toMatch(/^guest-info {3}command/);
  });
});

describe('schema list and introspect', () => {
  it('print the names of one kind, one a line', async () => {
    const run = await qmpsh(['schema', 'list', '--kind', 'event', '--schema', NEW]);
    expect(run.lines).toEqual(['GROWN']);
  });

  it('print a document as a server would tell it', async () => {
    const run = await qmpsh(['schema', 'introspect', NEW]);
    const names = JSON.parse(run.stdout).map((row: { name: string }) => row.name);
    expect(names).toContain('q_obj_grow-arg');
  });
});

describe('a real server', () => {
  let vm: Server;
  beforeAll(async () => {
    vm = await startQemu();
  });

  it('has help with what it has of a command', async () => {
    const run = await qmpsh(['schema', 'show', 'blockdev-backup', '--target', vm.socket]);
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(
      /^ {2}here +QEMU 7\.2\.\d+ has it\s+without\s[\s\S]*'discard-source'/m,
    );
  });

  it('has the names of its types in its introspection, where they are known', async () => {
    const run = await qmpsh(['schema', 'introspect', vm.socket]);
    expect(run.stdout).toContain('"name": "BlockdevRef", "meta-type": "alternate"');
  });

  it.each([
    [['change', 'device=d', 'target=t'], 'was removed in QEMU 6.0; use'],
    [['change'], 'was removed in QEMU 6.0; use'],
    [['{"execute": "change"}'], 'was removed in QEMU 6.0; use'],
    [['blockdev-set-active'], "'blockdev-set-active' came with QEMU 10.0; this server is 7.2."],
    [['query-gic-capabilities'], 'QEMU 7.2.\\d+ can have .*, but this build or machine has not'],
  ])('tells why it lacks %j', async (words, story) => {
    const run = await qmpsh([vm.socket, ...words]);
    expect([run.code, run.stderr]).toEqual([1, expect.stringMatching(story)]);
  });

  it.each([
    [['drive-backup', 'discard-source=on'], "member 'discard-source' came with QEMU 9.1"],
    [
      ['blockdev-add', 'driver=virtio-blk-vfio-pci', 'node-name=x'],
      "can have value 'virtio-blk-vfio-pci', but this build or machine has not",
    ],
    [['blockdev-add', 'driver=vxhs'], "value 'vxhs' was removed after QEMU 2.12, by 5.2"],
    [['transaction( nonsense )'], "unexpected action 'nonsense'"],
  ])('refuses %j with its story', async (words, story) => {
    const run = await qmpsh([vm.socket, ...words]);
    expect([run.code, run.stderr]).toEqual([2, expect.stringContaining(story)]);
  });
});

describe('-n without a target', () => {
  it.each([
    [['block_resize', 'node-name=d', 'size=1G'], 0, /"size": 1073741824/],
    [['change', 'x=1'], 1, /^$/],
    [['--guest-agent', 'guest-exec', 'path=/bin/ls', 'arg=-l,/'], 0, /"arg": \["-l", "\/"\]/],
  ])('binds %j to the bundled schema', async (words, code, stdout) => {
    const run = await qmpsh(['-n', ...words]);
    expect([run.code, run.stdout]).toEqual([code, expect.stringMatching(stdout)]);
  });

  it('binds to the schema of --schema where one is given', async () => {
    const run = await qmpsh(['-n', '--schema', NEW, 'grow', 'size=2K']);
    expect(run.lines).toEqual(['{"execute": "grow", "arguments": {"size": 2048}}']);
  });

  it.each([
    [['nothing', 'x=1'], "this schema has no command 'nothing'"],
    [['qery-status', 'x=1'], "this schema has no command 'qery-status'; did you mean"],
    [['guest-info', 'x=1'], "no command 'guest-info'; the guest agent's needs --guest-agent"],
    [['--schema', NEW, 'block_resize', 'x=1'], "this schema has no command 'block_resize'"],
  ])('speaks of the schema, not of a server, where %j is not there', async (words, why) => {
    const run = await qmpsh(['-n', ...words]);
    expect([run.code, run.stderr]).toEqual([1, expect.stringContaining(why)]);
  });

  it('is exit 2 where that cannot be read', async () => {
    const run = await qmpsh(['-n', '--schema', '/nowhere.json', 'stop']);
    expect([run.code, run.stderr]).toEqual([2, 'qmpsh: /nowhere.json: no such file\n']);
  });
});
