// A program that speaks QMP on its standard input and output, as a transport. What it says on stderr is kept for the
// error, should it fail.
import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { type TransportCode, TransportError } from '../../qmp/errors.js';
import { codeOf, messageOf } from '../../qmp/system-error.js';
import { pairTransport, type Transport } from '../../qmp/transport.js';
import { endFamily } from './end-process.js';

/** A program to start. */
export interface ChildCommand {
  readonly file: string;
  readonly args: readonly string[];
  /** The target's text, for errors. */
  readonly target: string;
}

/** How much of stderr is kept, in UTF-16 units: its last lines tell why. */
const MAX_STDERR = 4096;

/** How long a program may outlive its standard output before its end is told without its status, in ms. */
const EXIT_PAUSE = 1_000;

/** How long its stderr may outlive it, in ms: an ssh that stays behind for the next connection keeps it open. */
const STDERR_PAUSE = 200;

/** How long a program may go on after EOF before it is sent SIGTERM, in ms. */
const END_PAUSE = 1_000;

/** Starts the program. It is sent EOF when the connection closes, then SIGTERM; at the latest when qmpsh ends. */
export function openChild(command: ChildCommand): Transport {
  const child = spawn(command.file, [...command.args], { stdio: ['pipe', 'pipe', 'pipe'] });
  const ended = endOf(child);
  endAtExit(child);
  let hasSpoken = false;
  const pair = pairTransport(child.stdout, child.stdin);
  return {
    write: pair.write,
    close: () => {
      pair.close();
      setTimeout(() => endNow(child), END_PAUSE).unref();
    },
    start: receiver =>
      pair.start({
        onBytes: chunk => {
          hasSpoken = true;
          receiver.onBytes(chunk);
        },
        onEnd: error => {
          ended.then(end => receiver.onEnd(failureOf(command, end, hasSpoken) ?? error));
        },
      }),
  };
}

interface ChildEnd {
  /** In words: `ended with status 1`. */
  readonly how: string;
  readonly isSuccess: boolean;
  readonly stderr: string;
}

/** How the program ended. Never rejects. */
function endOf(child: ChildProcess): Promise<ChildEnd> {
  const stderr = tailOf(child.stderr);
  return new Promise(resolve => {
    const end = (how: string, isSuccess = false) => resolve({ how, isSuccess, stderr: stderr() });
    child.once('error', error => end(startFailure(error)));
    child.once('exit', (code, signal) => {
      const tell = () => end(endText(code, signal), code === 0);
      if (child.stderr?.closed === false) child.stderr.once('close', tell);
      setTimeout(tell, STDERR_PAUSE);
    });
    child.stdout?.once('end', () => setTimeout(end, EXIT_PAUSE, 'closed its output').unref());
  });
}

/** Why a program could not be started, in words. */
export function startFailure(error: unknown): string {
  return `could not be started: ${codeOf(error) === 'ENOENT' ? 'no such program' : messageOf(error)}`;
}

/** How a process ended, in words: `ended with status 1`. */
export function endText(code: number | null, signal: NodeJS.Signals | null): string {
  return signal === null ? `ended with status ${code}` : `was ended by ${signal}`;
}

function tailOf(stream: Readable | null): () => string {
  let text = '';
  stream?.setEncoding('utf8').on('data', (chunk: string) => {
    text = (text + chunk).slice(-MAX_STDERR);
  });
  return () => text;
}

function endAtExit(child: ChildProcess): void {
  const end = () => endNow(child);
  process.once('exit', end);
  child.once('exit', () => process.off('exit', end));
}

function endNow({ pid, exitCode, signalCode }: ChildProcess): void {
  if (pid !== undefined && exitCode === null && signalCode === null) endFamily(pid);
}

/** Why the connection ended, where that was the program's failure: its status, and what it said. */
function failureOf(
  { file, target }: ChildCommand,
  { how, isSuccess, stderr }: ChildEnd,
  hasSpoken: boolean,
): TransportError | undefined {
  if (isSuccess && hasSpoken) return undefined;
  const words = stderr.trim();
  const what = hasSpoken ? target : `cannot connect to ${target}`;
  const message = `${what}: ${file} ${how}${words === '' ? '' : `: ${words}`}`;
  return new TransportError(message, { code: codeFrom(words), target });
}

/** What socat, nc and ssh say of a server that starts or is gone: with --retry it is tried again. */
function codeFrom(stderr: string): TransportCode {
  if (/No such file or directory/.test(stderr)) return 'missing';
  return /Connection refused/.test(stderr) ? 'refused' : 'failed';
}
