// That a session at a prompt leaves behind what V8 compiled, in a form that the next one can use.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openAtTerminal } from '../../lab/at-terminal.js';
import { scratchFolder } from '../../lab/lifetime.js';

const ROOT = process.cwd();

/** Whether V8 takes what was kept of a file of the program. */
const IS_TAKEN = `
  const { readFileSync } = require('node:fs');
  const [, file, cache] = process.argv;
  const kept = readFileSync(cache);
  const { Script } = require('node:vm');
  const script = new Script(readFileSync(file, 'latin1'), {
    filename: file,
    cachedData: kept.subarray(kept.indexOf(10) + 1),
  });
  console.log(!script.cachedDataRejected);
`;

it.each([
  ['the session view', []],
  ['the line editor', ['-l']],
])('%s leaves compiled code that the next start takes', async (_which, options) => {
  const home = scratchFolder();
  const env = { XDG_CACHE_HOME: home };
  const terminal = await openAtTerminal([...options, 'demo:'], { home, env });
  terminal.type('\x04');
  expect(await terminal.exit).toBe(0);
  const kept = readdirSync(join(home, 'qmpsh')).filter(name => name.endsWith('.code'));
  const taken = kept.map(name => {
    const file = join(ROOT, 'dist', `${name.split('-')[0]}.cjs`);
    return spawnSync(process.execPath, [
      '-e',
      IS_TAKEN,
      file,
      join(home, 'qmpsh', name),
    ]).stdout.toString();
  });
  expect(new Set(taken)).toEqual(new Set(['true\n']));
});
