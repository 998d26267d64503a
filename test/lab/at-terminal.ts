// qmpsh at a terminal as a person starts it, who has a home of their own: nothing that the developer has set or kept is
// read, nothing is left behind. It ends with the test.
import { join } from 'node:path';
import { BIN } from '../cli/qmpsh.js';
import { Terminal, type TerminalOptions } from '../tui/terminal.js';
import { scratchFolder, whenOver } from './lifetime.js';

export interface AtTerminalOptions extends TerminalOptions {
  /** Where this person's files are; a new folder unless given. */
  readonly home?: string;
  /** How it looks when it is ready for a line: an empty prompt with the cursor in it, unless given. */
  readonly ready?: RegExp;
}

const EMPTY_PROMPT = /❯ \|/;

/** The environment of a person at home in `home`; each kind of file has its own folder there. */
export function personAt(home: string): Record<string, string> {
  return {
    HOME: home,
    XDG_CACHE_HOME: join(home, 'cache'),
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_DATA_HOME: join(home, 'data'),
    XDG_RUNTIME_DIR: home,
    XDG_STATE_HOME: join(home, 'state'),
  };
}

/** Starts qmpsh with these arguments, and waits for nothing. */
export function startAtTerminal(
  args: readonly string[],
  { home = scratchFolder(), env = {}, ...options }: AtTerminalOptions = {},
): Terminal {
  const terminal = new Terminal(process.execPath, [BIN, ...args], {
    ...options,
    env: { ...personAt(home), ...env },
  });
  whenOver(() => terminal.close());
  return terminal;
}

/** Starts qmpsh with these arguments, and waits until it is ready for a line. */
export async function openAtTerminal(
  args: readonly string[],
  { ready = EMPTY_PROMPT, ...options }: AtTerminalOptions = {},
): Promise<Terminal> {
  const terminal = startAtTerminal(args, options);
  await terminal.waitFor(ready);
  return terminal;
}
