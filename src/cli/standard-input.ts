// Standard input as bytes, for whoever reads all of it: a script, a value.
import { fstatSync } from 'node:fs';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { UsageError } from './report.js';

/**
 * The chunks of standard input.
 * @throws UsageError where it cannot be read.
 */
export async function* standardInput(): AsyncGenerator<Buffer> {
  try {
    yield* chunksOf(openInput());
  } catch (error) {
    const why = error instanceof Error ? error.message : error;
    throw new UsageError(`cannot read standard input: ${why}`);
  }
}

/** Most often a pipe, for which `process.stdin` would load and try what a run of 20 ms feels. */
function openInput(): Readable {
  const stats = fstatSync(0);
  // Node takes what is neither a file, a pipe nor a terminal for empty: a script that is not there would succeed.
  if (stats.isDirectory()) throw new Error('it is a directory');
  return stats.isFIFO() || stats.isSocket() ? new Pipe() : process.stdin;
}

/** Of standard input. Left open to the end of the process, as node leaves its own output: to close it takes as long. */
class Pipe extends Socket {
  constructor() {
    super({ fd: 0, readable: true, writable: false });
  }

  override destroy(error?: Error): this {
    return error === undefined ? this : super.destroy(error);
  }
}

/** The chunks of a stream, a second read when the first was taken. The stream's own iterator takes longer to set up. */
export async function* chunksOf(stream: Readable): AsyncGenerator<Buffer> {
  const chunks: Buffer[] = [];
  let end: { readonly error?: Error } | undefined;
  let wake = () => {};
  const finish = (error?: Error) => {
    end ??= error === undefined ? {} : { error };
    wake();
  };
  stream
    .on('error', finish)
    .on('end', () => finish())
    .on('close', () => finish());
  stream.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    stream.pause();
    wake();
  });
  try {
    for (;;) {
      const chunk = chunks.shift();
      if (chunk !== undefined) yield chunk;
      else if (end?.error !== undefined) throw end.error;
      else if (end !== undefined) return;
      else await woken();
    }
  } finally {
    stream.destroy();
  }

  function woken(): Promise<void> {
    return new Promise(resolve => {
      wake = resolve;
      stream.resume();
    });
  }
}
