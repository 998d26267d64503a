// `qmpsh events TARGET`: events as JSON lines, until enough of them came, the time is over, or the server is gone.
import { parseArgs } from 'node:util';
import { oneLine } from '../json/text.js';
import { endText } from '../qmp/connection-end.js';
import { type Filter, parseFilter, passes } from '../session/filter.js';
import { pauseFor } from '../session/pause.js';
import { parseDuration } from '../session/spec.js';
import { EXIT, type ExitCode } from '../shell/outcome.js';
import { type Invocation, type Options, readCommandLine } from './options.js';
import { exitCodeOf, say } from './report.js';
import { stdout } from './stdio.js';
import { connectTo } from './targets.js';

interface EventsOptions {
  readonly filter: Filter;
  /** End after so many. */
  readonly count: number;
  /** End after so long, in ms. */
  readonly forMs?: number;
}

const OWN_OPTIONS = {
  filter: { type: 'string' },
  count: { type: 'string' },
  for: { type: 'string' },
} as const;

/** Runs the subcommand with the words after its name. */
export async function runEvents(args: readonly string[]): Promise<ExitCode> {
  const read = readArguments(args);
  if ('message' in read) {
    say(read.message);
    return EXIT.usage;
  }
  try {
    return await streamEvents(read.target, read.events, read.options);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    say(error.message);
    return exitCodeOf(error);
  }
}

interface EventsArguments {
  readonly target: string;
  readonly events: EventsOptions;
  readonly options: Options;
}

/** Its own options, then those of connecting, which are read as everywhere. */
function readArguments(args: readonly string[]): EventsArguments | { readonly message: string } {
  const { values, tokens } = parseArgs({
    args: [...args],
    options: OWN_OPTIONS,
    strict: false,
    tokens: true,
    allowPositionals: true,
  });
  const own = new Set(tokens.flatMap(token => ownIndices(token)));
  const rest = args.filter((_word, index) => !own.has(index));
  const invocation = readCommandLine(rest[0] === undefined ? [] : ['-y', ...rest], process.env);
  if (invocation.kind !== 'run') return { message: messageOf(invocation) };
  const { target, words, options } = invocation;
  if (target === undefined || words.length > 0) {
    return {
      message: 'expected qmpsh events TARGET [--filter FILTER] [--count N] [--for SECONDS]',
    };
  }
  const events = eventsOptions(values);
  return 'message' in events ? events : { target, events, options };
}

function ownIndices(token: {
  kind: string;
  name?: string;
  index: number;
  inlineValue?: boolean | undefined;
}): number[] {
  if (token.kind !== 'option' || !Object.hasOwn(OWN_OPTIONS, token.name ?? '')) return [];
  return token.inlineValue === false ? [token.index, token.index + 1] : [token.index];
}

function messageOf(invocation: Invocation): string {
  return invocation.kind === 'usage' ? invocation.message : 'expected qmpsh events TARGET';
}

function eventsOptions(
  values: Readonly<Record<string, unknown>>,
): EventsOptions | { readonly message: string } {
  const lacking = Object.keys(OWN_OPTIONS).find(name => values[name] === true);
  if (lacking !== undefined) return { message: `option '--${lacking}' needs a value` };
  const filter = parseFilter(textOf(values.filter) ?? '');
  if (filter.kind === 'problem') return { message: `in the filter of --filter: ${filter.message}` };
  const count = textOf(values.count);
  if (count !== undefined && !/^[1-9][0-9]*$/.test(count))
    return { message: `expected a number after --count, found '${count}'` };
  const time = textOf(values.for);
  const forMs = time === undefined ? undefined : parseDuration(time);
  if (time !== undefined && forMs === undefined)
    return { message: `expected seconds after --for, found '${time}'` };
  const most = count === undefined ? Number.POSITIVE_INFINITY : Number(count);
  return { filter, count: most, ...(forMs === undefined ? {} : { forMs }) };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

async function streamEvents(
  target: string,
  { filter, count, forMs }: EventsOptions,
  options: Options,
): Promise<ExitCode> {
  let seen = 0;
  const client = await connectTo(target, options);
  const enough = new Promise<'enough'>(resolve => {
    client.onEvent(event => {
      if (seen >= count || !passes(filter, event)) return;
      stdout.write(`${oneLine(event.text)}\n`);
      seen += 1;
      if (seen >= count) resolve('enough');
    });
  });
  const why = await Promise.race([enough, client.closed, timeOver(forMs)]);
  await client.close();
  if (why === 'enough') return EXIT.ok;
  if (Number.isFinite(count)) {
    say(`${seen} of ${count} events came`);
    return EXIT.timeout;
  }
  if (why === 'time' || why.expected) return EXIT.ok;
  say(endText(why));
  return EXIT.lost;
}

async function timeOver(ms: number | undefined): Promise<'time'> {
  await (ms === undefined ? new Promise(() => undefined) : pauseFor(ms));
  return 'time';
}
