// The moments of the cookbook that are to be seen on the screen: jobs that end together, migrations that move.
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'vitest';
import { openAtTerminal } from '../../lab/at-terminal.js';
import { scratchFolder } from '../../lab/lifetime.js';
import { describeReal, startQemu } from '../../lab/servers.js';
import type { Terminal } from '../../tui/terminal.js';

const F4 = '\x1bOS';

function open(socket: string, ...options: readonly string[]): Promise<Terminal> {
  return openAtTerminal(['-y', ...options, socket], { columns: 110, rows: 40 });
}

const node = (name: string, size = 67108864) => [
  '-blockdev',
  `null-co,node-name=${name},size=${size},read-zeroes=on`,
];

/** The rows of the live region, from its rule on. */
function region(screen: string): string {
  return screen.slice(screen.lastIndexOf('────'));
}

describeReal('on the screen', () => {
  it('two grouped jobs wait for each other and end together', async () => {
    const server = await startQemu([...node('a'), ...node('b'), ...node('ta'), ...node('tb')]);
    const screen = await open(server.socket);
    screen.type('transaction( blockdev-backup device=a target=ta sync=full job-id=j0 ; ');
    screen.type('blockdev-backup device=b target=tb sync=full job-id=j1 speed=4194304 ; ');
    screen.type('properties.completion-mode=grouped )\r');
    await screen.waitFor(/ j0 {2}backup .*100 % {2}waiting[\s\S]* j1 {2}backup .* left/, 15_000);
    screen.type('block-job-set-speed j1 0\r');
    await screen.waitUntil(() => !/ j[01] /.test(region(screen.screen())), 'end of both', 15_000);
    await screen.waitFor(/BLOCK_JOB_COMPLETED[\s\S]*BLOCK_JOB_COMPLETED/);
  });

  it('the node graph is drawn as a tree', async () => {
    const server = await startQemu([
      ...node('below'),
      '-object',
      'throttle-group,id=g0',
      '-blockdev',
      'throttle,node-name=top,throttle-group=g0,file=below',
    ]);
    const screen = await open(server.socket);
    screen.type('.blocks\r');
    await screen.waitFor(/top +no user +throttle .*\n +below +file +null-co/);
  });
});

/** A QEMU with so many MiB of noise in its memory, one that waits for it, and where. */
async function migratingPair(noiseMiB: number, ...guest: readonly string[]) {
  const folder = scratchFolder();
  const uri = `unix:${join(folder, 'migration')}`;
  const noise = join(folder, 'noise');
  writeFileSync(noise, randomBytes(noiseMiB * 1024 * 1024));
  const loader = `loader,file=${noise},addr=0x1000000,force-raw=on`;
  const words = ['-m', '64', ...guest];
  const options = { machine: 'pc,accel=tcg' };
  const destination = await startQemu([...words, '-incoming', uri], options);
  const source = await startQemu([...words, '-device', loader], options);
  return { source, destination, uri };
}

/** Types the lines one after the other, each when the one before is answered. */
async function run(screen: Terminal, ...lines: readonly string[]): Promise<void> {
  for (const line of lines) {
    screen.type(`${line}\r`);
    await screen.waitUntil(() => isAnswered(screen.scrollback(), line), `ok to ${line}`);
  }
}

function isAnswered(shown: string, line: string): boolean {
  return /^(?:.*\n)* {2}ok [\d.]+ m?s/.test(shown.slice(shown.lastIndexOf(`❯ ${line}`)));
}

const MIB = 1024 * 1024;
const UNITS: Readonly<Record<string, number>> = { B: 1, KiB: 1024, MiB: MIB };

/** What the screen tells as `name 1.5 MiB`, in bytes; not a number where it does not. */
function told(screen: Terminal, name: string): number {
  const [, number = '', unit = ''] =
    new RegExp(`${name} ([\\d.]+) (B|KiB|MiB)`).exec(region(screen.screen())) ?? [];
  return Number(number || 'none') * (UNITS[unit] ?? 0);
}

