// The session view as a person meets it: a real terminal, a real server.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type AtTerminalOptions, openAtTerminal } from '../../lab/at-terminal.js';
import { scratchFolder } from '../../lab/lifetime.js';
import {
  describeReal,
  makeImage,
  type Server,
  startQemu,
  startStorageDaemon,
} from '../../lab/servers.js';
import type { Terminal } from '../../tui/terminal.js';

function open({ socket }: Server, options: AtTerminalOptions = {}): Promise<Terminal> {
  return openAtTerminal([socket], { ready: /❯ \|[\s\S]*QEMU 7/, ...options });
}

/** The rows of the live region, from its rule on. */
function region(screen: string): string {
  return screen.slice(screen.lastIndexOf('────'));
}

describeReal('the session view', () => {
  it('shows the VM, its state and the round trip under the prompt', async () => {
    const screen = await open(await startQemu(['-name', 'fedora']));
    await screen.waitFor(/fedora · QEMU 7\.\S+ · ● running · \S+ · [\d.]+ ms/);
  });

  it('leaves the line and its reply in the scrollback, with the time it took', async () => {
    const screen = await open(await startQemu());
    screen.type('query-status\r');
    const shown = await screen.waitFor(/ok [\d.]+ m?s[\s\S]*────[\s\S]*❯ \|/);
    expect(shown).toMatch(/❯ query-status\n[\s\S]*running[\s\S]*ok/);
    expect(region(shown)).not.toContain('query-status');
  });

  it('leaves no secret in the scrollback, the transcript or beside a mistake', async () => {
    const screen = await open(await startQemu());
    screen.type('object-add secret id=s0 data=hunter2\r');
    await screen.waitFor(/❯ object-add secret id=s0 data=\*{7}\n +ok [\s\S]*❯ \|/);
    screen.type('set_password vnc hunter2 | cat\r');
    await screen.waitFor(/set_password vnc \*{7} \| cat\n +\^[\s\S]*❯ \|/);
    screen.type('\x1bOQ');
    await screen.waitFor(/── events 0/);
    expect(screen.screen()).not.toContain('hunter2');
    screen.type('\x1bOQ');
    await screen.waitFor(/F2 monitor/);
    expect(screen.scrollback()).not.toContain('hunter2');
  });

  it('shows above the prompt that a transaction is open, and its jobs end together', async () => {
    const size = 'size=67108864';
    const nodes = ['d0', 'd1', 't0', 't1'].map(name => `null-co,node-name=${name},${size}`);
    const screen = await open(await startQemu(nodes.flatMap(node => ['-blockdev', node])));
    screen.type('.begin\r');
    await screen.waitFor(/────[\s\S]*transaction of 0 actions[\s\S]*transaction ❯ \|/);
    screen.type('blockdev-backup device=d0 target=t0 sync=full job-id=j0\r');
    screen.type('blockdev-backup device=d1 target=t1 sync=full job-id=j1 speed=32M\r');
    await screen.waitFor(/2 blockdev-backup: begins the job 'j1'[\s\S]*transaction of 2 actions/);
    screen.type('properties.completion-mode=grouped\r');
    await screen.waitFor(/the jobs end together/);
    screen.type('.commit\r');
    await screen.waitFor(/ j1 [\s\S]*❯ \|/);
    await screen.waitUntil(
      () =>
        /BLOCK_JOB_COMPLETED backup 'j1' completed[\s\S]*BLOCK_JOB_COMPLETED backup 'j0' completed/.test(
          screen.scrollback(),
        ),
      'both ends',
      15_000,
    );
    expect(region(screen.screen())).not.toContain('transaction of');
  });

  it('shows candidates with what they are for, and what would be sent', async () => {
    const screen = await open(await startQemu());
    screen.type('bdadd');
    await screen.waitFor(/ {3}blockdev-add +Open an image or device as a node/);
    screen.type('\tdri');
    await screen.waitFor(/❯ blockdev-add dri\|[\s\S]*driver +BlockdevDriver +mandatory/);
    screen.type('ver=qcow2 ');
    await screen.waitFor(/"execute":"blockdev-add","arguments":\{"driver":"qcow2"\}/);
  });

  it('shows a job with a bar that moves, and takes it away at its end', async () => {
    const image = makeImage('qcow2', '64M');
    const server = await startQemu([
      '-blockdev',
      `qcow2,node-name=d0,file.driver=file,file.filename=${image}`,
    ]);
    const screen = await open(server);
    screen.type('blockdev-add driver=null-co node-name=n0 size=64M\r');
    await screen.waitFor(/ok [\d.]+ m?s/);
    screen.type(
      'blockdev-backup device=d0 target=n0 sync=full job-id=b0 speed=8388608 auto-dismiss=true\r',
    );
    await screen.waitFor(/ b0 {2}backup {2}\S+ +\d+ %.* left/, 15_000);
    screen.type('block-job-set-speed b0 0\r');
    await screen.waitUntil(
      () => !region(screen.screen()).includes(' b0 '),
      'end of the job',
      15_000,
    );
  });

  it('counts events in the region and prints them above the half-typed line', async () => {
    const server = await startQemu();
    const screen = await open(server);
    screen.type('stop\r');
    await screen.waitFor(/events 1 .* last \d\d:\d\d:\d\d STOP/);
    screen.type('block_res');
    await screen.waitFor(/❯ block_res\|/);
    server.process.kill('SIGTERM');
    await screen.waitFor(
      /SHUTDOWN guest=false reason=host-signal\n── the server[\s\S]*❯ block_res\|/,
    );
    expect(region(screen.screen())).toContain('not connected');
  });

  it('goes by the schema of a server that is gone until there is another', async () => {
    const server = await startQemu();
    const screen = await open(server);
    screen.type('set_link up=off name=net0');
    await screen.waitFor(/"arguments":\{"up":false,"name":"net0"\}/);
    server.process.kill('SIGKILL');
    await screen.waitFor(/\(not connected\) ❯ set_link/);
    screen.type('1');
    await screen.waitFor(/"arguments":\{"up":false,"name":"net01"\}/);
  });

  it('never reaches the height of the terminal, whatever is typed and however it is resized', async () => {
    const screen = await open(await startQemu(), { columns: 80, rows: 24 });
    screen.type('query-version\r');
    await screen.waitFor(/ok [\d.]+ m?s/);
    for (const [columns, rows] of [
      [60, 20],
      [120, 40],
      [40, 8],
      [80, 24],
      [61, 20],
    ] as const) {
      screen.resize(columns, rows);
      screen.type('\x15blockdev-add ');
      await screen.waitUntil(
        () => region(screen.screen()).split('\n').length < rows,
        `less than ${rows} rows`,
      );
      await screen.waitFor(/❯ blockdev-add \|/);
    }
    expect(screen.scrollback()).toMatch(
      /❯ query-version\n +qemu +7[\s\S]*package[\s\S]*ok [\d.]+ m?s/,
    );
    expect(screen.output).not.toContain('\x1b[3J');
  });

  it('takes a paste of many lines for one edit', async () => {
    const screen = await open(await startQemu());
    screen.paste('query-status\nquery-version\n');
    await screen.waitFor(/❯ query-status\n… query-version/);
    screen.type('\r');
    await screen.waitFor(/ok [\d.]+ m?s[\s\S]*ok [\d.]+ m?s/);
  });

  it('leaves a long line whole behind, though it took two rows', async () => {
    const screen = await open(await startQemu(), { columns: 60, rows: 20 });
    const line = 'set-action reboot=reset shutdown=poweroff panic=pause watchdog=none';
    screen.type(`${line}\r`);
    await screen.waitFor(/ok [\d.]+ m?s/);
    screen.resize(100, 20);
    await screen.waitUntil(() => screen.scrollback().includes(`❯ ${line}`), 'the line on one row');
  });

  it.each([
    ['the session view', []],
    ['the line editor', ['-l']],
  ])('breaks what is said between words, a mistake under its place (%s)', async (_, options) => {
    const { socket } = await startQemu();
    const screen = await openAtTerminal([...options, socket], { columns: 60, rows: 20 });
    screen.type('blockdev-add driver=null-co node-name=disk0 read-only=yes sise=1G\r');
    await screen.waitFor(
      /^ {2}-add driver=null-co node-name=disk0 read-only=yes sise=1G\n {52}\^{4}\n {4}unexpected member 'sise' of 'blockdev-add'; did you mean\n {4}'size'\?$/m,
    );
  });

  it('breaks a question between words', async () => {
    const screen = await open(await startQemu(['-name', 'fedora-vm']), { columns: 60, rows: 20 });
    screen.type('quit\r');
    await screen.waitFor(/^ENDS the VM fedora-vm .*; type\nyes: \|$/m);
    screen.type('no\r');
    await screen.waitFor(/^ENDS the VM fedora-vm .*; type\nyes: no\n {2}not sent/m);
  });

  it.each([
    ['the session view', []],
    ['the line editor', ['-l']],
  ])('takes Esc for a no (%s)', async (_, options) => {
    const { socket } = await startQemu();
    const screen = await openAtTerminal([...options, socket]);
    screen.type('quit\r');
    await screen.waitFor(/^ENDS the VM.*; type yes: \|$/m);
    screen.type('\x1b');
    await screen.waitFor(/^ENDS the VM.*; type yes:\n {2}not sent[\s\S]*❯ \|/m);
  });

  it('takes each line of a paste for itself: what is wrong, what it would send, what may come', async () => {
    const screen = await open(await startQemu());
    await screen.waitUntil(() => screen.output.includes('[?2004h'), 'bracketed paste');
    screen.paste('query-status\nblock_resize disk0 sise=1G x\nquery-nam');
    await screen.waitFor(
      /❯ query-status\n… block_resize disk0 sise=1G x\n… query-nam\|\n.*unexpected member 'sise' of 'block_resize'/,
    );
    expect(screen.screen()).not.toContain("after 'query-status'");
    screen.type('e');
    await screen.waitFor(/… query-name\|[\s\S]*\{"execute":"query-name"\}/);
  });

  it('leaves the terminal in order, with what was done on it', async () => {
    const screen = await open(await startQemu());
    screen.type('query-status\r');
    await screen.waitFor(/ok [\d.]+ m?s/);
    screen.type('\x04');
    expect(await screen.exit).toBe(0);
    expect(screen.screen()).toMatch(/❯ query-status[\s\S]*ok [\d.]+ m?s/);
    await screen.waitUntil(() => !/────|● running/.test(screen.screen()), 'end of the region');
  });

  it('keeps the unsent line for the next session when a signal ends the program', async () => {
    const home = scratchFolder();
    const screen = await open(await startQemu(), { home });
    screen.type('block_resize disk0 ');
    await screen.waitFor(/❯ block_resize disk0 \|/);
    process.kill(screen.pid, 'SIGTERM');
    await screen.exit;
    expect(readFileSync(join(home, 'state/qmpsh/history'), 'utf8')).toContain('block_resize disk0');
    await screen.waitUntil(
      () => /❯ block_resize disk0$/.test(screen.screen()),
      'the line, and nothing below it',
    );
  });

  it('says that the main loop hangs, on what, and offers the yank that frees it', async () => {
    const { socket, hang, release } = await hangingDisk();
    const screen = await open(socket);
    screen.type('blockdev-add driver=nbd node-name=nbd0 server.type=unix ');
    screen.type(`server.path=${hang.path} export=exp\r`);
    await screen.waitFor(/ok [\d.]+ m?s/);
    hang.stop();
    try {
      screen.type('.hmp qemu-io nbd0 "read 0 64k"\r');
      await screen.waitFor(/type yes: /);
      screen.type('yes\r');
      await screen.waitFor(
        /main loop blocked for [\d.]+ s, since 'human-monitor-command' · F9/,
        10_000,
      );
      screen.type('query-status\r');
      screen.type('\x1b[20~');
      await screen.waitFor(/❯ !yank instances=\[\{"node-name": "nbd0", "type": "block-node"\}\]\|/);
      screen.type('\r');
      await screen.waitFor(/↳ human-monitor-command\n[\s\S]*↳ query-status\n[\s\S]*ok [\d.]+ m?s/);
      await screen.waitUntil(() => !region(screen.screen()).includes('blocked'), 'end of the hang');
    } finally {
      release();
    }
  });
});

/** A QEMU and an NBD server that can be made to hang (../shared/lab.md C). */
async function hangingDisk() {
  const folder = scratchFolder();
  const path = join(folder, 'nbd.sock');
  const daemon = await startStorageDaemon([
    '--blockdev',
    'null-co,node-name=f0,size=67108864',
    '--nbd-server',
    `addr.type=unix,addr.path=${path},max-connections=0`,
    '--export',
    'nbd,id=e0,node-name=f0,name=exp,writable=on',
  ]);
  const vm = await startQemu();
  return {
    socket: vm,
    hang: { path, stop: () => daemon.process.kill('SIGSTOP') },
    release: () => daemon.process.kill('SIGCONT'),
  };
}
