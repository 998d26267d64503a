// A transaction put together line by line, against both servers that have it.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fakeServer } from '../lab/fake-server.js';
import {
  describeReal,
  makeImage,
  QEMU,
  type Server,
  STORAGE_DAEMON,
  startQemu,
  startStorageDaemon,
} from '../lab/servers.js';
import { qmpsh } from './qmpsh.js';

const node = () => `qcow2,node-name=d1,file.driver=file,file.filename=${makeImage('qcow2', '4M')}`;
/** What is attached keeps an overlay that is laid over it. */
const SERVERS: readonly (readonly [string, () => Promise<Server>])[] = [
  [QEMU, () => startQemu(['-S', '-device', 'virtio-blk-pci,drive=d1', '-blockdev', node()], Q35)],
  [STORAGE_DAEMON, () => startStorageDaemon(['--blockdev', node(), ...EXPORT])],
];
const Q35 = { machine: 'q35,accel=tcg' };
const EXPORT = [
  ...['--nbd-server', 'addr.type=unix,addr.path=$D/nbd'],
  ...['--export', 'nbd,id=e1,node-name=d1,name=d1,writable=on'],
];
const script = (...lines: string[]) => ({ input: `${lines.join('\n')}\n` });
const bitmaps = async (server: Server) => {
  const path = '[].dirty-bitmaps[].name';
  const run = await qmpsh(['-g', path, server.socket, 'query-named-block-nodes', 'flat=true']);
  return JSON.parse(run.stdout)
    .flat()
    .filter((name: unknown) => name !== null);
};

for (const [program, start] of SERVERS) {
  describeReal(`.begin on ${program}`, () => testsOn(start), [program]);
}

function testsOn(start: () => Promise<Server>): void {
  it('gathers actions, and .commit does them all at once', async () => {
    const server = await start();
    const run = await qmpsh(
      [server.socket],
      script(
        '.begin',
        'block-dirty-bitmap-add d1 b1',
        'query-named-block-nodes flat=true',
        'block-dirty-bitmap-add d1 b2 ; block-dirty-bitmap-disable d1 b1',
        '.show',
        '.commit',
      ),
    );
    expect(run).toMatchObject({ code: 0, stderr: '' });
    const [begin, first, query, second, shown, commit] = run.lines.map(line => JSON.parse(line));
    expect([begin, first, second]).toEqual([{}, {}, {}]);
    expect(query.return).toBeInstanceOf(Array);
    expect(shown.arguments.actions.map((action: { type: string }) => action.type)).toEqual([
      'block-dirty-bitmap-add',
      'block-dirty-bitmap-add',
      'block-dirty-bitmap-disable',
    ]);
    expect(commit).toEqual({ return: {} });
    expect(await bitmaps(server)).toEqual(expect.arrayContaining(['b1', 'b2']));
  });

  it('says which action failed, that nothing was changed, and what is left of it', async () => {
    const server = await start();
    const file = join(server.folder, 'o1.qcow2');
    const run = await qmpsh(
      [server.socket],
      script(
        '.begin',
        'block-dirty-bitmap-add d1 b1',
        `blockdev-snapshot-sync node-name=d1 snapshot-file=${file} snapshot-node-name=o1`,
        'block-dirty-bitmap-remove d1 nope',
        '.commit',
      ),
    );
    expect(run.code).toBe(1);
    expect(run.stderr.split('\n')).toEqual([
      expect.stringContaining("line 5: GenericError: Dirty bitmap 'nope' not found"),
      "action 3 of 3 failed: block-dirty-bitmap-remove (removes the dirty bitmap 'nope' of 'd1')",
      'nothing was changed: all of a transaction is done, or none',
      `files that may have been made remain: ${file}`,
      '',
    ]);
    expect(existsSync(file)).toBe(true);
    expect(await bitmaps(server)).toEqual([]);
  });

  it.each([
    ['.commit', /no transaction is open/],
    ['.begin\n.begin', /a transaction is open already/],
    ['.begin\nquit', /'quit' is no action, and a transaction is open/],
    [
      '.begin\nblock-dirty-bitmap-add d1 nme=b',
      /unexpected member 'nme' of .*; did you mean 'name'/,
    ],
    ['.begin\n.commit', /the transaction has no action yet/],
    ['.begin\nabort\n', /neither committed nor aborted: nothing of it was sent/],
    ['.begin\nabort\n.quit', /neither committed nor aborted: nothing of it was sent/],
    ['.begin now', /expected \.begin alone/],
  ])('refuses %j, and sends nothing', async (input, why) => {
    const server = await start();
    const run = await qmpsh([server.socket], { input });
    expect(run.code).toBe(2);
    expect(run.stderr.replaceAll(/\n\s+/g, '\n')).toMatch(why);
  });

  it('completes jobs together where the properties say so', async () => {
    const server = await start();
    const lines = ['d1', 'd1'].flatMap((disk, at) => [
      `blockdev-add driver=null-co node-name=t${at} size=4M`,
      `blockdev-backup device=${disk} target=t${at} sync=full job-id=j${at} speed=${at * 2}M`,
    ]);
    const [add0, job0, add1, job1] = lines;
    const all = [add0, add1, '.begin', job0, job1, 'properties.completion-mode=grouped', '.commit'];
    const run = await qmpsh(
      ['-e=BLOCK_JOB_COMPLETED', server.socket],
      script(...all.map(String), '.wait job j1', '.wait job j0'),
    );
    expect(run).toMatchObject({ code: 0, stderr: '' });
    const ends = run.lines.filter(line => line.includes('BLOCK_JOB_COMPLETED'));
    expect(ends).toHaveLength(2);
    const times = ends.map(line => JSON.parse(line).timestamp);
    expect(Math.abs(times[0].seconds - times[1].seconds)).toBeLessThanOrEqual(1);
  });
}

