// Whole-process time of one command in script mode, beside a node that does nothing. Bars: design, numbers to hold.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inTurns, QMPSH, startQemu, startRow, timeProcess } from './lib.mjs';

const RUNS = 25;
const BAR = 1.3;
const FIRST_CONTACT_BAR = 1.7;

export async function measure() {
  const { socket, stop } = await startQemu();
  const cache = mkdtempSync(join(tmpdir(), 'qmpsh-bench-cache-'));
  const warm = { ...process.env, XDG_CACHE_HOME: cache };
  const qmpsh = (input, env) => () =>
    timeProcess(process.execPath, [QMPSH, socket], { input, env });
  const met = join(cache, 'qmpsh');
  const first = () => {
    for (const name of readdirSync(met)) if (name.endsWith('.schema')) rmSync(join(met, name));
    return qmpsh(TYPED, warm)();
  };
  const never = () => {
    const empty = mkdtempSync(join(tmpdir(), 'qmpsh-bench-cache-'));
    const ms = qmpsh(TYPED, { ...process.env, XDG_CACHE_HOME: empty })();
    rmSync(empty, { recursive: true });
    return ms;
  };
  try {
    const ms = await inTurns(RUNS, {
      node: () => timeProcess(process.execPath, ['-e', '0']),
      raw: qmpsh('{"execute": "query-status"}\n', warm),
      bare: qmpsh('query-status\n', warm),
      cached: qmpsh(TYPED, warm),
      first,
      never,
    });
    return [
      startRow('one raw JSON command', ms.raw, ms.node, BAR),
      startRow('one bare command', ms.bare, ms.node, BAR),
      startRow('one command with arguments, schema cached', ms.cached, ms.node, BAR),
      startRow('one command with arguments, first contact', ms.first, ms.node, FIRST_CONTACT_BAR),
      startRow('the same, nothing of V8 kept either', ms.never, ms.node, FIRST_CONTACT_BAR),
    ];
  } finally {
    stop();
    rmSync(cache, { recursive: true });
  }
}

const TYPED = 'human-monitor-command command-line="info version"\n';
