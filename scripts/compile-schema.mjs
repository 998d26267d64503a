// Compiles the documents of schema/ into dist/schema/, where the program reads them at run time. Stops where a
// document is not sound.

import { readFileSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/** What is compiled, and the name it has in the package. */
const DOCUMENTS = {
  'qmp.txt': 'schema/qapi-schema.json',
  'guest-agent.txt': 'schema/guest-agent/qapi-schema.json',
  'removed.txt': 'schema/old/removed.json',
  'until-7.2.txt': 'schema/old/until-7.2.json',
  'old-1.1.txt': 'schema/old/qapi-schema-1.1.json',
  'old-block-2.2.txt': 'schema/old/block-core-2.2.json',
  'old-before-2.5.txt': 'schema/old/before-2.5.json',
};

/** The reader, the compiler, and what tables are written with, out of the sources. */
async function loadReader() {
  const outfile = join(tmpdir(), `qmpsh-reader-${process.pid}.mjs`);
  const contents = `export * from './src/qapi/read-schema.ts'; export * from './src/qapi/compiled.ts';
    export * from './src/json/row-map.ts';`;
  const stdin = { contents, resolveDir: '.', loader: 'ts' };
  await build({
    stdin,
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'warning',
  });
  const reader = await import(pathToFileURL(outfile).href);
  await rm(outfile);
  return reader;
}

const { readSchema, compileSchema, ...rows } = await loadReader();
/** For tables that are written elsewhere. */
export const { ROW_START, rowText } = rows;
await mkdir('dist/schema', { recursive: true });
for (const [name, path] of Object.entries(DOCUMENTS)) {
  const { schema, problems } = readSchema(path, { readFile: file => readFileSync(file, 'utf8') });
  if (problems.length > 0) throw new Error(problems.map(problem => problem.message).join('\n'));
  await writeFile(join('dist/schema', name), compileSchema(schema));
}
const history = JSON.parse(await readFile('schema/history.json', 'utf8'));
await writeFile('dist/schema/history.json', JSON.stringify(history));
