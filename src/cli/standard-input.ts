// Standard input as bytes, for whoever reads all of it: a script, a value.
import { fstatSync } from 'node:fs';
import { UsageError } from './report.js';

/**
 * The chunks of standard input.
 * @throws UsageError where it cannot be read.
 */
export async function* standardInput(): AsyncGenerator<Buffer | string> {
  try {
    // Node takes what is neither a file, a pipe nor a terminal for empty: a script that is not there would succeed.
    if (fstatSync(0).isDirectory()) throw new Error('it is a directory');
    yield* process.stdin;
  } catch (error) {
    const why = error instanceof Error ? error.message : error;
    throw new UsageError(`cannot read standard input: ${why}`);
  }
}
