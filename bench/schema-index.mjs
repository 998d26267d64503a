// Loading the bundled schema, and finding what a line of help needs in it. In a fresh process each time: nothing that
// V8 learnt may help. Bar: design, numbers to hold.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { inTurns, row } from './lib.mjs';

const RUNS = 25;
const BAR_MS = 5;
const ROOT = fileURLToPath(new URL('..', import.meta.url));
const INDEX = join(ROOT, 'dist', 'schema', 'qmp.txt');

/** What the child does: tells in ms how long it took to have the schema, and to look at a command and its members. */
const PROGRAM = `
import { readFileSync } from 'node:fs';
import { loadCompiled } from './src/qapi/compiled.ts';
const start = performance.now();
const schema = loadCompiled(readFileSync(process.argv[2], 'utf8'));
const loaded = performance.now();
const { arg } = schema.commands.get('blockdev-add');
if (schema.types.get(arg).members.length === 0) throw new Error('blockdev-add has no members');
const found = performance.now();
console.log(JSON.stringify({ load: loaded - start, find: found - loaded }));
`;

export async function measure() {
  if (!existsSync(INDEX)) return [row('the bundled schema is not built', '-', '-', 0, '-', true)];
  const folder = mkdtempSync(join(tmpdir(), 'qmpsh-bench-'));
  try {
    const program = join(folder, 'load.mjs');
    const stdin = { contents: PROGRAM, resolveDir: ROOT, loader: 'ts' };
    const settings = { bundle: true, platform: 'node', format: 'esm', logLevel: 'warning' };
    await build({ ...settings, stdin, outfile: program });
    const ms = await inTurns(RUNS, {
      load: () => loadOnce(program).load,
      find: () => loadOnce(program).find,
    });
    return [
      indexRow('loading the bundled schema', ms.load),
      indexRow('finding a command and its members in it', ms.find),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function loadOnce(program) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [program, INDEX], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

function indexRow(what, ms) {
  return row(what, `${ms.toFixed(1)} ms`, '-', ms / BAR_MS, `≤ ${BAR_MS} ms`, ms <= BAR_MS);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  console.table(await measure());
}
