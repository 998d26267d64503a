// A program in a real pseudo-terminal, with a terminal emulator that tells what a person would see.
// Substrings of the output would lie: what matters is what remains on the screen.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { type IPty, spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { build } from 'esbuild';

export interface TerminalOptions {
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string>>;
}

export class Terminal {
  readonly #emulator: xterm.Terminal;
  readonly #pty: IPty;
  #output = '';
  /** The exit code; a signal counts as 128 and its number, as in a shell. */
  readonly exit: Promise<number>;

  constructor(command: string, args: readonly string[], options: TerminalOptions = {}) {
    const { columns: cols = 80, rows = 24, env = {} } = options;
    this.#emulator = new xterm.Terminal({ cols, rows, scrollback: 5000, allowProposedApi: true });
    this.#pty = spawn(command, [...args], { cols, rows, env: cleanEnv(env) });
    this.#pty.onData(data => {
      this.#output += data;
      this.#emulator.write(data);
    });
    this.#emulator.onData(answer => this.#pty.write(answer));
    this.exit = new Promise(resolve => {
      this.#pty.onExit(({ exitCode, signal }) => resolve(signal ? 128 + signal : exitCode));
    });
  }

  get pid(): number {
    return this.#pty.pid;
  }

  /** Everything that was written, sequences and all. */
  get output(): string {
    return this.#output;
  }

  type(keys: string): void {
    this.#pty.write(keys);
  }

  /** As a terminal pastes: in brackets if the program has asked for them. */
  paste(text: string): void {
    const { bracketedPasteMode } = this.#emulator.modes;
    this.#pty.write(bracketedPasteMode ? `\x1b[200~${text}\x1b[201~` : text);
  }

  resize(columns: number, rows: number): void {
    this.#emulator.resize(columns, rows);
    this.#pty.resize(columns, rows);
  }

  /** What one sees: lines without trailing blanks, empty ones at the end left out. */
  screen(): string {
    const { baseY } = this.#emulator.buffer.active;
    return this.#lines(baseY, baseY + this.#emulator.rows);
  }

  /** The screen and what has scrolled out of it. */
  scrollback(): string {
    return this.#lines(0, this.#emulator.buffer.active.length);
  }

  /** The screen with `|` at the cursor. */
  screenWithCursor(): string {
    const { cursorX, cursorY } = this.#emulator.buffer.active;
    const lines = this.screen().split('\n');
    while (lines.length <= cursorY) lines.push('');
    const line = (lines[cursorY] ?? '').padEnd(cursorX);
    lines[cursorY] = `${line.slice(0, cursorX)}|${line.slice(cursorX)}`;
    return lines.join('\n');
  }

  /** Waits until the screen (with its cursor) is as wanted, and gives it. */
  async waitFor(wanted: RegExp | string, limit = 5000): Promise<string> {
    const isThere = (screen: string) =>
      typeof wanted === 'string' ? screen.includes(wanted) : wanted.test(screen);
    return this.waitUntil(() => isThere(this.screenWithCursor()), String(wanted), limit);
  }

  /** Waits for anything; `what` names it if it does not come. */
  async waitUntil(isThere: () => boolean, what: string, limit = 5000): Promise<string> {
    const end = Date.now() + limit;
    while (!isThere()) {
      if (Date.now() > end) throw new Error(`no ${what} on\n${this.screenWithCursor()}`);
      await new Promise(resolve => setTimeout(resolve, 5));
    }
    return this.screen();
  }

  close(): void {
    try {
      process.kill(-this.#pty.pid, 'SIGKILL');
    } catch {
      // It has ended already.
    }
    this.#emulator.dispose();
  }

  #lines(from: number, to: number): string {
    const { active } = this.#emulator.buffer;
    const lines = Array.from({ length: to - from }, (_, at) => {
      return active.getLine(from + at)?.translateToString(true) ?? '';
    });
    return lines
      .map(line => line.trimEnd())
      .join('\n')
      .trimEnd();
  }
}

/** Our own environment would make a program think that nobody looks, or hold what a developer has set for qmpsh. */
function cleanEnv(env: Readonly<Record<string, string>>): Record<string, string> {
  const { CI: _ci, NO_COLOR: _plain, ...others } = process.env;
  const { QMPSH_TARGET: _target, QMPSH_PLAIN: _line, INK_SCREEN_READER: _read, ...ours } = others;
  // The emulator is the one of that program, with its ways.
  const all = { ...ours, TERM: 'xterm-256color', TERM_PROGRAM: 'vscode', ...env };
  return Object.fromEntries(Object.entries(all).filter(isSet));
}

function isSet(entry: [string, string | undefined]): entry is [string, string] {
  return entry[1] !== undefined;
}

/** A program of several sources as one file, gone after the tests. */
export interface Bundle {
  readonly path: string;
  remove(): void;
}

export async function bundle(source: string): Promise<Bundle> {
  const directory = mkdtempSync(join(tmpdir(), 'qmpsh-bundle-'));
  const path = join(directory, `${basename(source, '.ts')}.mjs`);
  await build({
    entryPoints: [source],
    outfile: path,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
  });
  return { path, remove: () => rmSync(directory, { recursive: true, force: true }) };
}
