// What a script holds of memory while it waits: after commands with and without arguments, so that all it needs is read.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { median, QMPSH, row, startQemu } from './lib.mjs';
import { memoryOf } from './watched.mjs';

const RUNS = 5;
const BAR = 50;
const LINES = ['query-status', 'qom-list path=/', 'query-commands', '{"execute": "query-name"}'];

export async function measure() {
  const qemu = await startQemu();
  const ours = [];
  const floor = [];
  for (let at = 0; at < RUNS; at += 1) {
    ours.push(await heldBy([QMPSH, qemu.socket], `${LINES.join('\n')}\n`, LINES.length));
    floor.push(await heldBy(['-e', 'process.stdin.pipe(process.stdout)'], 'x\n', 1));
  }
  qemu.stop();
  const [mine, bare] = [median(ours), median(floor)];
  const beside = `node, copying its input: ${bare.toFixed(0)} MB`;
  return [
    row(
      'a script that waits',
      `${mine.toFixed(0)} MB`,
      beside,
      mine / bare,
      `≤ ${BAR} MB`,
      mine <= BAR,
    ),
  ];
}

/** Memory once so many lines have come back, with standard input still open. */
async function heldBy(args, input, lines) {
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.write(input);
  let seen = 0;
  while (seen < lines) {
    const [chunk] = await once(child.stdout, 'data');
    seen += String(chunk).split('\n').length - 1;
  }
  const held = memoryOf(child.pid);
  child.kill('SIGKILL');
  return held;
}
