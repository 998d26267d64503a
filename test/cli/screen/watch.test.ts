// `.watch` at both prompts: a block that lives above the line, or what has changed, as text.
import { expect, it } from 'vitest';
import { openAtTerminal } from '../../lab/at-terminal.js';
import { describeReal, startQemu } from '../../lab/servers.js';

describeReal('.watch in the session view', () => {
  it('is a block above the prompt that follows the server while other lines are run', async () => {
    const screen = await openAtTerminal([(await startQemu(['-S'])).socket]);
    screen.type('.watch -n 0.1 query-status\r');
    await screen.waitFor(/────\n watch query-status .*\n {3}status +prelaunch[\s\S]*❯ \|/);
    screen.type('cont\r');
    await screen.waitFor(/────\n watch query-status [\s\S]* status +running/);
    await screen.waitFor(/❯ cont\n[\s\S]*ok [\d.]+ m?s[\s\S]*────\n watch query-status /);
  });

  it('ends with Ctrl-C, its last look stays behind', async () => {
    const screen = await openAtTerminal([(await startQemu()).socket]);
    screen.type('.watch -n 0.1 query-status\r');
    await screen.waitFor(/────\n watch query-status .*look \d+/);
    screen.type('\x03');
    const shown = await screen.waitFor(/the watch has ended after \d+ looks?\n────/);
    expect(shown).toMatch(/ watch query-status .*\n {3}status +running/);
  });

  it('ends with the server', async () => {
    const server = await startQemu();
    const screen = await openAtTerminal([server.socket]);
    screen.type('.watch -n 0.1 query-status\r');
    await screen.waitFor(/────\n watch query-status .*look \d+/);
    process.kill(server.pid, 'SIGKILL');
    await screen.waitFor(/the watch has ended/);
  });
});

describeReal('.watch in the line editor', () => {
  it('prints the first look, then only what has changed', async () => {
    const screen = await openAtTerminal(['-l', (await startQemu(['-S'])).socket]);
    screen.type('.watch -n 0.1 query-status\r');
    await screen.waitFor(/ watch query-status .*look 1.*\n {3}status +prelaunch/);
    screen.type('cont\r');
    await screen.waitFor(/ watch query-status .*2 changed\n \* status +running\n \* running +yes/);
    screen.type('\x03');
    const shown = await screen.waitFor(/the watch has ended after \d+ looks/);
    expect(shown.match(/ watch query-status/g)).toHaveLength(2);
  });
});
