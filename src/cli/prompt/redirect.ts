// `| command`, `> file`, `>> file`, `>| file` at a prompt: where the value that a command returned goes.
import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Redirection } from '../../shell/line.js';

/** Text that came of a redirection and is to be shown, or why there is none. */
export interface Redirected {
  readonly shown?: string;
  readonly trouble?: string;
}

/** Blanks that wrap to a line of their own only if the cursor is not at the start of one already. */
function ownLine(columns: number): string {
  return `${' '.repeat(columns - 1)}\r`;
}

/** Only the user may read what was written. */
const MODE = 0o600;

/** Sends a value's JSON text where the user wants it. */
export async function redirect(
  { operator, target }: Redirection,
  json: string,
): Promise<Redirected> {
  if (target === '')
    return { trouble: `expected ${operator === '|' ? 'a command' : 'a file'} after '${operator}'` };
  if (operator === '|') return pipe(target, json);
  const path = fileName(target);
  const flag = operator === '>>' ? 'a' : operator === '>|' ? 'w' : 'wx';
  try {
    await writeFile(path, `${json}\n`, { flag, mode: MODE });
    return { shown: `written to ${path}` };
  } catch (error) {
    const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    const why = error instanceof Error ? error.message : String(error);
    return { trouble: isThere ? `${path} is there already: >| overwrites it` : why };
  }
}

/** The file's name without its quotes; `~/` is the user's home. */
function fileName(target: string): string {
  const name = /^(["'])(.*)\1$/.exec(target)?.[2] ?? target;
  return name.startsWith('~/') ? join(homedir(), name.slice(2)) : name;
}

/** Runs a shell command with the value on its input, and the terminal for everything else. */
function pipe(command: string, json: string): Promise<Redirected> {
  return new Promise(resolve => {
    const child = spawn('/bin/sh', ['-c', command], { stdio: ['pipe', 'inherit', 'inherit'] });
    child.on('error', error => resolve({ trouble: error.message }));
    child.on('close', (code, signal) => {
      process.stdout.write(ownLine(process.stdout.columns ?? 80));
      if (code === 0) resolve({});
      else resolve({ trouble: `'${command}' ended with ${signal ?? `exit ${code}`}` });
    });
    child.stdin.on('error', () => undefined); // It need not read all of it: `| head`.
    child.stdin.end(`${json}\n`);
  });
}