describeReal('a transaction line by line', () => {
  const size = { size: 1048576 };
  const start = () => startQemu(['-blockdev', `null-co,node-name=d1,size=${size.size}`]);

  it('is checked as a whole by --check and printed by -n, and nothing of it is sent', async () => {
    const server = await start();
    const lines = script('.begin', 'block-dirty-bitmap-add d1 b1', '.show', '.commit');
    const dry = await qmpsh(['-n', server.socket], lines);
    expect(dry).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(dry.stdout)).toMatchObject({ execute: 'transaction' });
    const open = await qmpsh(['--check', server.socket], script('.begin', 'abort'));
    expect(open.code).toBe(2);
    const wrong = script('.begin', 'block-dirty-bitmap-add d1 b1', '.commit', 'nosuch a=1');
    expect((await qmpsh(['--check', server.socket], wrong)).code).toBe(1);
    expect(await bitmaps(server)).toEqual([]);
  });

  it('is told in words for people', async () => {
    const server = await start();
    const lines = script('.begin', 'block-dirty-bitmap-add d1 b1', '.show', '.abort');
    const run = await qmpsh(['-o', 'human', server.socket], lines);
    expect(run.stdout).toContain(
      "  1 block-dirty-bitmap-add: adds the dirty bitmap 'b1' to 'd1'\n",
    );
    expect(run.stdout).toContain('  {"execute": "transaction", "arguments": {"actions": [');
    expect(run.stdout).toContain('  1 action was dropped; nothing was sent\n');
  });

  it('is refused with --read-only', async () => {
    const run = await qmpsh(['--read-only', (await start()).socket], script('.begin'));
    expect(run).toMatchObject({ code: 2, stdout: '' });
  });
});

it('says so at once where the server has no transactions', async () => {
  const path = await fakeServer(async peer => {
    await peer.negotiate();
    for (;;) peer.reply(await peer.command(), [{ name: 'stop' }]);
  });
  const run = await qmpsh([path], script('.begin', 'abort', '.commit'));
  expect(run).toMatchObject({ code: 1, stdout: '' });
  expect(run.stderr).toContain("can have 'transaction', but this build or machine has not");
});
