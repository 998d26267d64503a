// What the schema subcommands work on: a file, a release of QEMU, or a server that is asked.
import { existsSync, statSync } from 'node:fs';
import type { Schema } from '../../qapi/model.js';
import { bundledSchema } from '../../session/bundled.js';
import { BUNDLED_VERSION } from '../../session/bundled-version.js';
import type { ServerKind } from '../../session/knowledge.js';
import { Session } from '../../session/session.js';
import { schemaOfVersion } from '../../session/version-schema.js';
import { readCommandLine } from '../options.js';
import { say, UsageError } from '../report.js';
import { connectTo } from '../targets.js';
import { readSource } from './read-source.js';
import { isRelease, unknownRelease } from './releases.js';

export interface FoundSchema {
  /** With names and descriptions, as far as they are known. */
  readonly schema: Schema;
  /** The server that has it, or had when it was recorded. */
  readonly server?: ServerKind;
  /** Whether it is a document, which has its own descriptions. */
  readonly isDocument: boolean;
}

/** How servers are reached, in the words of the command line: `--timeout 5 --guest-agent`. */
export interface Reach {
  readonly words: readonly string[];
  /** The schema of `--schema`. */
  readonly given?: Schema;
}

const VERSION = /^\d+\.\d+(?:\.\d+)?$/;

/** The schema of a path, a release, or a target. @throws UsageError, and what connecting throws. */
export async function findSchema(text: string, reach: Reach): Promise<FoundSchema> {
  if (isFile(text)) return ofFile(text);
  if (VERSION.test(text)) return ofVersion(text);
  return ofTarget(text, reach);
}

/** The bundled schema. */
export function bundledFound(isGuestAgent: boolean): FoundSchema {
  return { schema: bundledSchema(isGuestAgent ? 'guest-agent' : 'qmp'), isDocument: false };
}

function isFile(text: string): boolean {
  if (!existsSync(text)) return /\.(?:json|replies)$/.test(text);
  const status = statSync(text);
  return status.isFile() || status.isDirectory();
}

function ofFile(path: string): FoundSchema {
  const { schema, version, isRecord } = readSource(path);
  const server = version === undefined ? {} : { server: { isGuestAgent: false, version } };
  return { schema, isDocument: !isRecord, ...server };
}

function ofVersion(version: string): FoundSchema {
  if (!isRelease(version)) throw new UsageError(unknownRelease(version));
  say(`QEMU ${version} as far as the bundled schema tells, which is that of ${BUNDLED_VERSION}`);
  const schema = schemaOfVersion(version);
  return { schema, isDocument: false, server: { isGuestAgent: false, version } };
}

async function ofTarget(target: string, { words, given }: Reach): Promise<FoundSchema> {
  const invocation = readCommandLine([...words, target], {});
  if (invocation.kind !== 'run') {
    throw new UsageError(
      invocation.kind === 'usage' ? invocation.message : `no target '${target}'`,
    );
  }
  const client = await connectTo(target, invocation.options);
  try {
    const session = new Session(client, undefined, given);
    const schema = await session.namedSchema();
    if (schema === undefined) throw new UsageError(`${target} does not tell what commands it has`);
    return { schema, isDocument: false, server: session.kind };
  } finally {
    await client.close();
  }
}
