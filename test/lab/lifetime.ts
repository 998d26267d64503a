// What a test has started is ended with it: at the end of the test, or of the file where it was started outside one.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, onTestFinished } from 'vitest';

type Ending = () => unknown;

const atEndOfFile: Ending[] = [];

afterAll(async () => {
  for (const ending of atEndOfFile.splice(0).reverse()) await ending();
});

/** Runs `ending` when the present test is over, passed or failed; within `beforeAll`, when the file is. */
export function whenOver(ending: Ending): void {
  try {
    onTestFinished(async () => {
      await ending();
    });
  } catch {
    atEndOfFile.push(ending);
  }
}

/** A new folder, removed with the test. Its path is short: sockets in it keep under 107 bytes. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'qmpsh-'));
  // A process that is just being ended may still write into it, what it has compiled for one.
  whenOver(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/** Waits until the condition holds. A test that waits in vain fails by its own time limit, with `what` named. */
export async function until(
  what: string,
  condition: () => unknown,
  limitMs = 10_000,
): Promise<void> {
  const deadline = Date.now() + limitMs;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`waited ${limitMs} ms in vain until ${what}`);
    await new Promise(resolve => setTimeout(resolve, 2));
  }
}
