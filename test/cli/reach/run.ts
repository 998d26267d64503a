// The built program as a child process, for tests that reach servers in odd ways.
import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { whenOver } from '../../lab/lifetime.js';

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly child: ChildProcess;
  readonly run: Promise<Run>;
}

export interface RunOptions {
  /** All of standard input. */
  readonly input?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** A descriptor to hand over as number 3. */
  readonly descriptor?: number;
}

/** Starts qmpsh; it ends with the test. */
export function startQmpsh(args: readonly string[], options: RunOptions = {}): Running {
  const { input = '', env, descriptor = 'ignore' } = options;
  const child = spawn(process.execPath, [resolve('bin/qmpsh.js'), ...args], {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'pipe', descriptor],
  });
  const run = endOf(child);
  whenOver(() => end(child, run));
  child.stdin?.on('error', () => undefined).end(input);
  return { child, run };
}

/** Lets it end what it has started. */
async function end(child: ChildProcess, run: Promise<Run>): Promise<void> {
  child.kill();
  await Promise.race([run, pause(8_000)]);
  child.kill('SIGKILL');
}

/** Runs qmpsh to its end. */
export function qmpsh(args: readonly string[], options?: RunOptions): Promise<Run> {
  return startQmpsh(args, options).run;
}

function endOf(child: ChildProcess): Promise<Run> {
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', chunk => {
      texts[name] += chunk;
    });
  }
  return new Promise(resolve => child.once('close', code => resolve({ code, ...texts })));
}

/** The processes whose command line has this word, zombies aside. */
export function processesWith(word: string): readonly number[] {
  const pids = readdirSync('/proc').filter(name => /^\d+$/.test(name) && +name !== process.pid);
  return pids.filter(pid => wordsOf(pid).slice(1).includes(word)).map(Number);
}

function wordsOf(pid: string): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return [];
  }
}
