// qmpsh in a real pseudo-terminal beside a VM, with an emulator that tells what stands in each cell.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import pty from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { SOCKET, until } from './vm.mjs';

const BIN = new URL('../../bin/qmpsh.js', import.meta.url).pathname;
/** What comes late belongs to the picture; in ms. */
const SETTLING_MS = 300;

export class Session {
  #child;
  screen;

  constructor({ folder, whenStopped }, { columns = 80, rows = 24, options = [] } = {}) {
    const home = join(folder, 'home');
    mkdirSync(home, { recursive: true });
    const { CI: _ci, NO_COLOR: _plain, ...env } = process.env;
    this.screen = new xterm.Terminal({
      cols: columns,
      rows,
      scrollback: 2000,
      allowProposedApi: true,
    });
    this.#child = pty.spawn(process.execPath, [BIN, ...options, '--retry=5', SOCKET], {
      cols: columns,
      rows,
      cwd: folder,
      env: {
        ...env,
        TERM: 'xterm-256color',
        HOME: home,
        XDG_STATE_HOME: home,
        XDG_CACHE_HOME: home,
      },
    });
    whenStopped(() => this.#child.kill('SIGKILL'));
    this.#child.onData(data => this.screen.write(data));
    this.screen.onData(answer => this.#child.write(answer));
  }

  /** Types, and waits until there is one more of what is wanted. */
  async type(keys, wanted) {
    const count = () => [...this.text().matchAll(new RegExp(wanted, 'g'))].length;
    const before = count();
    this.#child.write(keys);
    await this.#waitFor(() => count() > before, wanted);
  }

  /** Waits until a text is anywhere. */
  async see(wanted) {
    await this.#waitFor(() => wanted.test(this.text()), wanted);
  }

  async #waitFor(holds, wanted) {
    await until(holds, () => `'${wanted}' in\n${this.text()}`);
    await new Promise(resolve => setTimeout(resolve, SETTLING_MS));
  }

  /** All that a person could scroll to, and the screen. */
  text() {
    const { active } = this.screen.buffer;
    return Array.from({ length: active.length }, (_, y) => lineOf(active.getLine(y)))
      .join('\n')
      .trimEnd();
  }

  /** What stands on the screen now. */
  seen() {
    const { active } = this.screen.buffer;
    return Array.from({ length: this.screen.rows }, (_, y) =>
      lineOf(active.getLine(active.baseY + y)),
    )
      .join('\n')
      .trimEnd();
  }
}

function lineOf(line) {
  return line?.translateToString(true).trimEnd() ?? '';
}
