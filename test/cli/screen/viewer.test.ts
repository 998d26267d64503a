// The viewer as a person meets it, over both views.
import { describe, expect, it } from 'vitest';
import { openAtTerminal } from '../../lab/at-terminal.js';
import { fakeServer } from '../../lab/fake-server.js';
import { describeReal, startQemu } from '../../lab/servers.js';

describeReal('the viewer', () => {
  it.each([[[]], [['-m']]])(
    'opens the last reply with Ctrl-O and gives the view back with q (%s)',
    async args => {
      const screen = await openAtTerminal([...args, (await startQemu()).socket]);
      screen.type('query-version\r');
      await screen.waitFor(/ok [\d.]+ m?s/);
      screen.type('half\x0f');
      await screen.waitFor(/▾ \d members?[\s\S]*qemu[\s\S]*query-version/);
      screen.type('q');
      await screen.waitFor(/❯ half\|/);
      expect(screen.scrollback().match(/❯ query-version/g)).toHaveLength(1);
    },
  );

  it('opens a reply of before by its number, and says so of one that is not there', async () => {
    const screen = await openAtTerminal([(await startQemu()).socket]);
    screen.type('query-version\rquery-status\r');
    await screen.waitFor(/running[\s\S]*ok [\d.]+ m?s/);
    screen.type('.open 1\r');
    await screen.waitFor(/1 query-version/);
    screen.type('q');
    await screen.waitFor(/❯ \|/);
    screen.type('.open 77\r');
    await screen.waitFor(/no reply 77, or not any more/);
  });

  it('prints the start of a long reply, with the number to open it by', async () => {
    const screen = await openAtTerminal([(await startQemu()).socket]);
    screen.type('query-qmp-schema\r');
    await screen.waitFor(/… \d+ more rows: Ctrl-O or \.open 1 shows them all\n {2}ok/, 15_000);
  });
});

describe('a reply too large to be laid out', () => {
  it('is told by its length, and opened', async () => {
    const socket = await fakeServer(async peer => {
      await peer.negotiate();
      for (;;) {
        const command = await peer.command();
        const value =
          command.execute === 'query-big'
            ? Array.from({ length: 9000 }, (_, at) => ({ name: `row-${at}`, text: 'x'.repeat(80) }))
            : {};
        peer.reply(command, value);
      }
    });
    const screen = await openAtTerminal([socket]);
    screen.type('query-big\r');
    await screen.waitFor(/\d+ KiB of JSON: Ctrl-O or \.open \d+ shows it/, 15_000);
    screen.type('\x0f');
    await screen.waitFor(/9000 items[\s\S]*row-0/);
  });
});
