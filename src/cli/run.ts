// A target and a script -> connect, run, exit code. What is loaded here is what each run of a script pays for.
import type { Schema } from '../qapi/model.js';
import { type Filter, parseFilter, passes } from '../session/filter.js';
import { LineRunner } from '../session/line-runner.js';
import { Session } from '../session/session.js';
import type { Settings } from '../session/settings.js';
import { parseLine } from '../shell/line.js';
import { EXIT, type ExitCode } from '../shell/outcome.js';
import type { Layouts, OutputForm } from '../shell/output.js';
import type { FetchValue } from '../shell/references.js';
import { readPath } from '../shell/value-path.js';
import { isTerminal } from './is-terminal.js';
import type { Options } from './options.js';
import { exitCodeOf, say } from './report.js';
import { fileTrouble, type LineSource } from './script/line-source.js';
import { Printer } from './script/printer.js';
import { readAhead } from './script/read-ahead.js';
import { Script, type ScriptContext } from './script/run-script.js';
import { scriptOf } from './script/script-of.js';
import { warnOfSecrets } from './script/secret-warning.js';
import { stdout } from './stdio.js';
import { connectTo } from './targets.js';

/** Runs a one-shot command, the lines of -c or -f, or standard input. */
export async function runBatch(
  target: string,
  words: readonly string[],
  options: Options,
): Promise<ExitCode> {
  const form = await outputForm(options, await isTerminal(1));
  if (typeof form === 'string') return usage(form);
  const filter = options.events === undefined ? undefined : parseFilter(options.events);
  if (filter?.kind === 'problem') return usage(`in the filter of --events: ${filter.message}`);
  const wrong = options.onTimeout === undefined ? undefined : lineTrouble(options.onTimeout);
  if (wrong !== undefined) return usage(`in the line of --on-timeout: ${wrong}`);
  const trouble = options.file === undefined ? undefined : fileTrouble(options.file);
  if (trouble !== undefined) return usage(trouble);
  try {
    const given = await givenSchema(options);
    const lines = readAhead(scriptOf(words, options));
    const client = await connectTo(target, options);
    const session = new Session(client, undefined, given);
    const exit = await runOn(session, { words, options, lines }, form, filter);
    session.leave();
    return exit;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    say(error.message);
    return exitCodeOf(error);
  }
}

/** What is wrong with the form of a line, which must not turn out only when it is needed. */
function lineTrouble(text: string): string | undefined {
  const { problems, open } = parseLine(text);
  return open ? 'the brackets are not closed' : problems[0]?.message;
}

/** What --schema names; what it lacks is said. @throws UsageError where it cannot be read. */
export async function givenSchema({ schema: path }: Options): Promise<Schema | undefined> {
  if (path === undefined) return undefined;
  const { readSource } = await import('./schema/read-source.js');
  const { schema, warnings } = readSource(path);
  const [first, ...others] = warnings;
  if (first !== undefined) say(`${first} (warning)${others.length > 0 ? ` ${MORE}` : ''}`);
  return schema;
}

const MORE = "and more: 'qmpsh schema check --fragment' names all";

/** What the command line gives to run. */
export interface Given {
  readonly words: readonly string[];
  readonly options: Options;
  /** Of the words, or whatever else the options name. */
  readonly lines: LineSource;
}

/** Runs, checks or prints the lines on a session; gives the exit code. */
export async function runOn(
  session: Session,
  { words, options, lines }: Given,
  form: OutputForm,
  filter: Filter | undefined,
): Promise<ExitCode> {
  const { client } = session;
  const settings = settingsFrom(options);
  const readsInput =
    words.length === 0 && options.commands.length === 0 && options.file === undefined;
  const fetchValue: FetchValue = async reference =>
    (await import('./fetch-value.js')).fetchValueFor(!readsInput)(reference);
  const rules = {
    noCheck: options.noCheck,
    readOnly: options.readOnly,
    mustKnow: false,
    fetchValue,
  };
  const printer = new Printer(form, () => settings.keepGoing, stdout);
  const context: ScriptContext = {
    runner: new LineRunner(session, settings, rules),
    printer,
    settings,
    pipeline: options.pipeline,
    onTimeout: options.onTimeout,
    namesLines: words.length === 0,
  };
  if (filter !== undefined) client.onEvent(event => passes(filter, event) && printer.event(event));
  await warnOfSecrets(words, options, say);
  if (!options.dryRun && !options.check) return new Script(context).run(lines);
  const { checkScript } = await import('./script/check-script.js');
  return checkScript(lines, { context, session, form, rules, isDry: options.dryRun });
}

function usage(message: string): ExitCode {
  say(message);
  return EXIT.usage;
}

function settingsFrom({ timeoutMs, keepGoing, yes }: Options): Settings {
  return { timeoutMs, keepGoing, confirm: !yes, live: false };
}

/** The form of what is printed, or what is wrong with the options that say so. */
export async function outputForm(
  options: Options,
  isTerminal: boolean,
  columns = terminalColumns,
): Promise<OutputForm | string> {
  const path = options.get === undefined ? undefined : readPath(options.get);
  if (path?.ok === false) return `in the path of --get: ${path.message}`;
  const layout = options.output ?? (isTerminal ? 'human' : 'json');
  return {
    layout,
    returnOnly: options.returnOnly,
    raw: options.raw,
    ...(path === undefined ? {} : { get: path.steps }),
    ...(layout === 'json' ? {} : { layouts: await terminalLayouts(options, isTerminal, columns) }),
  };
}

/** Columns where no terminal says how many it has. */
const USUAL_COLUMNS = 80;

/** How wide the terminal is now. */
export function terminalColumns(): number {
  return process.stdout.columns || Number(process.env.COLUMNS) || USUAL_COLUMNS;
}

async function terminalLayouts(
  { noColor }: Options,
  isTerminal: boolean,
  columns: () => number,
): Promise<Layouts> {
  const { layoutsFor } = await import('../shell/human/layouts.js');
  return layoutsFor({
    columns,
    // https://no-color.org: set and not empty.
    colour: isTerminal && !noColor && !process.env.NO_COLOR && process.env.TERM !== 'dumb',
  });
}
