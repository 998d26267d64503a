// The built program as its users run it: a child process with arguments, standard input and an environment.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { scratchFolder, whenOver } from '../lab/lifetime.js';

export const BIN = resolve('bin/qmpsh.js');

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Stdout cut into its lines. */
  readonly lines: readonly string[];
}

export interface RunOptions {
  /** All of standard input; it is closed at once where there is none. */
  readonly input?: string | Uint8Array;
  readonly env?: NodeJS.ProcessEnv;
}

let cacheFolder: string | undefined;

/** The environment of a user who has only what the test gives: no target, an own cache of schemas. */
export function environment(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  cacheFolder ??= scratchFolder();
  const { QMPSH_TARGET: _none, ...env } = process.env;
  return { ...env, XDG_CACHE_HOME: cacheFolder, ...more };
}

/** Starts the program; it is killed with the test. Standard input stays open. */
export function startQmpsh(
  args: readonly string[],
  env?: NodeJS.ProcessEnv,
): ChildProcessWithoutNullStreams {
  const child = spawn(process.execPath, [BIN, ...args], { env: environment(env) });
  child.stdin.on('error', () => undefined);
  whenOver(() => child.kill('SIGKILL'));
  return child;
}

/** Runs the program to its end. */
export async function qmpsh(args: readonly string[], options: RunOptions = {}): Promise<Run> {
  const child = startQmpsh(args, options.env);
  const run = endOf(child);
  child.stdin.end(options.input);
  return run;
}

/** What a program has said when it is over. */
export async function endOf(child: ChildProcessWithoutNullStreams): Promise<Run> {
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', chunk => {
      texts[name] += chunk;
    });
  }
  const [code] = await once(child, 'close');
  const lines = texts.stdout.split('\n').slice(0, texts.stdout.endsWith('\n') ? -1 : undefined);
  return { code, ...texts, lines: texts.stdout === '' ? [] : lines };
}

/** The program with standard input held open, as a coprocess of a shell. */
export interface Coprocess {
  readonly child: ChildProcessWithoutNullStreams;
  /** Writes a line and gives the next line of stdout. */
  ask(line: string): Promise<string>;
  /** The next line of stdout. */
  next(): Promise<string>;
  /** Closes standard input and gives the exit code. */
  finish(): Promise<number | null>;
}

export function startCoprocess(args: readonly string[]): Coprocess {
  const child = startQmpsh(args);
  child.stderr.resume();
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => {
    const { value, done } = await lines.next();
    return done ? '(the end)' : value;
  };
  return {
    child,
    next,
    ask: line => {
      child.stdin.write(`${line}\n`);
      return next();
    },
    finish: async () => {
      child.stdin.end();
      return child.exitCode ?? (await once(child, 'exit'))[0];
    },
  };
}
