// `qmpsh schema check|introspect|show|diff|list`: each row says what it takes and does.
import { parseArgs } from 'node:util';
import { readDocument } from '../../files/read-document.js';
import { printJson } from '../../json/print.js';
import { diffSchemas } from '../../qapi/diff.js';
import { introspect } from '../../qapi/introspect.js';
import { readSchema } from '../../qapi/read-schema.js';
import { bundledHistory } from '../../session/bundled.js';
import { BUNDLED_VERSION } from '../../session/bundled-version.js';
import { type Help, helpText } from '../../session/help.js';
import { whyLacking } from '../../session/knowledge.js';
import { escapeText } from '../../shell/escape.js';
import { EXIT, type ExitCode } from '../../shell/outcome.js';
import { exitCodeOf, say, UsageError } from '../report.js';
import { stderr, stdout } from '../stdio.js';
import { adviceText } from './diff-advice.js';
import { diffText } from './diff-text.js';
import { bundledFound, type FoundSchema, findSchema, type Reach } from './find-schema.js';
import { isKind, nameLines } from './list-names.js';
import { documentAt, readSource } from './read-source.js';
import {
  type ActionName,
  expectedText,
  isActionName,
  optionTrouble,
  helpText as usageText,
} from './usage.js';

const OPTIONS = {
  strict: { type: 'boolean' },
  fragment: { type: 'boolean' },
  target: { type: 'string', short: 'T' },
  kind: { type: 'string' },
  schema: { type: 'string' },
  timeout: { type: 'string', short: 't' },
  'guest-agent': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

interface Asked {
  readonly values: {
    readonly strict?: boolean;
    readonly fragment?: boolean;
    readonly target?: string;
    readonly kind?: string;
    readonly schema?: string;
    readonly 'guest-agent'?: boolean;
  };
  /** What stands after the action's name. */
  readonly words: readonly string[];
  readonly reach: Reach;
}

interface Action {
  /** How many words it takes, at least and at most. */
  readonly words: readonly [number, number];
  readonly run: (asked: Asked) => Promise<ExitCode> | ExitCode;
}

const ACTIONS: Readonly<Record<ActionName, Action>> = {
  check: { words: [1, 1], run: runCheck },
  introspect: { words: [1, 1], run: runIntrospect },
  show: { words: [1, Number.POSITIVE_INFINITY], run: runShow },
  diff: { words: [2, 2], run: runDiff },
  list: { words: [0, 0], run: runList },
};

/** Runs the subcommand with the words after its name. */
export async function runSchema(args: readonly string[]): Promise<ExitCode> {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: OPTIONS,
      allowPositionals: true,
    });
    const [word = '', ...words] = positionals;
    const name = isActionName(word) ? word : undefined;
    if (values.help === true) {
      stdout.write(usageText(name));
      return EXIT.ok;
    }
    if (name === undefined || !takes(ACTIONS[name], words)) {
      say(expectedText(name));
      return EXIT.usage;
    }
    return await ACTIONS[name].run({ values, words, reach: reachOf(values) });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const trouble = optionTrouble(error);
    say(trouble === undefined ? error.message : `${trouble} (see qmpsh schema --help)`);
    return trouble === undefined ? exitCodeOf(error) : EXIT.usage;
  }
}

function takes({ words: [least, most] }: Action, words: readonly string[]): boolean {
  return words.length >= least && words.length <= most;
}

function reachOf(values: Asked['values'] & { readonly timeout?: string }): Reach {
  const { timeout, schema } = values;
  const words = [
    ...(timeout === undefined ? [] : ['--timeout', timeout]),
    ...(values['guest-agent'] === true ? ['--guest-agent'] : []),
  ];
  return { words, ...(schema !== undefined && { given: readSource(schema).schema }) };
}

function runCheck({ values, words: [path = ''] }: Asked): ExitCode {
  const { strict = false, fragment = false } = values;
  const options = { readFile: readDocument, strict, fragment };
  const { problems, warnings } = readSchema(documentAt(path), options);
  for (const { message } of problems) stderr.write(`${escapeText(message)}\n`);
  for (const { message } of warnings) stderr.write(`${escapeText(`${message} (warning)`)}\n`);
  return problems.length === 0 ? EXIT.ok : EXIT.usage;
}

async function runIntrospect({ words: [text = ''], reach }: Asked): Promise<ExitCode> {
  const { schema } = await findSchema(text, reach);
  stdout.write(`${printJson(introspect(schema))}\n`);
  return EXIT.ok;
}

async function runShow({ values, words, reach }: Asked): Promise<ExitCode> {
  const text = words.join(' ');
  const help = helpIn(await targetOrBundled(values, reach), text);
  const isBundled = values.target === undefined && reach.given === undefined;
  const ofAgent = isBundled && !help.isFound ? helpIn(bundledFound(true), text) : undefined;
  if (ofAgent?.isFound) say(`'${words[0]}' is of the guest agent, not of QEMU`);
  const shown = ofAgent?.isFound ? ofAgent : help;
  if (shown.isFound) stdout.write(`${escapeText(shown.text)}\n`);
  else say(shown.text);
  return shown.isFound ? EXIT.ok : EXIT.error;
}

function helpIn({ schema, server, isDocument }: FoundSchema, text: string): Help {
  const columns = process.stdout.columns || DEFAULT_COLUMNS;
  return helpText({ schema, ...(server && { server }), usesManual: !isDocument, columns }, text);
}

/** Where standard output is no terminal. */
const DEFAULT_COLUMNS = 80;

/** `--target`; without one `--schema`, which stands for itself; else what qmpsh brings along. */
async function targetOrBundled(values: Asked['values'], reach: Reach): Promise<FoundSchema> {
  if (values.target !== undefined) return findSchema(values.target, reach);
  if (reach.given !== undefined) return { schema: reach.given, isDocument: true };
  return bundledFound(values['guest-agent'] === true);
}

async function runDiff({ words: [a = '', b = ''], reach }: Asked): Promise<ExitCode> {
  const [from, to] = [await findSchema(a, reach), await findSchema(b, reach)];
  const later = to.server ?? { isGuestAgent: false, version: BUNDLED_VERSION };
  const text = diffText(diffSchemas(from.schema, to.schema), {
    from: from.schema,
    to: to.schema,
    whyGone: (kind, name) => whyLacking({ kind, name }, to.schema, later),
    advice: (change, detail) => adviceText(bundledHistory(), to.schema, change, detail),
  });
  stdout.write(`${escapeText(text === '' ? 'no difference' : text)}\n`);
  return EXIT.ok;
}

async function runList({ values, reach }: Asked): Promise<ExitCode> {
  const { kind } = values;
  if (kind !== undefined && !isKind(kind)) {
    throw new UsageError(`expected command, event or type after --kind, found '${kind}'`);
  }
  const { schema } = await targetOrBundled(values, reach);
  for (const line of nameLines(schema, kind, process.stdout.isTTY === true)) {
    stdout.write(`${line}\n`);
  }
  return EXIT.ok;
}
