// Standard output and error, written as soon as may be: a coprocess waits for each reply.
import { writeSync } from 'node:fs';

/** What a shell reports for a program that died of SIGPIPE. */
const EPIPE_EXIT = 141;
const WRITE_FAILED_EXIT = 1;

/** Where text for people and programs goes. */
export interface Output {
  write(text: string): void;
}

/** Text for standard output that is written in the next turn of the event loop, or before anything else is told. */
let pending = '';
const MUCH = 64 * 1024;

/**
 * Standard output. Written a turn later, so that the next command is on its way first and replies that came together
 * are one write. Where the reader is gone, the program ends without a word.
 */
export const stdout: Output = {
  write: text => {
    if (pending === '') setImmediate(flush);
    pending += text;
    if (pending.length > MUCH) flush();
  },
};

/** Standard error, after what stands before it on standard output. */
export const stderr: Output = {
  write: text => {
    flush();
    writeAll(2, text);
  },
};

process.prependListener('exit', flush); // Before what was compiled is kept: this too.

function flush(): void {
  const text = pending;
  pending = '';
  if (text !== '') writeAll(1, text);
}

/** Writes all of it, however little the other side takes at once. */
function writeAll(fd: number, text: string): void {
  const written = attempt(fd, () => writeSync(fd, text));
  if (written === Buffer.byteLength(text)) return; // As almost always, and no bytes had to be copied for it.
  let rest = Buffer.from(text).subarray(written);
  while (rest.length > 0) rest = rest.subarray(attempt(fd, () => writeSync(fd, rest)));
}

/** How many bytes were written; none to a pipe that somebody else made non-blocking and that is full. */
function attempt(fd: number, write: () => number): number {
  try {
    return write();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EPIPE') process.exit(EPIPE_EXIT);
    if (code !== 'EAGAIN' && fd === 2) return Number.POSITIVE_INFINITY; // There is nobody to tell: it counts as written.
    if (code !== 'EAGAIN') fail(error);
    sleep();
    return 0;
  }
}

/** A full disk, a closed descriptor: there is nobody to give replies to. */
function fail(error: unknown): never {
  const why = error instanceof Error ? error.message : String(error);
  writeAll(2, `qmpsh: cannot write to standard output: ${why}\n`);
  process.exit(WRITE_FAILED_EXIT);
}

function sleep(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
}
