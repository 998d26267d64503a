// The moments of the cookbook that are to be seen on the screen: jobs that end together, a migration that moves.
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'vitest';
import { openAtTerminal } from '../../lab/at-terminal.js';
import { scratchFolder } from '../../lab/lifetime.js';
import { describeReal, startQemu } from '../../lab/servers.js';
import type { Terminal } from '../../tui/terminal.js';

function open(socket: string): Promise<Terminal> {
  return openAtTerminal(['-y', socket], { columns: 110, rows: 40 });
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

  it('a migration is watched as it moves, and its end is seen on both sides', async () => {
    const folder = scratchFolder();
    const at = join(folder, 'migration');
    const ram = join(folder, 'ram');
    writeFileSync(ram, randomBytes(16 * 1024 * 1024));
    await startQemu(['-m', '64', '-incoming', `unix:${at}`], { machine: 'q35' });
    const loader = `loader,file=${ram},addr=0x1000000,force-raw=on`;
    const source = await startQemu(['-m', '64', '-device', loader], { machine: 'q35' });
    const screen = await open(source.socket);
    screen.type('migrate-set-parameters max-bandwidth=2M\r');
    await screen.waitFor(/ok [\d.]+ m?s/);
    screen.type(`migrate uri=unix:${at}\r`);
    await screen.waitFor(/ migration .*\d+ %.*\/s .*left/, 15_000);
    screen.type('migrate-set-parameters max-bandwidth=1G\r');
    await screen.waitFor(/● postmigrate/, 15_000);
    await screen.waitUntil(() => !region(screen.screen()).includes(' migration '), 'end of it');
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
