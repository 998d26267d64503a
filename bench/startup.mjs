// Whole-process time of one command in script mode, beside a node that does nothing. Bars: design, numbers to hold.
// Where NODE_EXTRA_CA_CERTS is set, node 20 reads those certificates at each start, some 40 ms on both sides: so that
// the same is told without it as well.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inTurns, QMPSH, startQemu, startRow, timeProcess } from './lib.mjs';

const RUNS = 51;
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
  const plain = () => {
    const env = { ...PLAIN_ENV, XDG_CACHE_HOME: cache };
    return {
      plainNode: () => timeProcess(process.execPath, ['-e', '0'], { env }),
      plainBare: qmpsh('query-status\n', env),
      plainCached: qmpsh(TYPED, env),
    };
  };
  try {
    const ms = await inTurns(RUNS, {
      node: () => timeProcess(process.execPath, ['-e', '0']),
      raw: qmpsh('{"execute": "query-status"}\n', warm),
      bare: qmpsh('query-status\n', warm),
      cached: qmpsh(TYPED, warm),
      first,
      never,
      ...(PLAIN_ENV === undefined ? {} : plain()),
    });
    return [
      startRow('one raw JSON command', ms.raw, ms.node, BAR),
      startRow('one bare command', ms.bare, ms.node, BAR),
      startRow('one command with arguments, schema cached', ms.cached, ms.node, BAR),
      startRow('one command with arguments, first contact', ms.first, ms.node, FIRST_CONTACT_BAR),
      startRow('the same, the first run of all', ms.never, ms.node, FIRST_CONTACT_BAR),
      ...(PLAIN_ENV === undefined ? [] : plainRows(ms)),
    ];
  } finally {
    stop();
    rmSync(cache, { recursive: true });
  }
}

/** The environment without the certificates; undefined where they are not in it. */
const PLAIN_ENV = process.env.NODE_EXTRA_CA_CERTS ? withoutCertificates(process.env) : undefined;

function withoutCertificates({ NODE_EXTRA_CA_CERTS: _certificates, ...env }) {
  return env;
}

function plainRows({ plainNode, plainBare, plainCached }) {
  const without = 'without NODE_EXTRA_CA_CERTS';
  return [
    startRow(`one bare command, ${without}`, plainBare, plainNode),
    startRow(`one command with arguments, schema cached, ${without}`, plainCached, plainNode),
  ];
}

const TYPED = 'human-monitor-command command-line="info version"\n';
