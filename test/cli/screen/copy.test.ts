// `.copy` at a prompt: what the terminal is told to take.
import { describe, expect, it } from 'vitest';
import { openAtTerminal } from '../../lab/at-terminal.js';
import { describeReal, startQemu } from '../../lab/servers.js';
import type { Terminal } from '../../tui/terminal.js';

async function open(...options: string[]): Promise<Terminal> {
  const { socket } = await startQemu(['-name', 'fedora']);
  return openAtTerminal([...options, socket]);
}

/** The texts that the terminal was told to take (OSC 52). */
function taken({ output }: Terminal): readonly string[] {
  const found = output.matchAll(/\x1b\]52;c;([^\x07]*)\x07/g);
  return [...found].map(([, text = '']) => Buffer.from(text, 'base64').toString());
}

describe.each([{ options: ['-l'] }, { options: [] }, { options: ['-m'] }])(
  'with $options',
  ({ options }) => {
    describeReal('.copy', () => {
      it('takes the last reply, or a part of it, once each', async () => {
        const screen = await open(...options);
        screen.type('.copy\r');
        await screen.waitFor(/nothing to copy yet/);
        screen.type('query-name\r');
        await screen.waitFor(/name +fedora/);
        screen.type('.copy\r');
        await screen.waitFor(/copied 30 characters/);
        screen.type('.copy name\r');
        await screen.waitFor(/copied 6 characters/);
        screen.type('.copy [\r');
        await screen.waitFor(/in the path: expected a member/);
        expect(taken(screen)).toEqual(['{"return": {"name": "fedora"}}', 'fedora']);
      });
    });
  },
);
