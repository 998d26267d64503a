// `qmpsh` without a target on a terminal: the sockets of this host to choose from.
import { basename, dirname } from 'node:path';
import { expect, it } from 'vitest';
import { type AtTerminalOptions, startAtTerminal } from '../../lab/at-terminal.js';
import { connected } from '../../lab/clients.js';
import { describeReal, startQemu } from '../../lab/servers.js';
import type { Terminal } from '../../tui/terminal.js';
import { qmpsh } from '../qmpsh.js';

function open(options: AtTerminalOptions = {}): Terminal {
  return startAtTerminal([], { columns: 120, ...options });
}

/** What only this server's row has: this host may have others. */
const folderOf = (socket: string) => basename(dirname(socket));

describeReal('the picker', () => {
  it('filters by what is typed, and connects to what is chosen', async () => {
    const { socket } = await startQemu(['-name', 'fedora']);
    const screen = open();
    await screen.waitFor(/ QMP sockets on this host\n {3}NAME/);
    screen.type(folderOf(socket));
    await screen.waitFor(/ ▸ fedora +\d+ .*\n ❯ .*\|/);
    screen.type('\r');
    const shown = await screen.waitFor(/fedora · QEMU 7.*\n[\s\S]*❯ \|/);
    expect(shown).not.toContain('QMP sockets on this host');
  });

  it('asks before it goes to a socket that somebody holds', async () => {
    const { socket } = await startQemu();
    await connected(socket);
    const screen = open();
    screen.type(`${folderOf(socket)}\r`);
    await screen.waitFor(/held by .*: connect all the same\? y\/n \|/);
    screen.type('n');
    await screen.waitFor(/ ▸ .*\n ❯ .*\|/);
  });

  it('looks again when it is asked to', async () => {
    await startQemu();
    const screen = open();
    await screen.waitFor(/ QMP sockets on this host/);
    const { socket } = await startQemu();
    screen.type(`${folderOf(socket)}\x12`);
    await screen.waitFor(/ · 1 of \d+\n[\s\S]* ▸ /);
  });

  it.each(['\x1b', '\x03'])('leaves the terminal as it was with %j', async key => {
    await startQemu();
    const screen = open();
    await screen.waitFor(/ QMP sockets on this host/);
    screen.type(key);
    expect(await screen.exit).toBe(130);
    await screen.waitUntil(() => screen.screen() === '', 'empty screen');
    expect(screen.output).toContain('\x1b[?2004l');
  });

  it('goes by numbers where nothing can be drawn', async () => {
    const { socket } = await startQemu(['-name', 'fedora']);
    const screen = open({ env: { TERM: 'dumb' } });
    const shown = await screen.waitFor(/number \(1 to \d+, empty leaves\): \|/);
    const line = shown.split('\n').find(row => row.includes(socket)) ?? '';
    screen.type(`${line.trim().split(' ')[0]}\r`);
    await screen.waitFor(/fedora · QEMU 7/);
  });

  it('is for people only', async () => {
    const { code, stderr } = await qmpsh([]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('expected a target')]);
  });
});
