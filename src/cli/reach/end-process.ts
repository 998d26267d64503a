// Ends child processes, also from within process.on('exit'), where nothing asynchronous happens any more.
import { readFileSync } from 'node:fs';
import { steadyNow } from '../../qmp/steady-clock.js';

/** How long it has after SIGTERM, in ms. */
const PATIENCE = 5_000;

/** How often it is looked at, in ms. */
const PAUSE = 5;

/** Sends SIGTERM, waits for the end, and after 5 s (`patience`) sends SIGKILL. */
export function endProcess(pid: number, patience = PATIENCE): void {
  kill(pid, 'SIGTERM');
  const deadline = steadyNow() + patience;
  while (!isGone(pid) && steadyNow() < deadline) sleep();
  if (!isGone(pid)) kill(pid, 'SIGKILL');
}

/**
 * Sends SIGTERM to the process and its descendants: a shell forks for its command, and would leave it behind. A
 * process group of their own would cut them off from the terminal on which they may have to ask for a password.
 */
export function endFamily(pid: number): void {
  for (const member of familyOf(pid)) kill(member, 'SIGTERM');
}

function familyOf(pid: number): readonly number[] {
  return [pid, ...childrenOf(pid).flatMap(familyOf)];
}

function childrenOf(pid: number): readonly number[] {
  try {
    const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1');
    return text.split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Gone in the meantime.
  }
}

/** A child that has ended stays a zombie until the event loop sees it, which it will not. Without /proc: at once. */
function isGone(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return /^\) [ZX]/.test(stat.slice(stat.lastIndexOf(')')));
  } catch {
    return true;
  }
}

function sleep(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
}
