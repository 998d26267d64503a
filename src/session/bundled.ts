// The schemas and the history that come with qmpsh, as scripts/compile-schema.mjs wrote them; each is read when it is
// first asked for, and a script that needs none reads none.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadCompiled } from '../qapi/compiled.js';
import type { History } from '../qapi/history.js';
import type { Schema } from '../qapi/model.js';

/** `qmp`: today's; `removed`: what is gone, as it last was; `until-7.2`: what is gone of what is there; `old-...`: by which servers before 2.5 are typed. */
export type BundledName =
  | 'qmp'
  | 'guest-agent'
  | 'removed'
  | 'until-7.2'
  | 'old-1.1'
  | 'old-block-2.2'
  | 'old-before-2.5';

/** Beside the bundled program, or where the build put them if the sources run as they are. */
const FOLDERS = [
  join(import.meta.dirname, 'schema'),
  join(import.meta.dirname, '..', '..', 'dist', 'schema'),
];

const loaded = new Map<BundledName, Schema>();
let history: History | undefined;

/** A schema of the package. @throws what reading throws where the package is not whole. */
export function bundledSchema(name: BundledName): Schema {
  const known = loaded.get(name);
  if (known !== undefined) return known;
  const schema = loadCompiled(read(`${name}.txt`));
  loaded.set(name, schema);
  return schema;
}

/** schema/history.json: held to its shape by the tests, not at run time. */
export function bundledHistory(): History {
  history ??= JSON.parse(read('history.json'));
  if (history === undefined) throw new Error('schema/history.json is empty');
  return history;
}

function read(file: string): string {
  const folder = FOLDERS.find(each => existsSync(each)) ?? FOLDERS[0]!;
  return readFileSync(join(folder, file), 'utf8');
}
