// 10,000 commands piped in, replies written out, beside a raw Node socket that does the same: one at a time, and with
// 7 in flight. Whole processes, their output to nowhere, so that nobody else's reading is measured.
import { spawn } from 'node:child_process';
import { inTurns, QMPSH, row, startQemu } from './lib.mjs';

const COMMANDS = 10_000;
const RUNS = 9;
const BAR = 0.9;
const SCRIPT = 'query-status\n'.repeat(COMMANDS);

export async function measure() {
  const { socket, stop } = await startQemu();
  try {
    const rate = await inTurns(RUNS, {
      qmpsh: () => rateOf([QMPSH, socket]),
      raw: () => rateOf(['-e', RAW, socket, '1']),
      pipelined: () => rateOf([QMPSH, '--pipeline', socket]),
      rawPipelined: () => rateOf(['-e', RAW, socket, '7']),
    });
    return [
      rateRow('10,000 commands piped', rate.qmpsh, rate.raw),
      rateRow('10,000 commands piped, --pipeline', rate.pipelined, rate.rawPipelined),
    ];
  } finally {
    stop();
  }
}

function rateRow(what, ours, theirs) {
  const ratio = ours / theirs;
  const perSecond = value => `${Math.round(value)}/s`;
  const beside = `raw socket: ${perSecond(theirs)}`;
  return row(what, perSecond(ours), beside, ratio, `≥ ${BAR}`, ratio >= BAR);
}

/** Commands a second of a program that is given the script. */
function rateOf(args) {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(process.execPath, args, { stdio: ['pipe', 'ignore', 'inherit'] });
    child.on('close', code => {
      if (code === 0) resolve(COMMANDS / ((performance.now() - start) / 1000));
      else reject(new Error(`${args[0]}: exit ${code}`));
    });
    child.stdin.on('error', () => undefined); // The raw program does not read it.
    child.stdin.end(SCRIPT);
  });
}

/** The least a Node program can do: write a command, wait for its line, write that out, write the next command. */
const RAW = `
const { writeSync } = require('node:fs');
const [path, inFlight] = process.argv.slice(1);
const socket = require('node:net').connect(path).setEncoding('utf8');
let sent = 0, received = -2, rest = '';
const send = () => socket.write('{"execute":"query-status","id":"' + (sent += 1) + '"}\\n');
socket.on('data', chunk => {
  const lines = (rest + chunk).split('\\n');
  rest = lines.pop();
  for (const line of lines) {
    const message = JSON.parse(line);
    received += 1;
    if (message.QMP !== undefined) socket.write('{"execute":"qmp_capabilities","arguments":{"enable":["oob"]}}\\n');
    else if (received === 0) for (let n = 0; n < Number(inFlight); n += 1) send();
    else writeSync(1, line + '\\n');
    if (received > 0 && sent < ${COMMANDS}) send();
    if (received === ${COMMANDS}) process.exit(0);
  }
});`;
