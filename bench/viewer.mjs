// The viewer for large replies: how long one takes to open, and how long a key takes, in process. The replies are the
// schema of QEMU 7.2 as it came, as often as it takes to make 940 kB and 50 MB.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { median, row } from './lib.mjs';

const SIZE = { columns: 120, rows: 40 };
const RUNS = 5;
const KEY_BAR = 50;
/** Each played on from where the one before has led. */
const KEYS = [
  ...Array(30).fill({ kind: 'move', to: 'down' }),
  { kind: 'unfold' },
  ...Array(30).fill({ kind: 'move', to: 'page-down' }),
  { kind: 'move', to: 'last' },
  { kind: 'move', to: 'page-up' },
  { kind: 'open-to', depth: Number.POSITIVE_INFINITY },
  ...Array(30).fill({ kind: 'move', to: 'page-up' }),
  { kind: 'move', to: 'last' },
  ...Array(30).fill({ kind: 'move', to: 'up' }),
  { kind: 'move', to: 'first' },
  { kind: 'flip' },
  { kind: 'move', to: 'last' },
  { kind: 'open-to', depth: 1 },
  { kind: 'ask' },
  { kind: 'type', text: 'qcow' },
  { kind: 'accept' },
  ...Array(60).fill({ kind: 'search-on' }),
  ...Array(20).fill({ kind: 'find', direction: 'previous' }),
];

export async function measure() {
  const viewer = await loadViewer();
  return [
    [940_000, '940 kB', 100],
    [50_000_000, '50 MB', 3000],
  ].flatMap(([units, name, bar]) => rowsOf(viewer, replyOf(units), name, bar));
}

function rowsOf(viewer, json, name, bar) {
  const runs = Array.from({ length: RUNS }, () => playThrough(viewer, json));
  const keys = KEYS.map((_intent, at) => median(runs.map(run => run.keys[at])));
  const worst = Math.max(...keys);
  const slowest = JSON.stringify(KEYS[keys.indexOf(worst)]);
  const opening = median(runs.map(run => run.opening));
  return [
    line(`a reply of ${name} opened and drawn`, opening, '', bar),
    line(`a key in it, median of ${keys.length}`, median(keys), '', 5),
    line('the slowest of them', worst, slowest, KEY_BAR),
  ];
}

/** The same keys in each run; of the runs each key's median counts, since the machine does other things too. */
function playThrough({ openViewer, stepViewer, viewerFrame }, json) {
  const drawn = viewer => ({ viewer, frame: viewerFrame(viewer, SIZE) });
  const opened = timed(() => drawn(openViewer(json, 'query-qmp-schema', 'query-qmp-schema')));
  let now = opened.result.viewer;
  const keys = KEYS.map(intent => {
    const { ms, result } = timed(() => drawn(stepViewer(now, intent, SIZE).viewer));
    now = result.viewer;
    return ms;
  });
  return { opening: opened.ms, keys };
}

function line(what, ms, beside, bar) {
  return row(what, `${ms.toFixed(2)} ms`, beside, ms / bar, `≤ ${bar} ms`, ms <= bar);
}

function timed(action) {
  const start = performance.now();
  const result = action();
  return { ms: performance.now() - start, result };
}

function replyOf(units) {
  const { schema } = JSON.parse(readFileSync('test/fixtures/introspection-7.2.json', 'utf8'));
  const entries = schema.map(entry => spaced(entry)).join(', ');
  const times = Math.ceil(units / entries.length);
  return `{"return": [${Array(times).fill(entries).join(', ')}]}`;
}

/** As QEMU writes it. */
function spaced(value) {
  if (Array.isArray(value)) return `[${value.map(spaced).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([key, each]) => `"${key}": ${spaced(each)}`);
  return `{${members.join(', ')}}`;
}

async function loadViewer() {
  const folder = mkdtempSync(join(tmpdir(), 'qmpsh-bench-'));
  const outfile = join(folder, 'viewer.mjs');
  const contents = `
    export { openViewer } from './src/tui/viewer/viewer.js';
    export { stepViewer } from './src/tui/viewer/step-viewer.js';
    export { viewerFrame } from './src/tui/viewer/viewer-frame.js';`;
  const stdin = { contents, resolveDir: '.', loader: 'ts' };
  await build({ stdin, outfile, bundle: true, platform: 'node', format: 'esm', logLevel: 'error' });
  const loaded = await import(pathToFileURL(outfile).href);
  rmSync(folder, { recursive: true });
  return loaded;
}
