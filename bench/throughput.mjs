// 10,000 commands piped in, beside a raw Node socket that does the same: one at a time, and with 7 in flight.
import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { inTurns, QMPSH, row, startQemu } from './lib.mjs';

const COMMANDS = 10_000;
const RUNS = 5;
const BAR = 0.9;
const SCRIPT = 'query-status\n'.repeat(COMMANDS);

export async function measure() {
  const { socket, stop } = await startQemu();
  try {
    const rate = await inTurns(RUNS, {
      qmpsh: () => piped(socket, []),
      raw: () => rawSocket(socket, 1),
      pipelined: () => piped(socket, ['--pipeline']),
      rawPipelined: () => rawSocket(socket, 7),
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
  return row(
    what,
    perSecond(ours),
    `raw socket: ${perSecond(theirs)}`,
    ratio,
    `≥ ${BAR}`,
    ratio >= BAR,
  );
}

/** Commands a second from the first reply to the last, so that the start of the process does not count. */
function piped(socket, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [QMPSH, ...options, socket], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    let count = 0;
    let first = 0;
    let last = 0;
    child.stdout.on('data', chunk => {
      last = performance.now();
      if (count === 0) first = last;
      for (const byte of chunk) if (byte === 10) count += 1;
    });
    child.on('close', () => {
      if (count !== COMMANDS) reject(new Error(`expected ${COMMANDS} replies, found ${count}`));
      else resolve(COMMANDS / ((last - first) / 1000));
    });
    child.stdin.end(SCRIPT);
  });
}

/** The least a Node program can do: write a command, wait for its line, write the next. */
function rawSocket(path, window) {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    let sent = 0;
    let received = -2; // the greeting, and the reply to qmp_capabilities
    let first = 0;
    let rest = '';
    socket.on('error', reject);
    socket.setEncoding('utf8');
    const send = () => {
      sent += 1;
      socket.write(`{"execute": "query-status", "id": "${sent}"}\n`);
    };
    socket.on('data', chunk => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop();
      for (const line of lines) {
        const message = JSON.parse(line);
        received += 1;
        if (message.QMP !== undefined)
          socket.write('{"execute": "qmp_capabilities", "arguments": {"enable": ["oob"]}}\n');
        else if (received === 0) for (let n = 0; n < window; n += 1) send();
        else if (received === 1) first = performance.now();
        if (received > 0 && sent < COMMANDS) send();
        if (received === COMMANDS) {
          socket.destroy();
          resolve(COMMANDS / ((performance.now() - first) / 1000));
        }
      }
    });
  });
}
