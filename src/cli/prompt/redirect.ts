// `| command`, `> file`, `>> file`, `>| file` at a prompt: where the value that a command returned goes.
import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import type { Redirection } from '../../shell/line.js';

/** Text that came of a redirection and is to be shown, or why there is none. */
export interface Redirected {
  readonly shown?: string;
  readonly trouble?: string;
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
  const flag = operator === '>>' ? 'a' : operator === '>|' ? 'w' : 'wx';
  try {
    await writeFile(target, `${json}\n`, { flag, mode: MODE });
    return { shown: `written to ${target}` };
  } catch (error) {
    const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    return { trouble: isThere ? `${target} is there already: >| overwrites it` : String(error) };
  }
}

/** Runs a shell command with the value on its input, and the terminal for everything else. */
function pipe(command: string, json: string): Promise<Redirected> {
  return new Promise(resolve => {
    const child = spawn('/bin/sh', ['-c', command], { stdio: ['pipe', 'inherit', 'inherit'] });
    child.on('error', error => resolve({ trouble: error.message }));
    child.on('close', (code, signal) => {
      if (code === 0) resolve({});
      else resolve({ trouble: `'${command}' ended with ${signal ?? `exit ${code}`}` });
    });
    child.stdin.on('error', () => undefined); // It need not read all of it: `| head`.
    child.stdin.end(`${json}\n`);
  });
}
