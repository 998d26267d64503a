// Fuzzes for as long as one likes: `npm run fuzz -- --minutes 30 [--only framer] [--seed N]`. Each target in turn gets a
// second with a seed of its own, which is printed where something is found: the same seed finds it again.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    seed: { type: 'string' },
  },
});

const TURN_MS = 1_000;

const { TARGETS, fc } = await load();
const targets = TARGETS.filter(({ name }) => name.includes(values.only));
if (targets.length === 0) throw new Error(`no target has '${values.only}' in its name`);
const end = performance.now() + Number(values.minutes) * 60_000;
const done = new Map(targets.map(({ name }) => [name, { runs: 0, failures: 0 }]));

for (let turn = 0; turn === 0 || performance.now() < end; turn += 1) {
  const target = targets[turn % targets.length];
  const seed =
    values.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(values.seed);
  tryOnce(target, seed);
  if (values.seed !== undefined && turn + 1 >= targets.length) break;
}

console.table(Object.fromEntries(done));
process.exitCode = [...done.values()].some(row => row.failures > 0) ? 1 : 0;

function tryOnce({ name, claim }, seed) {
  const result = fc.check(claim, {
    seed,
    numRuns: 1_000_000,
    interruptAfterTimeLimit: TURN_MS,
    markInterruptAsFailure: false,
  });
  const row = done.get(name);
  row.runs += result.numRuns;
  if (!result.failed) return;
  row.failures += 1;
  const cause = String(result.errorInstance?.stack).split('\n').slice(0, 4).join('\n');
  console.log(`\n${name}: seed ${seed}\n${fc.defaultReportMessage(result)}\n${cause}`);
}

/** The targets are TypeScript, as the sources are. */
async function load() {
  const folder = mkdtempSync(join(tmpdir(), 'qmpsh-fuzz-'));
  const outfile = join(folder, 'targets.mjs');
  const contents = `
    export { TARGETS } from './test/fuzz/targets.js';
    export * as fc from 'fast-check';`;
  const stdin = { contents, resolveDir: resolve('.'), loader: 'ts' };
  await build({ stdin, outfile, bundle: true, platform: 'node', format: 'esm', logLevel: 'error' });
  const loaded = await import(pathToFileURL(outfile).href);
  rmSync(folder, { recursive: true });
  return loaded;
}
