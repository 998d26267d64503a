// Help as a person asks for it at the prompt: a real terminal, a real server.
import { expect, it } from 'vitest';
import { openAtTerminal } from '../../lab/at-terminal.js';
import { describeReal, startQemu } from '../../lab/servers.js';

describeReal('the prompt', () => {
  it.each([
    ['?JobStatus', /concluded +over; stays in the list/],
    ['.schema STOP', /STOP {3}event, since/],
    ['.help change', /'change' was removed in QEMU 6.0; use/],
    ['?.wait', /\.wait job ID \[state=/],
  ])('explains %s', async (line, text) => {
    const { socket } = await startQemu();
    const terminal = await openAtTerminal(['-l', socket], { ready: /QEMU 7[\s\S]*❯/ });
    terminal.type(`${line}\r`);
    await terminal.waitFor(text);
    expect(terminal.screen()).toMatch(/❯\s*$/);
  });
});
