// Help as a person asks for it at the prompt: a real terminal, a real server.
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { scratchFolder } from '../../lab/lifetime.js';
import { describeReal, startQemu } from '../../lab/servers.js';
import { Terminal } from '../../tui/terminal.js';

const BIN = join(process.cwd(), 'bin/qmpsh.js');
let terminal: Terminal | undefined;

afterEach(() => terminal?.close());

describeReal('the prompt', () => {
  it.each([
    ['?JobStatus', /concluded +over; stays in the list/],
    ['.schema STOP', /STOP {3}event, since/],
    ['.help change', /'change' was removed in QEMU 6.0; use/],
    ['?.wait', /\.wait job ID \[state=/],
  ])('explains %s', async (line, text) => {
    const home = scratchFolder();
    const env = { HOME: home, XDG_STATE_HOME: home, XDG_CACHE_HOME: home };
    const { socket } = await startQemu();
    terminal = new Terminal(process.execPath, [BIN, '-l', socket], { env });
    await terminal.waitFor(/QEMU 7[\s\S]*❯/);
    terminal.type(`${line}\r`);
    await terminal.waitFor(text);
    expect(terminal.screen()).toMatch(/❯\s*$/);
  });
});
