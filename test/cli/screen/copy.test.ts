// `.copy` at a prompt: what the terminal is told to take.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeReal, startQemu } from '../../lab/servers.js';
import { Terminal } from '../../tui/terminal.js';

const BIN = join(process.cwd(), 'bin/qmpsh.js');
let terminal: Terminal | undefined;
let home = '';

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'qmpsh-home-'));
});

afterEach(() => {
  terminal?.close();
  rmSync(home, { recursive: true, force: true });
});

async function open(...options: string[]): Promise<Terminal> {
  const { socket } = await startQemu(['-name', 'fedora']);
  const env = { XDG_STATE_HOME: join(home, 'state'), XDG_CACHE_HOME: join(home, 'cache') };
  terminal = new Terminal(process.execPath, [BIN, ...options, socket], { env });
  await terminal.waitFor(/❯ \|/);
  return terminal;
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
