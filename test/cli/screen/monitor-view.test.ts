// The monitor view as a person meets it: a real terminal, a real server.
import { expect, it } from 'vitest';
import { type AtTerminalOptions, openAtTerminal } from '../../lab/at-terminal.js';
import { describeReal, type Server, startQemu } from '../../lab/servers.js';
import type { Terminal } from '../../tui/terminal.js';

const F2 = '\x1bOQ';
const F3 = '\x1bOR';
const F4 = '\x1bOS';
const F5 = '\x1b[15~';

function open(
  { socket }: Server,
  args: readonly string[] = [],
  options: AtTerminalOptions = {},
): Promise<Terminal> {
  return openAtTerminal([...args, socket], { ready: /● running/, ...options });
}

const WITH_JOB = [
  '-blockdev',
  'null-co,node-name=d0,size=1073741824,read-zeroes=on',
  '-blockdev',
  'null-co,node-name=n0,size=1073741824',
];
const BACKUP = 'blockdev-backup device=d0 target=n0 sync=full job-id=b0 speed=1048576\r';

describeReal('the monitor view', () => {
  it('fills the screen from the start with -m', async () => {
    const screen = await open(await startQemu(), ['-m']);
    await screen.waitFor(/● running[\s\S]*── events 0[\s\S]*❯ \|$/);
  });

  it('comes and goes with F2, and what happened meanwhile is then in the scrollback', async () => {
    const screen = await open(await startQemu());
    screen.type('query-version\r');
    await screen.waitFor(/ok [\d.]+ m?s/);
    screen.type(F2);
    await screen.waitFor(/❯ query-version[\s\S]*── events 0/);
    screen.type('stop\r');
    await screen.waitFor(/❯ stop\n {2}ok [\s\S]*── events 1[\s\S]*\d\d STOP/);
    screen.type(`half-ty${F2}`);
    await screen.waitFor(/❯ half-ty\|[\s\S]*F2 monitor/);
    const whole = screen.scrollback();
    expect(whole.match(/❯ query-version/g)).toHaveLength(1);
    expect(whole).toMatch(/❯ query-version\n[\s\S]*❯ stop\n +\d\d:\d\d:\d\d STOP\n +ok/);
  });

  it('lays out what is said for its pane', async () => {
    const size = { columns: 120, rows: 40 };
    const screen = await open(await startQemu(['-chardev', 'null,id=c0']), ['-m'], size);
    screen.type('block_resize node-name=disk0 sise=1G\r');
    await screen.waitFor(
      /\^{4} +│.*\n {4}unexpected member 'sise' of 'block_resize'; did you mean 'size'\? +│/,
    );
    screen.type('query-qmp-schema\r');
    await screen.waitFor(/^ {2}name +ret-type .* │[^\n]*\n {2}query-status +1 +command/m, 15_000);
  });

  it('puts the reply of a line into its place, however late it comes', async () => {
    const screen = await open(await startQemu(), ['-m']);
    screen.type('.wait event RESUME\rstop\r');
    await screen.waitFor(/❯ stop\n {2}ok/);
    screen.type('cont\r');
    await screen.waitFor(/❯ \.wait event RESUME\n[\s\S]*RESUME[\s\S]*❯ stop[\s\S]*❯ cont/);
  });

  it('pauses the events, counts what comes, and goes on', async () => {
    const screen = await open(await startQemu(), ['-m']);
    screen.type(`${F3}p`);
    await screen.waitFor(/paused, 0 since/);
    screen.type('\x1b');
    await screen.waitFor(/❯ \|/);
    screen.type('stop\r');
    await screen.waitFor(/events 1 .*paused, 1 since/);
    screen.type(`${F3}c`);
    await screen.waitFor(/ 1 {2}STOP/);
  });

  it('lists the events that the filter lets pass, and counts the others', async () => {
    const screen = await open(await startQemu(), ['-m']);
    screen.type('.events -RESUME\rstop\r');
    await screen.waitFor(/events 1 .*shown: -RESUME[\s\S]*\d\d:\d\d:\d\d STOP/);
    screen.type('cont\r');
    await screen.waitFor(/events 2 /);
    screen.type('stop\r');
    await screen.waitFor(/events 3 [\s\S]*STOP\n[\s\S]*\d STOP/);
    expect(screen.screen()).not.toMatch(/\d\d:\d\d:\d\d RESUME/);
  });

  it('does to a job what its keys say', async () => {
    const screen = await open(await startQemu(WITH_JOB), ['-m'], { columns: 110, rows: 40 });
    screen.type(BACKUP);
    await screen.waitFor(/── jobs 1[\s\S]* b0 {2}backup/);
    screen.type(`${F4}p`);
    await screen.waitFor(/❯ block-job-pause device=b0[\s\S]*▸b0 .*paused/);
    screen.type('r');
    await screen.waitFor(/❯ block-job-resume device=b0/);
    screen.type('c');
    await screen.waitUntil(() => !screen.screen().includes('── jobs'), 'end of the job');
    await screen.waitFor(/❯ \|/);
  });

  it('cancels a job that is paused', async () => {
    const screen = await open(await startQemu(WITH_JOB), ['-m'], { columns: 110, rows: 40 });
    screen.type(BACKUP);
    await screen.waitFor(/── jobs 1[\s\S]* b0 {2}backup/);
    screen.type(`${F4}p`);
    await screen.waitFor(/▸b0 .*paused/);
    screen.type('c');
    await screen.waitFor(/❯ block-job-cancel force=on device=b0/);
    await screen.waitUntil(() => !screen.screen().includes('── jobs'), 'end of the job');
  });

  it('folds what came of a line', async () => {
    const screen = await open(await startQemu(), ['-m']);
    screen.type('query-version\r');
    await screen.waitFor(/ok [\d.]+ m?s/);
    screen.type(`${F5} `);
    await screen.waitFor(/❯ query-version ▸ 3 rows {2}reply 1/);
  });

  it.each([[[]], [['-m']]])('shows all keys with F1, and goes back with Esc (%s)', async args => {
    const screen = await open(await startQemu(), args);
    screen.type('half');
    await screen.waitFor(/❯ half\|/);
    screen.type('\x1bOP');
    await screen.waitFor(/Enter +run the line[\s\S]*\d+ more rows · Esc back/);
    screen.type('\x1b[6~\x1b[6~\x1b[6~\x1b[6~\x1b[6~');
    await screen.waitFor(/dismiss it, once it has concluded[\s\S]* Esc back/);
    screen.type('\x1b');
    await screen.waitFor(/❯ half\|/);
    expect(screen.scrollback()).not.toContain('run the line');
  });

  it('gives the terminal back as it was, with what was said on it', async () => {
    const screen = await open(await startQemu(), ['-m']);
    screen.type('query-version\r');
    await screen.waitFor(/ok [\d.]+ m?s/);
    screen.type('\x04');
    expect(await screen.exit).toBe(0);
    await screen.waitUntil(() => !screen.screen().includes('── events'), 'end of the view');
    expect(screen.screen()).toMatch(/❯ query-version\n[\s\S]*ok [\d.]+ m?s/);
  });

  it.each([
    [60, 20],
    [80, 24],
    [120, 40],
  ])('fits a terminal of %i columns and %i rows', async (columns, rows) => {
    const screen = await open(await startQemu(), ['-m'], { columns, rows });
    screen.type('blockdev-add dr');
    await screen.waitFor(/❯ blockdev-add dr\|[\s\S]*driver +BlockdevDriver/);
    expect(screen.screen().split('\n').length).toBeLessThanOrEqual(rows);
    expect(screen.screen()).toContain('● running');
  });
});
