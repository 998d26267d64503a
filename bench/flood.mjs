// What typing feels like while a server floods the view with events, and what it costs: both views, one by one.
// `--seconds=N` floods for so long; 60 unless given.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, QMPSH, row, startQemu } from './lib.mjs';
import { memoryOf, Terminal } from './terminal.mjs';

const RATE = 15_000;
const SECONDS = Number(/--seconds=(\d+)/.exec(process.argv.join(' '))?.[1] ?? 60);
const CALM_SECONDS = 10;
const LINE =
  'blockdev-add driver=qcow2 node-name=disk1 file.driver=file file.filename=/vm/disk1.qcow2';
/** Between two keys, in ms: a quick typist. */
const PAUSE = { least: 60, most: 140 };
const CTRL_U = '\x15';
const P50_MS = 15;
const P99_MS = 60;
const GROWTH_MB = 20;
const QEMU_GROWTH_MB = 3;

const VIEWS = [
  { name: 'session view', options: [] },
  { name: 'monitor view', options: ['-m'] },
];

export async function measure() {
  const rows = [];
  for (const view of VIEWS) rows.push(...(await measureView(view)));
  return rows;
}

async function measureView({ name, options }) {
  const qemu = await startQemu();
  const home = mkdtempSync(join(tmpdir(), 'qmpsh-bench-home-'));
  const env = { ...process.env, HOME: home, XDG_CACHE_HOME: home, XDG_STATE_HOME: home };
  const terminal = new Terminal(process.execPath, [QMPSH, ...options, qemu.socket], { env });
  try {
    await terminal.until(screen => /^❯/.test(screen.cursorRow()), 'prompt');
    const door = await openDoor(terminal, qemu);
    const calm = await typeFor(terminal, CALM_SECONDS);
    const before = { ours: terminal.memory(), qemu: memoryOf(qemu.pid) };
    const source = startFlood(door);
    const keys = await typeFor(terminal, SECONDS);
    const events = await source;
    const counted = await settledCount(terminal, events);
    const after = { ours: terminal.memory(), qemu: memoryOf(qemu.pid) };
    return rowsOf(name, { calm, keys, events, counted, before, after });
  } finally {
    terminal.close();
    qemu.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

/** A netdev that anybody may connect to. */
async function openDoor(terminal, { folder }) {
  const door = join(folder, 'netdev');
  terminal.type(`netdev_add stream,id=st0,server=on,addr.type=unix,addr.path=${door}\r`);
  await terminal.until(screen => / ok /.test(screen.rows().join('\n')), 'netdev');
  return door;
}

/** Gives the number of events in the end. */
function startFlood(door) {
  const program = new URL('flood.py', import.meta.url).pathname;
  const child = spawn('python3', [program, door, String(RATE), String(SECONDS)]);
  child.stderr.pipe(process.stderr);
  return new Promise((resolve, reject) => {
    child.stdout.on('data', chunk => resolve(Number(chunk)));
    child.on('error', reject);
    child.on('exit', code => code === 0 || reject(new Error(`flood.py: exit ${code}`)));
  });
}

/** Types for so many seconds; gives the time in ms that each key took to the screen. */
async function typeFor(terminal, seconds) {
  const times = [];
  terminal.type(CTRL_U);
  const end = performance.now() + seconds * 1000;
  for (let typed = ''; performance.now() < end; ) {
    typed = typed.length === LINE.length ? '' : LINE.slice(0, typed.length + 1);
    terminal.type(typed === '' ? CTRL_U : typed.at(-1));
    const wanted = `❯ ${typed}`.trimEnd();
    times.push(await terminal.until(screen => screen.cursorRow().trimEnd() === wanted, wanted));
    const pause = PAUSE.least + Math.random() * (PAUSE.most - PAUSE.least);
    await new Promise(resolve => setTimeout(resolve, pause));
  }
  return times.sort((one, other) => one - other);
}

/** What the screen says at last of how many events there were. */
async function settledCount(terminal, expected) {
  const total = screen => Number(/ events (\d+)/.exec(screen.rows().join('\n'))?.[1] ?? 0);
  await terminal.until(screen => total(screen) >= expected, `${expected} events`).catch(() => 0);
  return total(terminal);
}

function rowsOf(view, { calm, keys, events, counted, before, after }) {
  const [p50, p99] = [median(keys), keys[Math.floor(keys.length * 0.99)]];
  const [calm50, calm99] = [median(calm), calm[Math.floor(calm.length * 0.99)]];
  const growth = after.ours - before.ours;
  const qemuGrowth = after.qemu - before.qemu;
  const what = `${view}, ${Math.round(events / SECONDS)} events a second for ${SECONDS} s`;
  const ms = value => `${value.toFixed(1)} ms`;
  const mb = value => `${value.toFixed(1)} MB`;
  return [
    row(
      `${what}: key to screen, p50`,
      ms(p50),
      `without: ${ms(calm50)}`,
      p50 / calm50,
      `≤ ${P50_MS} ms`,
      p50 <= P50_MS,
    ),
    row(
      `${what}: key to screen, p99`,
      ms(p99),
      `without: ${ms(calm99)}`,
      p99 / calm99,
      `≤ ${P99_MS} ms`,
      p99 <= P99_MS,
    ),
    row(
      `${what}: memory that it adds`,
      mb(growth),
      mb(before.ours),
      after.ours / before.ours,
      `≤ ${GROWTH_MB} MB`,
      growth <= GROWTH_MB,
    ),
    row(
      `${what}: events counted`,
      String(counted),
      String(events),
      counted / events,
      'all',
      counted === events,
    ),
    row(
      `${what}: memory that QEMU adds`,
      mb(qemuGrowth),
      mb(before.qemu),
      after.qemu / before.qemu,
      `≤ ${QEMU_GROWTH_MB} MB`,
      qemuGrowth <= QEMU_GROWTH_MB,
    ),
  ];
}