/**
 * The first sector of a disk whose guest adds one to a byte of each page from 0x20000 to 0x90000, again and again:
 * cli; 1: mov ax,2000h; 2: mov ds,ax; inc byte [0]; add ax,100h; cmp ax,9000h; jne 2; jmp 1.
 */
function busyGuest(): readonly string[] {
  const disk = join(scratchFolder(), 'busy.img');
  const code = Buffer.from('fab800208ed8fe0600000500013d009075f2ebed', 'hex');
  const sector = Buffer.concat([code, Buffer.alloc(510 - code.length), Buffer.from('55aa', 'hex')]);
  writeFileSync(disk, Buffer.concat([sector, Buffer.alloc(MIB)]));
  return ['-drive', `file=${disk},format=raw,if=ide,file.locking=off`];
}

describeReal('a migration on the screen', () => {
  it('is watched as it moves, and its end stays on both sides', async () => {
    const { source, destination, uri } = await migratingPair(16);
    const there = await open(destination.socket);
    const screen = await open(source.socket);
    await run(screen, 'migrate-set-parameters max-bandwidth=2M', `migrate uri=${uri}`);
    await screen.waitFor(
      / migration .*\d+ % +active .*\/s .*left\n {3}transferred .* pass 1\n/,
      15_000,
    );
    await there.waitFor(/ migration {2}active/, 15_000);
    const [done, left] = [told(screen, 'transferred'), told(screen, 'remaining')];
    await screen.waitUntil(
      () => told(screen, 'transferred') > done + MIB && told(screen, 'remaining') < left - MIB,
      'progress',
      15_000,
    );
    await run(screen, 'migrate-set-parameters max-bandwidth=1G');
    await screen.waitFor(
      /^ {2}migration completed after [\d.]+ s · downtime [\d.]+ m?s · 1\d\.?\d* MiB transferred · [3-9] passes$/m,
      15_000,
    );
    await screen.waitFor(/● postmigrate/, 15_000);
    await screen.waitUntil(() => !region(screen.screen()).includes(' migration '), 'end of it');
    await there.waitFor(/^ {2}migration completed$[\s\S]*● running/m, 15_000);
  });

  it('tells in the monitor view what the guest changes meanwhile, and the pass', async () => {
    const { source, uri } = await migratingPair(0, ...busyGuest());
    const screen = await open(source.socket, '-m');
    await run(
      screen,
      'migrate-set-parameters max-bandwidth=150K downtime-limit=1',
      `migrate uri=${uri}`,
    );
    await screen.waitFor(/ dirty rate 0 B\/s · pass 1 *$/m, 15_000);
    await screen.waitFor(/ dirty rate [1-9][\d.]* KiB\/s · pass [2-9] *$/m, 18_000);
  }, 40_000);

  it('is held before the switchover, and goes on when it is told to', async () => {
    const { source, uri } = await migratingPair(0);
    const screen = await open(source.socket);
    await run(
      screen,
      'migrate-set-capabilities capabilities.pause-before-switchover=on',
      `migrate uri=${uri}`,
    );
    await screen.waitFor(/ migration .* pre-switchover {2}F4 r lets it go on/, 15_000);
    screen.type(`${F4}r`);
    await screen.waitFor(/❯ migrate-continue state=pre-switchover\n[\s\S]* {2}migration completed/);
  });

  it('is cancelled by its key, and says so', async () => {
    const { source, uri } = await migratingPair(16);
    const screen = await open(source.socket);
    await run(screen, 'migrate-set-parameters max-bandwidth=1M', `migrate uri=${uri}`);
    await screen.waitFor(/ migration .* active/, 15_000);
    screen.type(`${F4}c`);
    await screen.waitFor(/❯ migrate_cancel\n[\s\S]* {2}migration cancelled\n/, 15_000);
  });

  it('says why it failed', async () => {
    const screen = await open((await startQemu()).socket);
    await run(screen, 'migrate uri=unix:/nowhere/at/all');
    await screen.waitFor(/^ {2}migration failed · .*No such file or directory/m, 15_000);
  });
});
