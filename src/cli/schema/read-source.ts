// A path of --schema or of the schema subcommands -> a Schema: a document in the QAPI language with what it includes,
// a source tree of QEMU, an introspection reply, a recorded conversation.
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readDocument } from '../../files/read-document.js';
import type { Schema } from '../../qapi/model.js';
import { readSchema } from '../../qapi/read-schema.js';
import { namedSchema, schemaByCommands } from '../../session/knowledge.js';
import { UsageError } from '../report.js';
import { isRecord, readRecord } from './recorded.js';

export interface SchemaSource {
  /** With names and descriptions, as far as they are known. */
  readonly schema: Schema;
  /** Of the server that it describes, where the source tells. */
  readonly version?: string;
  /** Whether it is what a server said, and not a document. */
  readonly isRecord: boolean;
  /** What a document refers to and is not there. */
  readonly warnings: readonly string[];
}

/** Where QEMU's schema lies in its source tree. */
const IN_TREE = ['qapi-schema.json', join('qapi', 'qapi-schema.json')];

/** Reads a source. Of a document, what is not there is passed over. @throws UsageError where it cannot be read. */
export function readSource(path: string): SchemaSource {
  const file = documentAt(path);
  const text = readText(file);
  if (isRecord(text)) return readRecorded(file, text);
  const { schema, problems, warnings } = readSchema(file, { readFile: readText, fragment: true });
  if (problems.length > 0) throw new UsageError(problems.map(row => row.message).join('\n'));
  return { schema, isRecord: false, warnings: warnings.map(row => row.message) };
}

/** The document that a path means: in a folder, the one that QEMU's source tree begins with. */
export function documentAt(path: string): string {
  if (!existsSync(path) || !statSync(path).isDirectory()) return path;
  const found = IN_TREE.map(name => join(path, name)).find(file => existsSync(file));
  if (found === undefined) throw new UsageError(`${path}: no qapi-schema.json in this folder`);
  return found;
}

function readText(path: string): string {
  try {
    return readDocument(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const said = error instanceof Error ? error.message : String(error);
    const why = code === undefined ? `cannot be read: ${said}` : `cannot be read (${code})`;
    throw new UsageError(`${path}: ${code === 'ENOENT' ? 'no such file' : why}`, { cause: error });
  }
}

function readRecorded(path: string, text: string): SchemaSource {
  const { schema, commands, version } = recordIn(path, text);
  const kind = { isGuestAgent: false, version };
  const known = { isRecord: true, warnings: [], ...(version === undefined ? {} : { version }) };
  if (schema !== undefined) return { schema: namedSchema(schema, kind), ...known };
  if (commands.length > 0) return { schema: schemaByCommands(commands, kind), ...known };
  throw new UsageError(`${path}: neither a schema nor a list of commands in this record`);
}

function recordIn(path: string, text: string) {
  try {
    return readRecord(text);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new UsageError(`${path}: ${error.message}`, { cause: error });
  }
}
