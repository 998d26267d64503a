// Where `key=@FILE`, `key=@-` and `key=@?` get their values outside a prompt.
import { readFile } from 'node:fs/promises';
import type { FetchValue } from '../shell/references.js';
import { standardInput } from './standard-input.js';

/** @param inputIsFree whether standard input is not the script itself. */
export function fetchValueFor(inputIsFree: boolean): FetchValue {
  return async reference => {
    switch (reference.kind) {
      case 'file':
        return readValue(reference.path);
      case 'stdin':
        if (inputIsFree) return readInput();
        throw new Error('standard input is the script: no value can be read from it');
      case 'ask':
        throw new Error("only a prompt can ask for a value: '@?' has nobody to ask");
    }
  };
}

/** @throws an Error that names the file. */
export async function readValue(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new Error(`cannot read '${path}': ${cause instanceof Error ? cause.message : cause}`, {
      cause,
    });
  }
}

async function readInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of standardInput()) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}
