// Each fixture is one rule or form of the language; the golden file beside it has what the reader makes of it:
// `.err` the problems, `.out` the warnings and the schema. QMPSH_UPDATE=1 writes them anew.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSchema } from '../../src/qapi/read-schema.js';
import { printSchema } from './print-schema.js';

const FOLDER = join(import.meta.dirname, 'fixtures');
const names = readdirSync(FOLDER).filter(name => name.endsWith('.json'));

/** Fixtures are read by bare names, so that messages have no path of this machine. */
function readFixture(path: string): string {
  const file = join(FOLDER, path);
  if (!existsSync(file)) throw new Error('no such file');
  return readFileSync(file, 'utf8');
}

/** `strict-` and `fragment-` at the start of a fixture's name are how it is read. */
function read(name: string): { readonly extension: '.err' | '.out'; readonly text: string } {
  const strict = name.startsWith('strict-');
  const fragment = name.startsWith('fragment-');
  const { schema, problems, warnings } = readSchema(name, {
    readFile: readFixture,
    strict,
    fragment,
  });
  const messages = (list: readonly Error[]): string =>
    list.map(error => `${error.message}\n`).join('');
  if (problems.length > 0) return { extension: '.err', text: messages(problems) };
  return { extension: '.out', text: messages(warnings) + printSchema(schema) };
}

describe('every fixture reads as its golden file says', () => {
  it.each(names)('%s', name => {
    const { extension, text } = read(name);
    const golden = join(FOLDER, name.replace(/\.json$/, extension));
    if (process.env.QMPSH_UPDATE !== undefined) update(name, golden, text);
    expect(text).toBe(readFileSync(golden, 'utf8'));
  });

  it.each(names)('%s begins with a comment and is short', name => {
    const lines = readFixture(name).trimEnd().split('\n');
    expect(lines[0]).toMatch(/^# [A-Za-z0-9'].{10}/);
    expect(lines.length).toBeLessThanOrEqual(name.startsWith('form-') ? 40 : 16);
  });
});

function update(name: string, golden: string, text: string): void {
  for (const old of ['.err', '.out'])
    rmSync(join(FOLDER, name.replace(/\.json$/, old)), { force: true });
  writeFileSync(golden, text);
}
