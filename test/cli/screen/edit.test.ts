// `.edit` at a prompt: the person's editor gets the terminal, and what it leaves stands at the prompt.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { openAtTerminal } from '../../lab/at-terminal.js';
import { scratchFolder } from '../../lab/lifetime.js';
import { describeReal, startQemu } from '../../lab/servers.js';
import type { Terminal } from '../../tui/terminal.js';

let home = '';

beforeEach(() => {
  home = scratchFolder();
});

/** Opens a prompt whose editor is a shell script; its file is `$1`, kept as `seen` and its mode as `mode`. */
async function open(script: string, ...options: string[]): Promise<Terminal> {
  const editor = join(home, 'editor');
  const keep = `cp "$1" ${join(home, 'seen')}; stat -c '%a' "$1" "$(dirname "$1")" > ${join(home, 'mode')}`;
  writeFileSync(editor, `#!/bin/sh\n${keep}\n${script}\n`, { mode: 0o755 });
  const { socket } = await startQemu();
  const env = { TMPDIR: home, VISUAL: editor, EDITOR: 'false' };
  return openAtTerminal([...options, socket], { home, env });
}

const seen = () => readFileSync(join(home, 'seen'), 'utf8');
const left = () => readdirSync(home).filter(name => name.startsWith('qmpsh-edit-'));

describe.each([
  { name: 'the session view', options: [] },
  { name: 'the line editor', options: ['-l'] },
])('in $name', ({ options }) => {
  describeReal('.edit', () => {
    it('puts what was edited on the prompt, to be sent by Enter', async () => {
      const screen = await open(
        `sed -i 's/"qom-type": ""/"qom-type": "iothread"/; s/"id": ""/"id": "io7"/' "$1"`,
        ...options,
      );
      screen.type('.edit object-add\r');
      await screen.waitFor(/❯ \{"execute": "object-add", "arguments": \{[^|]*"io7"/);
      expect(seen()).toMatch(/"qom-type": "", +\/\/ one of .*iothread.*, mandatory/);
      expect(readFileSync(join(home, 'mode'), 'utf8')).toBe('600\n700\n');
      expect(left()).toEqual([]);
    });

    it('edits the line that was run last', async () => {
      const screen = await open(`sed -i 's/query-status/query-name/' "$1"`, ...options);
      screen.type('query-status\r');
      await screen.waitFor(/running[\s\S]*❯ \|/);
      screen.type('.edit\r');
      await screen.waitFor(/❯ \{"execute": "query-name"\}\|/);
      screen.type('\r');
      await screen.waitFor(/query-name"\}\n[\s\S]*ok[\s\S]*❯ \|/);
    });

    it('edits the line being typed by a key, which stays where nothing is taken', async () => {
      const screen = await open(`sed -i 's/query-block"/query-name"/' "$1"`, ...options);
      screen.type('query-block\x1be');
      await screen.waitFor(/❯ \{"execute": "query-name"\}\|/);
      screen.type('\x1be');
      await screen.waitFor(/left as it was[\s\S]*❯ \{"execute": "query-name"\}\|/);
    });

    it.each([
      ['an editor that fails', 'echo "{}" > "$1"; exit 3', 'ended with exit 3; nothing was taken'],
      ['an editor that changes nothing', ':', 'left as it was'],
      ['a file with nothing left', ': > "$1"', 'nothing was left of it'],
    ])('takes nothing of %s', async (_what, script, words) => {
      const screen = await open(script, ...options);
      screen.type('.edit query-status\r');
      await screen.waitFor(words);
      await screen.waitFor(/❯ \|/);
      expect(left()).toEqual([]);
    });

    it('shows a mistake in its line, and goes on with the text', async () => {
      const screen = await open(
        `sed -i 's/"query-status",/query-name ]/; t; s/query-name ]/"query-name",/' "$1"`,
        ...options,
      );
      screen.type('.edit query-status\r');
      await screen.waitFor(/line 4 of the file; \.edit goes on with it/);
      screen.type('.edit\r');
      await screen.waitFor(/❯ \{"execute": "query-name"\}\|/);
    });

    it('says what is wrong with a line before the editor is opened', async () => {
      const screen = await open(':', ...options);
      screen.type('.edit block_resize sise=1M\r');
      await screen.waitFor(/unexpected member 'sise'/);
      expect(() => statSync(join(home, 'seen'))).toThrow();
    });
  });
});
