// The program under a shell that gives it what a spawn cannot: limits, closed descriptors, full disks.
import { spawn } from 'node:child_process';
import { BIN, endOf, environment, type Run, type RunOptions } from '../cli/qmpsh.js';
import { whenOver } from '../lab/lifetime.js';

/** Runs a line of bash in which `"$@"` is qmpsh with its arguments. */
export async function inShell(
  line: string,
  args: readonly string[],
  { input = '', env }: RunOptions = {},
): Promise<Run> {
  const words = ['-c', line, 'bash', process.execPath, BIN, ...args];
  const child = spawn('bash', words, { env: environment(env) });
  whenOver(() => child.kill('SIGKILL'));
  child.stdin.on('error', () => undefined);
  const run = endOf(child);
  child.stdin.end(input);
  return run;
}
