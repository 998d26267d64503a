// docs/scripting.md, run as it is printed.
import { spawn } from 'node:child_process';
import { readFileSync, symlinkSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { scratchFolder, until } from '../lab/lifetime.js';
import {
  describeReal,
  isListening,
  makeImage,
  type Server,
  startQemu,
  startStorageDaemon,
} from '../lab/servers.js';
import { BIN, endOf, environment, qmpsh, type Run } from './qmpsh.js';

const page = readFileSync(new URL('../../docs/scripting.md', import.meta.url), 'utf8');
const recipes = new Map(
  [...page.matchAll(/<!-- recipe: (\S+) -->\n```bash\n(.*?)```/gs)].map(([, name, text]) => [
    name,
    text,
  ]),
);
/** Rows of the table of exit codes that have an example. */
const examples = [...page.matchAll(/^\| (\d+) \| .* \| `(.+)` \|$/gm)].map(
  ([, code, line]) => [Number(code), line ?? ''] as const,
);

/** Runs a recipe in a shell, in a folder of its own, with the program on its path. */
function cook(name: string, env: NodeJS.ProcessEnv): Promise<Run> {
  const folder = scratchFolder();
  symlinkSync(BIN, join(folder, 'qmpsh'));
  const PATH = [folder, process.env.PATH].join(delimiter);
  const child = spawn('bash', ['-c', recipes.get(name) ?? 'exit 99'], {
    cwd: folder,
    env: environment({ ...env, PATH }),
  });
  child.stdin.end();
  return endOf(child);
}

const DISKS = [
  ['-blockdev', 'null-co,node-name=disk0,size=67108864,read-zeroes=on'],
  ['-blockdev', 'null-co,node-name=backup0,size=67108864'],
].flat();

it('has a test for each recipe', () => {
  const names = 'value job snapshot shutdown migrate pipeline coprocess events yank';
  expect([...recipes.keys()]).toEqual(names.split(' '));
});

describeReal('the table of exit codes', () => {
  let vm: Server;
  beforeAll(async () => {
    vm = await startQemu(['-S', ...DISKS]);
  });

  it('has an example of each code that a line alone can have', () => {
    expect(new Set(examples.map(([code]) => code))).toEqual(new Set([0, 1, 2, 5, 6]));
  });

  it.each(examples)('%i is what %s gives', async (code, line) => {
    expect((await qmpsh([vm.socket], { input: `${line}\n` })).code).toBe(code);
  });
});

describeReal('the recipe', () => {
  let vm: Server;
  beforeAll(async () => {
    vm = await startQemu(['-S', ...DISKS]);
  });

  it('for a value reads it', async () => {
    const run = await cook('value', { VM: vm.socket });
    expect(run).toMatchObject({ code: 0, stderr: `${vm.socket} is prelaunch\n` });
  });

  it('for a job waits for its end', async () => {
    const run = await cook('job', { VM: vm.socket });
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(run.lines[1] ?? '')).toMatchObject({ id: 'nightly', type: 'backup' });
  });

  it('for a job works with the storage daemon, and fails as the job does', async () => {
    const size = '"size":67108864';
    const inject = '"inject-error":[{"event":"none","iotype":"write","errno":28}]';
    const bad = `{"driver":"blkdebug","node-name":"backup0","image":{"driver":"null-co",${size}},${inject}}`;
    const disk = `{"driver":"null-co","node-name":"disk0",${size}}`;
    const daemon = await startStorageDaemon(['--blockdev', disk, '--blockdev', bad]);
    const run = await cook('job', { VM: daemon.socket });
    expect(run.code).toBe(6);
    expect(run.stderr).toContain('No space left on device');
  });

  it('for a snapshot takes it', async () => {
    const image = makeImage('qcow2', '1M');
    const node = `driver=qcow2,node-name=disk0,file.driver=file,file.filename=${image}`;
    const disk = await startQemu(['-S', '-blockdev', node]);
    const run = await cook('snapshot', { VM: disk.socket, DIR: disk.folder });
    expect(run).toMatchObject({ code: 0, stdout: '{"return": {}}\n', stderr: '' });
  });

  it('for a snapshot fails loudly', async () => {
    const run = await cook('snapshot', { VM: vm.socket, DIR: '/nonexistent' });
    expect(run.code).toBe(1);
    expect(run.stderr).toContain(`no snapshot of ${vm.socket} was taken`);
  });

  it('for a shutdown pulls the plug when the guest does not listen', async () => {
    const mortal = await startQemu(['-S']);
    const run = await cook('shutdown', { VM: mortal.socket, GRACE: '0.3' });
    expect(run.code).toBe(0);
    expect(run.stderr).toContain('timed out after 0.3 s');
    expect((await mortal.exited).code).toBe(0);
  });

  it('for a migration tells success from failure', async () => {
    const source = await startQemu(['-S', '-m', '16'], { machine: 'pc,accel=tcg' });
    const lost = await cook('migrate', { VM: source.socket, TO: 'unix:/nonexistent/there' });
    expect(lost).toMatchObject({ code: 1, stdout: '' });
    expect(lost.stderr).toContain('/nonexistent/there');
    const kept = await cook('migrate', { VM: source.socket, TO: 'exec:cat > /dev/null' });
    expect(kept).toMatchObject({ code: 0, stdout: 'migrated\n', stderr: '' });
  });

  it('for many commands gets all their replies', async () => {
    expect(await cook('pipeline', { VM: vm.socket })).toMatchObject({ code: 0, stdout: '500\n' });
  });

  it('for a coprocess keeps step', async () => {
    const run = await cook('coprocess', { VM: vm.socket });
    expect(run.lines.map(line => JSON.parse(line))).toEqual([
      { return: expect.objectContaining({ status: 'prelaunch' }) },
      { error: expect.objectContaining({ class: 'CommandNotFound' }) },
      { error: expect.objectContaining({ class: 'qmpsh.timeout' }) },
      { return: {} },
    ]);
  });

  it('for events ends in time', async () => {
    const run = await cook('events', { VM: vm.socket, FOR: '200ms' });
    expect(run).toMatchObject({ code: 0, stderr: '' });
  });

  it('for a hang gets a VM out of it whose network disk does not answer', async () => {
    const nbd = join(scratchFolder(), 'nbd');
    const disk = await startStorageDaemon([
      ...['--blockdev', 'null-co,node-name=f0,size=1048576'],
      ...['--nbd-server', `addr.type=unix,addr.path=${nbd}`],
      ...['--export', 'nbd,id=e0,node-name=f0,name=exp,writable=on'],
    ]);
    await until('the export listens', () => isListening(nbd));
    const node = `driver=nbd,node-name=nbd0,server.type=unix,server.path=${nbd},export=exp`;
    const hung = await startQemu(['-S', '-blockdev', node]);
    await qmpsh([hung.socket, 'query-name']); // It listens before its disks are there.
    disk.process.kill('SIGSTOP');
    const run = await cook('yank', { VM: hung.socket, PATIENCE: '2' });
    expect(run.code).toBe(5);
    expect(run.stderr).toContain('--on-timeout: {"return": {}}');
    expect((await qmpsh(['-t', '5', hung.socket, 'query-name'])).code).toBe(0);
  });
});
