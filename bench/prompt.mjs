// From the start of qmpsh on a terminal to its first prompt, beside a node that does nothing; and its memory then and
// after some typing. Bars: design, numbers to hold.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inTurns, median, QMPSH, row, startQemu, startRow, timeProcess } from './lib.mjs';
import { Terminal } from './terminal.mjs';

const RUNS = 21;
const LINE_BAR = 1.4;
const SCREEN_BAR = 2.0;
const MEMORY_MB = 90;
const TYPED = 'blockdev-add driver=qcow2 node-name=disk1 file.';

export async function measure() {
  const { socket, stop } = await startQemu();
  const home = mkdtempSync(join(tmpdir(), 'qmpsh-bench-home-'));
  const env = { ...process.env, HOME: home, XDG_CACHE_HOME: home, XDG_STATE_HOME: home };
  const memory = [];
  const first = (options, use) => async () => {
    const terminal = new Terminal(process.execPath, [QMPSH, ...options, socket], { env });
    const ms = await terminal.until(screen => /^❯/.test(screen.cursorRow()), 'prompt');
    memory.push(await use(terminal));
    await terminal.leave();
    return ms;
  };
  try {
    const ms = await inTurns(RUNS, {
      node: () => timeProcess(process.execPath, ['-e', '0']),
      line: first(['-l'], () => 0),
      screen: first([], memoryAfterTyping),
    });
    const used = median(memory.filter(value => value > 0));
    return [
      startRow('first prompt of the line editor', ms.line, ms.node, LINE_BAR),
      startRow('first prompt of the session view', ms.screen, ms.node, SCREEN_BAR),
      row(
        'memory of the session view, a line typed with its candidates',
        `${used.toFixed(1)} MB`,
        '-',
        used / MEMORY_MB,
        `≤ ${MEMORY_MB} MB`,
        used <= MEMORY_MB,
      ),
    ];
  } finally {
    stop();
    rmSync(home, { recursive: true, force: true });
  }
}

/** Key by key, as a person types: candidates are looked for after each. */
async function memoryAfterTyping(terminal) {
  for (let length = 1; length <= TYPED.length; length += 1) {
    terminal.type(TYPED[length - 1]);
    const wanted = `❯ ${TYPED.slice(0, length)}`.trimEnd();
    await terminal.until(screen => screen.cursorRow().trimEnd() === wanted, wanted);
  }
  await terminal.until(screen => screen.rows().some(text => /^ +driver /.test(text)), 'candidates');
  return terminal.memory();
}
