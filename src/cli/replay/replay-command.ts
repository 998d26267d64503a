// `qmpsh replay FILE`: a log shown again, at its own speed, faster, or message by message.
import { readFileSync } from 'node:fs';
import { isatty } from 'node:tty';
import { parseArgs } from 'node:util';
import { escapeLine } from '../../shell/escape.js';
import { EXIT, type ExitCode } from '../../shell/outcome.js';
import type { OutputForm } from '../../shell/output.js';
import { readCommandLine } from '../options.js';
import { say } from '../report.js';
import { outputForm } from '../run.js';
import { stdout } from '../stdio.js';
import { type BadLine, type Passed, readLog } from './read-log.js';
import { shown } from './show.js';
import { Steps } from './steps.js';

const USAGE = 'expected qmpsh replay FILE [--speed N] [--step] [-o FORM]';

interface ReplayCommand {
  readonly file: string;
  /** So many times as fast as it was; Infinity for at once. */
  readonly speed: number;
  readonly isStepped: boolean;
  readonly form: OutputForm;
}

export async function runReplay(args: readonly string[]): Promise<ExitCode> {
  const command = await readCommand(args);
  if (typeof command === 'string') return usage(command);
  const log = readFile(command.file);
  if (typeof log === 'string') return usage(log);
  const { passed, bad } = log;
  tellBad(command.file, bad);
  if (passed.length === 0) return usage(`'${command.file}' has no message of a log`);
  await show(passed, command);
  return bad.length === 0 ? EXIT.ok : EXIT.usage;
}

/** So many are enough to see that it is no log. */
const MOST_BAD = 20;

function tellBad(file: string, bad: readonly BadLine[]): void {
  for (const { line, message } of bad.slice(0, MOST_BAD)) say(`${file}:${line}: ${message}`);
  const more = bad.length - MOST_BAD;
  if (more > 0) say(`${file}: ${more} more ${more === 1 ? 'line is' : 'lines are'} no message`);
}

function usage(message: string): ExitCode {
  say(message);
  return EXIT.usage;
}

async function readCommand(args: readonly string[]): Promise<ReplayCommand | string> {
  const { values, positionals, tokens } = parseArgs({
    args: [...args],
    options: {
      speed: { type: 'string' },
      step: { type: 'boolean' },
      output: { type: 'string', short: 'o' },
      'no-color': { type: 'boolean' },
    },
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const unknown = tokens.find(token => token.kind === 'option' && !KNOWN.includes(token.name));
  const [file, ...more] = positionals;
  if (unknown !== undefined || file === undefined || more.length > 0) return USAGE;
  const speed = speedFrom(values.speed);
  if (typeof speed === 'string') return speed;
  const form = await formFrom(values.output, values['no-color'] === true);
  if (typeof form === 'string') return form;
  return { file, speed, isStepped: values.step === true, form };
}

const KNOWN = ['speed', 'step', 'output', 'no-color'];

/** `2`, `0.5`, `max`. */
function speedFrom(text: string | boolean | undefined): number | string {
  if (text === undefined) return 1;
  if (text === 'max') return Number.POSITIVE_INFINITY;
  const speed = Number(text);
  if (typeof text === 'string' && text !== '' && speed > 0) return speed;
  return `expected a number above 0 or 'max' after --speed, found '${text}'`;
}

/** As everywhere: readable on a terminal, JSON elsewhere. */
function formFrom(
  output: string | boolean | undefined,
  noColor: boolean,
): Promise<OutputForm | string> {
  const argv = ['demo:', ...(typeof output === 'string' ? ['-o', output] : [])];
  const invocation = readCommandLine([...argv, ...(noColor ? ['--no-color'] : [])], {});
  if (invocation.kind === 'run') return outputForm(invocation.options, isatty(1));
  return Promise.resolve(invocation.kind === 'usage' ? invocation.message : USAGE);
}

function readFile(file: string): ReturnType<typeof readLog> | string {
  try {
    return readLog(readFileSync(file, 'utf8'));
  } catch (failure) {
    return `cannot read '${file}': ${failure instanceof Error ? failure.message : failure}`;
  }
}

/** Nobody looks at nothing for longer, in ms. */
const LONGEST_WAIT = 5_000;

async function show(passed: readonly Passed[], command: ReplayCommand): Promise<void> {
  const steps = command.isStepped ? new Steps(process.stdin) : undefined;
  let before: number | undefined;
  for (const message of passed) {
    if (steps === undefined) await pause(message.at - (before ?? message.at), command.speed);
    stdout.write(`${shown(message, command.form)}\n`);
    before = message.at;
    if (steps !== undefined && !(await steps.next())) break;
  }
  steps?.end();
}

/** A long silence is cut short, and said. */
async function pause(gap: number, speed: number): Promise<void> {
  const ms = Math.max(gap, 0) / speed;
  if (ms < 1) return;
  if (ms > LONGEST_WAIT && isatty(1))
    stdout.write(`${escapeLine(`  ... ${Math.round(gap / 1000)} s`)}\n`);
  await new Promise(resolve => setTimeout(resolve, Math.min(ms, LONGEST_WAIT)));
}
