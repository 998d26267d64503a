// A flood of events at the line editor: 15,000 a second while somebody types. A real QEMU with a stream netdev tells of
// each client that comes and goes; the echo of each letter is timed in a real pseudo-terminal.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn as spawnPty } from '@lydell/node-pty';
import { QMPSH, row, startQemu } from './lib.mjs';
import { memoryOf } from './watched.mjs';

const SECONDS = Number(process.env.QMPSH_BENCH_SECONDS ?? 60);
const RATE = 15_000;
const EVENTS_EACH = 2; // CONNECTED and DISCONNECTED.
const BAR = { p50: 15, p99: 60, growth: 20, qemu: 2 };

export async function measure() {
  const qemu = await startQemu();
  const folder = mkdtempSync(join(tmpdir(), 'qmpsh-bench-'));
  const stream = join(folder, 'stream');
  const env = { ...process.env, HOME: folder, XDG_STATE_HOME: folder, TERM: 'xterm-256color' };
  const pty = spawnPty(process.execPath, [QMPSH, '-l', qemu.socket], { cols: 120, rows: 40, env });
  const screen = watch(pty);
  await screen.shows('❯');
  pty.write(`netdev_add stream id=st0 server=true addr.type=unix addr.path=${stream}\r`);
  await screen.shows('ok');
  const flood = startFlood(stream);
  await pause(3_000); // What a flood takes at its beginning is no growth.
  const before = { ours: memoryOf(pty.pid), qemu: memoryOf(qemu.pid) };
  const echoes = await typeFor(SECONDS * 1_000, pty, screen);
  const growth = { ours: memoryOf(pty.pid) - before.ours, qemu: memoryOf(qemu.pid) - before.qemu };
  const { sent, seconds } = await flood.stop();
  await screen.settles(sent);
  const counted = screen.counted();
  pty.kill('SIGKILL');
  qemu.stop();
  rmSync(folder, { recursive: true, force: true });
  return rowsOf(echoes, growth, sent, counted, seconds);
}

function rowsOf(echoes, growth, sent, counted, seconds) {
  const sorted = [...echoes].sort((a, b) => a - b);
  const at = part => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
  const rate = sent / seconds;
  const what = `line editor, ${Math.round(rate)} events/s for ${SECONDS} s`;
  const p50 = at(0.5);
  const p99 = at(0.99);
  return [
    row(
      `${what}: echo, median`,
      `${p50.toFixed(1)} ms`,
      '-',
      p50 / BAR.p50,
      `≤ ${BAR.p50} ms`,
      p50 <= BAR.p50,
    ),
    row(
      `${what}: echo, p99`,
      `${p99.toFixed(1)} ms`,
      '-',
      p99 / BAR.p99,
      `≤ ${BAR.p99} ms`,
      p99 <= BAR.p99,
    ),
    row(
      `${what}: memory grown`,
      `${growth.ours.toFixed(1)} MB`,
      '-',
      growth.ours / BAR.growth,
      `≤ ${BAR.growth} MB`,
      growth.ours <= BAR.growth,
    ),
    row(
      `${what}: QEMU's memory grown`,
      `${growth.qemu.toFixed(1)} MB`,
      '-',
      growth.qemu / BAR.qemu,
      `≤ ${BAR.qemu} MB`,
      growth.qemu <= BAR.qemu,
    ),
    row(
      `${what}: events told or counted`,
      `${counted}`,
      `sent: ${sent}`,
      counted / sent,
      'all',
      counted === sent,
    ),
  ];
}

/** What the terminal gets, and the events that it was told of: each on a line, or in a count. */
function watch(pty) {
  let output = '';
  let counted = 0;
  let rest = '';
  const waiting = new Set();
  pty.onData(data => {
    output = (output + data).slice(-20_000);
    const lines = (rest + data).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) counted += eventsIn(line);
    for (const check of waiting) check();
  });
  const shows = text =>
    new Promise(resolve => {
      const check = () => {
        if (!output.includes(text)) return;
        waiting.delete(check);
        resolve();
      };
      waiting.add(check);
      check();
    });
  const settles = async sent => {
    for (let tries = 0; counted < sent && tries < 100; tries += 1) await pause(100);
  };
  return { shows, settles, counted: () => counted };
}

function eventsIn(line) {
  const more = /(\d+) more events: /.exec(line);
  if (more !== null) return Number(more[1]);
  return /\d\d:\d\d:\d\d NETDEV_STREAM_\w+/.test(line) ? 1 : 0;
}

/** Types a letter that was not typed before, again and again; gives the ms until each stood there. */
async function typeFor(ms, pty, screen) {
  const end = performance.now() + ms;
  const echoes = [];
  for (let code = 0x4e00; performance.now() < end; code += 1) {
    const letter = String.fromCharCode(code);
    const start = performance.now();
    pty.write(letter);
    await screen.shows(letter);
    echoes.push(performance.now() - start);
    if (echoes.length % 20 === 0) pty.write('\x15'); // Ctrl-U: the line stays short.
    await pause(90);
  }
  return echoes;
}

/**
 * Clients that come and go, in a process of their own, two at a time since QEMU's queue holds no more; it says how many
 * there were when its input ends.
 */
const FLOOD = `
  const { connect } = require('node:net');
  const [path, rate] = [process.argv[1], Number(process.argv[2])];
  const start = performance.now();
  let done = 0;
  let open = 0;
  let isOver = false;
  const next = () => {
    if (isOver && open === 0) {
      console.log(JSON.stringify({ done, seconds: (performance.now() - start) / 1000 }));
      process.exit(0);
    }
    if (isOver || open >= 2) return;
    if (done >= ((performance.now() - start) / 1000) * rate) return void setTimeout(next, 1);
    open += 1;
    const socket = connect(path, () => { done += 1; socket.destroy(); });
    socket.on('error', () => undefined);
    socket.on('close', () => { open -= 1; next(); next(); });
  };
  process.stdin.on('end', () => { isOver = true; next(); }).resume();
  next();`;

function startFlood(path) {
  const args = ['-e', FLOOD, path, String(RATE / EVENTS_EACH)];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const stop = async () => {
    child.stdin.end();
    const [said] = await once(child.stdout, 'data');
    const { done, seconds } = JSON.parse(said);
    return { sent: done * EVENTS_EACH, seconds };
  };
  return { stop };
}

function pause(ms) {
  return new Promise(resolve => setTimeout(resolve, ms));
}
