// Large replies: 940 kB as a big VM gives them, and 50 MB, through script mode and as a table for people; beside them a
// bare socket that reads the same bytes and drops them.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, QMPSH, row } from './lib.mjs';
import { watchProcess } from './watched.mjs';

const RUNS = 5;
const SIZES = [
  { name: '940 kB', rows: 2_350, bar: 200 },
  { name: '50 MB', rows: 125_000, bar: 3_000 },
];

/** A program that reads the reply and ends: what it takes is no cost of showing it. */
const READER = `
  const s = require('node:net').connect(process.argv[1]);
  let rest = '';
  let sent = 0;
  s.on('data', chunk => {
    const end = chunk.lastIndexOf(10) === chunk.length - 1;
    if (!end) return;
    if (sent === 0) s.write('{"execute": "qmp_capabilities"}\\n');
    else if (sent === 1) s.write('{"execute": "query-block"}\\n');
    else process.exit(0);
    sent += 1;
  });`;

/** A server in a process of its own, with a reply of so many rows to anything but negotiation. */
const SERVER = `
  const rows = Number(process.argv[2]);
  const row = at => ({ device: 'drive' + at, locked: false, removable: true, type: 'unknown', inserted: {
    'node-name': 'node' + at, file: '/var/lib/images/vm' + at + '.qcow2', ro: false, drv: 'qcow2', encrypted: false,
    image: { 'virtual-size': 10737418240, filename: '/var/lib/images/vm' + at + '.qcow2', format: 'qcow2' },
    iops: 0, bps: 0, cache: { 'no-flush': false, direct: false, writeback: true } } });
  const packed = JSON.stringify(Array.from({ length: rows }, (_, at) => row(at)));
  const value = packed.replace(/(":|,)/g, '$1 '); // As QEMU spaces it.
  require('node:net').createServer(socket => {
    socket.on('error', () => undefined);
    socket.write('{"QMP": {"version": {"qemu": {"micro": 0, "minor": 0, "major": 9}, "package": ""}, "capabilities": []}}\\r\\n');
    socket.on('data', chunk => {
      const { execute, id } = JSON.parse(chunk);
      const answer = execute === 'qmp_capabilities' ? '{}' : value;
      socket.write('{"return": ' + answer + (id === undefined ? '' : ', "id": ' + JSON.stringify(id)) + '}\\r\\n');
    });
  }).listen(process.argv[1], () => console.log(value.length));`;

export async function measure() {
  const rows = [];
  for (const size of SIZES) rows.push(...(await measureSize(size)));
  return rows;
}

async function measureSize({ name, rows, bar }) {
  const folder = mkdtempSync(join(tmpdir(), 'qmpsh-bench-'));
  const socket = join(folder, 's');
  const server = spawn(process.execPath, ['-e', SERVER, socket, String(rows)]);
  await once(server.stdout, 'data');
  const run = (...options) =>
    watchProcess(process.execPath, [QMPSH, ...options, socket, 'query-block']);
  const found = await inTurnsWatched({
    json: () => run('-o', 'json'),
    human: () => run('-o', 'human'),
    floor: () => watchProcess(process.execPath, ['-e', READER, socket]),
  });
  server.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
  return [
    told(`a reply of ${name}, script mode, whole process`, found.json, found.floor, bar),
    told(`a reply of ${name}, for people, whole process`, found.human, found.floor, bar),
  ];
}

/** Each in turn, so that a slow minute of the machine hits all. */
async function inTurnsWatched(measurements) {
  const results = Object.fromEntries(Object.keys(measurements).map(key => [key, []]));
  for (let at = 0; at < RUNS; at += 1)
    for (const [key, take] of Object.entries(measurements)) results[key].push(await take());
  return Object.fromEntries(
    Object.entries(results).map(([key, all]) => [
      key,
      Object.fromEntries(
        ['ms', 'processor', 'memory'].map(what => [what, median(all.map(one => one[what]))]),
      ),
    ]),
  );
}

function taken({ ms, processor, memory }) {
  return `${ms.toFixed(0)} ms, ${processor.toFixed(0)} ms of the processor, ${memory.toFixed(0)} MB`;
}

function told(what, ours, floor, bar) {
  const text = `${taken(ours)} at most`;
  const beside = `bare socket: ${taken(floor)}`;
  const holds = ours.ms - floor.ms <= bar;
  return row(what, text, beside, ours.ms / floor.ms, `≤ ${bar} ms over the bare socket`, holds);
}
