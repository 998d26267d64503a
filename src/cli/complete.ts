// `qmpsh complete LINE`: what may stand at a place of a line, as JSON, for editors and shells.
import { parseArgs } from 'node:util';
import type { Completion } from '../completion/candidate.js';
import { complete } from '../completion/complete.js';
import { asciiToken } from '../json/text.js';
import type { Schema } from '../qapi/model.js';
import { bundledSchema } from '../session/bundled.js';
import { schemaOfVersion } from '../session/version-schema.js';
import { agentAnnotations } from '../shell/annotations.js';
import { annotations } from '../shell/annotations-table.js';
import { escapeLine } from '../shell/escape.js';
import { EXIT, type ExitCode } from '../shell/outcome.js';
import { exitCodeOf, say, UsageError } from './report.js';
import { readSource } from './schema/read-source.js';
import { completeOnServer } from './server-completion.js';
import { suggest } from './shell-completion/words.js';
import { stdout } from './stdio.js';

const USAGE =
  'expected qmpsh complete [--target T | --schema PATH | --server-version V] [--cursor N] LINE';

const OPTIONS = {
  target: { type: 'string', short: 'T' },
  schema: { type: 'string' },
  'server-version': { type: 'string' },
  cursor: { type: 'string' },
  'guest-agent': { type: 'boolean' },
} as const;

interface Asked {
  readonly line: string;
  readonly cursor: number;
  readonly target?: string | undefined;
  readonly schema?: string | undefined;
  readonly version?: string | undefined;
  readonly isGuestAgent: boolean;
}

/** Runs the subcommand with the words after its name. */
export async function runComplete(args: readonly string[]): Promise<ExitCode> {
  if (args[0] === '--words') return printSuggestions(args.slice(args[1] === '--' ? 2 : 1));
  try {
    const completion = await answer(readArguments(args));
    stdout.write(`${completionText(completion)}\n`);
    return EXIT.ok;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    say(error.message);
    return exitCodeOf(error);
  }
}

/** For the scripts of `qmpsh completion`: words, each with a line on it behind a tab. */
async function printSuggestions(words: readonly string[]): Promise<ExitCode> {
  const on = (target: string, line: string) =>
    completeOnServer(target, { line, cursor: line.length, isGuestAgent: false, patience: 2 });
  // A shell that completes has no place for what went wrong.
  const rows = await suggest(words, process.env, on).catch(() => []);
  const typeable = rows.filter(({ word }) => word === escapeLine(word));
  stdout.write(typeable.map(({ word, detail }) => `${word}\t${escapeLine(detail)}\n`).join(''));
  return EXIT.ok;
}

function readArguments(args: readonly string[]): Asked {
  const { values, positionals } = parsed(args);
  const [line, ...others] = positionals;
  if (line === undefined || others.length > 0) throw new UsageError(USAGE);
  const sources = [values.target, values.schema, values['server-version']];
  if (sources.filter(row => row !== undefined).length > 1) throw new UsageError(USAGE);
  const cursor = values.cursor === undefined ? line.length : Number(values.cursor);
  if (!Number.isInteger(cursor) || cursor < 0 || cursor > line.length) {
    throw new UsageError(`expected an offset from 0 to ${line.length} after --cursor`);
  }
  const version = values['server-version'];
  if (version !== undefined && !/^\d+(\.\d+)*$/.test(version)) {
    throw new UsageError(`expected a version like 7.2 after --server-version, found '${version}'`);
  }
  const { target, schema } = values;
  return { line, cursor, target, schema, version, isGuestAgent: values['guest-agent'] ?? false };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new UsageError(USAGE, { cause: error });
  }
}

async function answer(asked: Asked): Promise<Completion> {
  if (asked.target !== undefined) return completeOnServer(asked.target, asked);
  const schema = schemaFor(asked);
  const table = asked.isGuestAgent ? agentAnnotations(annotations) : annotations;
  return complete({ ...asked, schema, annotations: table });
}

function schemaFor({ schema, version, isGuestAgent }: Asked): Schema {
  if (schema !== undefined) return readSource(schema).schema;
  if (version !== undefined) return schemaOfVersion(version);
  return bundledSchema(isGuestAgent ? 'guest-agent' : 'qmp');
}

/** Only what is promised: what else a candidate has is for the menus of qmpsh itself. */
function completionText({ replace, candidates }: Completion): string {
  const rows = candidates.map(
    ({ insert, label, kind, type, mandatory, deprecated, unstable, detail, score }) => ({
      insert,
      label,
      kind,
      type,
      mandatory,
      deprecated,
      unstable,
      detail,
      score,
    }),
  );
  return asciiToken(JSON.stringify({ replace, candidates: rows }));
}
