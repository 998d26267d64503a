// Reading QEMU's own schema (25,000 lines, as far as it lies in ../shared), first time in a fresh process, beside
// the wall time of a node that does nothing. `node bench/qapi-reader.mjs` runs it alone.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { inTurns, row, timeProcess } from './lib.mjs';

const RUNS = 25;
const BAR = 1.1;
const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SCHEMA = resolve(
  process.env.QMPSH_SHARED ?? join(ROOT, '../shared'),
  'qapi-10.2/qapi/qapi-schema.json',
);

/** What the child does: reads, then looks at every entry; tells the time of both in ms, and its memory in MB. */
const PROGRAM = `
import { readFileSync } from 'node:fs';
import { readSchema } from './src/qapi/read-schema.ts';
const [path, ...flags] = process.argv.slice(2);
const readFile = file => readFileSync(file, 'utf8');
const start = performance.now();
const { schema, problems } = readSchema(path, { readFile, strict: flags.includes('strict') });
const read = performance.now();
if (problems.length > 0) throw problems[0];
for (const map of [schema.commands, schema.events, schema.types]) JSON.stringify([...map.values()]);
const seen = performance.now();
const mb = process.memoryUsage().rss / 1048576;
console.log(JSON.stringify({ read: read - start, whole: seen - start, mb }));
`;

export async function measure() {
  if (!existsSync(SCHEMA))
    return [row('the schema of QEMU 10.2 is not here', '-', '-', 0, '-', true)];
  const folder = mkdtempSync(join(tmpdir(), 'qmpsh-bench-'));
  try {
    const program = await bundle(folder);
    const ms = await inTurns(RUNS, {
      node: () => timeProcess(process.execPath, ['-e', '0']),
      read: () => readOnce(program).read,
      strict: () => readOnce(program, 'strict').read,
      whole: () => readOnce(program).whole,
      mb: () => readOnce(program).mb,
    });
    return [
      readerRow('reading the schema of QEMU 10.2', ms.read, ms.node, BAR),
      readerRow('the same, strictly', ms.strict, ms.node),
      readerRow('the same, and looking at all of it with its documentation', ms.whole, ms.node),
      row('memory of that process', `${ms.mb.toFixed(0)} MB`, '-', 0, '-', true),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function bundle(folder) {
  const outfile = join(folder, 'reader.mjs');
  await build({
    stdin: { contents: PROGRAM, resolveDir: ROOT, loader: 'ts' },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'warning',
  });
  return outfile;
}

function readOnce(program, ...flags) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [program, SCHEMA, ...flags], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

function readerRow(what, ours, node, bar) {
  const ratio = ours / node;
  const shown = bar === undefined ? '-' : `≤ ${bar}`;
  return row(
    what,
    `${ours.toFixed(1)} ms`,
    `node -e 0: ${node.toFixed(1)} ms`,
    ratio,
    shown,
    bar === undefined || ratio <= bar,
  );
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  console.table(await measure());
}
