// A program in a pseudo-terminal with an emulator behind it, for benches of what a person sees.
import { readFileSync } from 'node:fs';
import pty from '@lydell/node-pty';
import xterm from '@xterm/headless';

export class Terminal {
  #screen;
  #child;
  /** Called whenever the emulator has taken in what was written. */
  #onDrawn = () => undefined;

  constructor(command, args, { columns = 120, rows = 40, env = process.env } = {}) {
    const { CI: _ci, NO_COLOR: _plain, ...ours } = env;
    const all = { ...ours, TERM: 'xterm-256color', TERM_PROGRAM: 'vscode' };
    this.#screen = new xterm.Terminal({
      cols: columns,
      rows,
      scrollback: 1000,
      allowProposedApi: true,
    });
    this.#child = pty.spawn(command, args, { cols: columns, rows, env: all });
    this.#child.onData(data => this.#screen.write(data, () => this.#onDrawn()));
    this.#screen.onData(answer => this.#child.write(answer));
  }

  type(keys) {
    this.#child.write(keys);
  }

  /** The rows of the screen. */
  rows() {
    const { active } = this.#screen.buffer;
    return Array.from(
      { length: this.#screen.rows },
      (_, row) => active.getLine(active.baseY + row)?.translateToString(true) ?? '',
    );
  }

  /** The row with the cursor. */
  cursorRow() {
    const { active } = this.#screen.buffer;
    return active.getLine(active.baseY + active.cursorY)?.translateToString(true) ?? '';
  }

  /** Settles as soon as it is so on the screen; gives the time it took in ms. */
  until(isThere, what, limit = 20_000) {
    const start = performance.now();
    return new Promise((resolve, reject) => {
      const late = () => reject(new Error(`no ${what} on\n${this.rows().join('\n')}`));
      const timer = setTimeout(late, limit);
      this.#onDrawn = () => {
        if (!isThere(this)) return;
        clearTimeout(timer);
        this.#onDrawn = () => undefined;
        resolve(performance.now() - start);
      };
      this.#onDrawn();
    });
  }

  /** Memory of the program, in MB. */
  memory() {
    return memoryOf(this.#child.pid);
  }

  /** Drops the line, and leaves by Ctrl-D. */
  leave() {
    const gone = new Promise(resolve => this.#child.onExit(resolve));
    this.type('\x15\x04');
    return gone;
  }

  close() {
    this.#child.kill('SIGKILL');
    this.#screen.dispose();
  }
}

/** Resident memory of a process, in MB. */
export function memoryOf(pid) {
  const [, kilobytes] = /VmRSS:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1024;
}
