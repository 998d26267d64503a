// Standard output and error, written at once: a coprocess must see each reply as soon as it came.
import { writeSync } from 'node:fs';

/** What a shell reports for a program that died of SIGPIPE. */
const EPIPE_EXIT = 141;

/** Where text for people and programs goes. */
export interface Output {
  write(text: string): void;
}

/** Standard output. Where the reader is gone, the program ends without a word. */
export const stdout: Output = { write: text => writeAll(1, text) };
export const stderr: Output = { write: text => writeAll(2, text) };

/** Writes all of it, however little the other side takes at once. */
function writeAll(fd: number, text: string): void {
  let rest = Buffer.from(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(fd, rest));
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code === 'EPIPE') process.exit(EPIPE_EXIT);
      if (code !== 'EAGAIN') throw error;
      sleep(); // A pipe that somebody else made non-blocking and that is full.
    }
  }
}

function sleep(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
}
