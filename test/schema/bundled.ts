// The bundled schemas as the reader reads them, and dotted paths looked up in their types.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Schema, type SchemaType, type TypeName, typeOf } from '../../src/qapi/model.js';
import { type ReadResult, readSchema } from '../../src/qapi/read-schema.js';

/** Reads a document below schema/. */
export function readBundled(path: string, strict = false): ReadResult {
  const readFile = (file: string) => readFileSync(file, 'utf8');
  return readSchema(resolve('schema', path), { readFile, strict });
}

/** A file of schema/ that is plain JSON, in the shape its test expects. */
export function readTable<T>(name: string): T {
  return JSON.parse(readFileSync(resolve('schema', name), 'utf8'));
}

export const bundled = readBundled('qapi-schema.json').schema;
export const guestAgent = readBundled('guest-agent/qapi-schema.json').schema;
export const removed = readBundled('old/removed.json').schema;

/** Whether a type of the schema has the dotted path, in any of its branches. Wrappers named `data` may be left out. */
export function reaches(schema: Schema, name: TypeName | undefined, path: string): boolean {
  const segments = path.split('.').filter(segment => !/^\d+$/.test(segment));
  return reachesFrom(schema, name, segments);
}

function reachesFrom(schema: Schema, name: TypeName | undefined, path: readonly string[]): boolean {
  const [head, ...rest] = path;
  const type = name === undefined ? undefined : typeOf(schema, name);
  if (head === undefined) return true;
  if (type?.kind === 'builtin') return type.json === 'any';
  const here = stepsFrom(schema, type);
  if (here.some(step => step.name === head && reachesFrom(schema, step.type, rest))) return true;
  const wrapper = head === 'data' ? undefined : here.find(step => step.name === 'data');
  return wrapper !== undefined && reachesFrom(schema, wrapper.type, path);
}

interface Step {
  readonly name: string;
  readonly type: TypeName;
}

function stepsFrom(schema: Schema, type: SchemaType | undefined): readonly Step[] {
  switch (type?.kind) {
    case 'array':
      return stepsFrom(schema, typeOf(schema, type.element));
    case 'object':
      return [...type.members, ...stepsOfAll(schema, type.branches ?? [])];
    case 'alternate':
      return [...type.alternatives, ...stepsOfAll(schema, type.alternatives)];
    default:
      return [];
  }
}

function stepsOfAll(schema: Schema, rows: readonly { readonly type: TypeName }[]): readonly Step[] {
  return rows.flatMap(row => stepsFrom(schema, typeOf(schema, row.type)));
}
