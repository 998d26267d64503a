// What all benches share: a real QEMU, whole processes timed in turns, medians, and rows of one form.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const QMPSH = join(
  import.meta.dirname ?? new URL('.', import.meta.url).pathname,
  '..',
  'bin',
  'qmpsh.js',
);

/** Starts a QEMU that does nothing but answer; gives its socket and the way to end it. */
export async function startQemu() {
  const folder = mkdtempSync(join(tmpdir(), 'qmpsh-bench-'));
  const socket = join(folder, 'qmp.sock');
  const qemu = spawn(
    'qemu-system-x86_64',
    [
      ...['-machine', 'none', '-nodefaults', '-display', 'none', '-no-user-config'],
      ...['-qmp', `unix:${socket},server=on,wait=off`],
    ],
    { stdio: 'ignore' },
  );
  qemu.on('error', error => {
    console.error(`bench: cannot start QEMU: ${error.message}`);
    process.exit(1);
  });
  await listening(socket);
  const stop = () => {
    qemu.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
  return { socket, folder, pid: qemu.pid, stop };
}

async function listening(socket) {
  for (;;) {
    const open = await new Promise(resolve => {
      const probe = connect(socket, () => {
        probe.destroy();
        resolve(true);
      });
      probe.on('error', () => resolve(false));
    });
    if (open) return;
    await new Promise(resolve => setTimeout(resolve, 5));
  }
}

/** Runs a command to its end; gives its wall time in ms and its peak memory in MB. */
export function timeProcess(command, args, { input = '', env = process.env } = {}) {
  const start = process.hrtime.bigint();
  const { status, stderr } = spawnSync(command, args, { input, env, maxBuffer: 1 << 30 });
  const ms = Number(process.hrtime.bigint() - start) / 1e6;
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: exit ${status}: ${stderr}`);
  return ms;
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/**
 * Runs each of several measurements in turns, so that a slow minute of the machine hits all of them; gives the median
 * of each, by name.
 */
export async function inTurns(runs, measurements) {
  const results = Object.fromEntries(Object.keys(measurements).map(name => [name, []]));
  for (const measure of Object.values(measurements)) await measure();
  for (let run = 0; run < runs; run += 1) {
    for (const [name, measure] of Object.entries(measurements)) results[name].push(await measure());
  }
  return Object.fromEntries(
    Object.entries(results).map(([name, values]) => [name, median(values)]),
  );
}

/** A row of docs/performance.md: what was measured, the two sides, their ratio, the bar, and whether it holds. */
export function row(what, ours, theirs, ratio, bar, holds) {
  return { what, ours, theirs, ratio: ratio.toFixed(2), bar, holds: holds ? 'yes' : 'NO' };
}

/** A row on how long a process takes from its start to something, beside the empty program. Times in ms; there may be no bar. */
export function startRow(what, ours, theirs, bar) {
  const ratio = ours / theirs;
  return row(
    what,
    `${ours.toFixed(1)} ms`,
    `node -e 0: ${theirs.toFixed(1)} ms`,
    ratio,
    bar === undefined ? '-' : `≤ ${bar}`,
    bar === undefined || ratio <= bar,
  );
}
