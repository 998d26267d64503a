// `.watch ...` as text -> what is to be looked at, how often, and how many times.
import { type Line, parseLine } from '../../shell/line.js';
import type { Span } from '../../shell/problem.js';
import { parseDuration, problem, type SpecProblem } from '../spec.js';

export interface WatchSpec {
  readonly kind: 'watch';
  /** The line that is run again and again. */
  readonly line: Line;
  readonly everyMs: number;
  /** How many looks there are; undefined where only an interrupt ends them. */
  readonly count: number | undefined;
}

type Times = Pick<WatchSpec, 'everyMs' | 'count'>;

export const WATCH_USAGE = '.watch [-n SECONDS] [--count N] COMMAND';
const DEFAULT: Times = { everyMs: 2_000, count: undefined };
/** More often than this nobody can read, and the server has other things to do. */
const LEAST_MS = 100;

/** An option with its value: `-n 1`, `-n1`, `--count 3`, `--count=3`. */
const OPTION = /(-n|--count)(?:\s+|=)?(\S*)\s*/y;

/** Reads what follows `.watch`; the command itself is judged when it is bound. */
export function parseWatchText(text: string): WatchSpec | SpecProblem {
  let times = DEFAULT;
  let at = 0;
  OPTION.lastIndex = 0;
  for (let found = OPTION.exec(text); found !== null; found = OPTION.exec(text)) {
    const [, option = '', value = ''] = found;
    const start = text.indexOf(value, at + option.length);
    const read = withOption(times, option, value, { start, end: start + value.length });
    if ('kind' in read) return read;
    times = read;
    at = OPTION.lastIndex;
  }
  return lineSpec(text, at, times);
}

function withOption(times: Times, option: string, value: string, span: Span): Times | SpecProblem {
  if (option === '--count') {
    const isCount = /^[1-9]\d{0,8}$/.test(value);
    return isCount
      ? { ...times, count: Number(value) }
      : expected('a number of looks,', value, span);
  }
  const everyMs = parseDuration(value);
  if (everyMs !== undefined && everyMs >= LEAST_MS) return { ...times, everyMs };
  return expected(`seconds, ${LEAST_MS / 1000} or more,`, value, span);
}

function expected(what: string, found: string, span: Span): SpecProblem {
  return problem('syntax', span, `expected ${what} found '${found}'`);
}

function lineSpec(text: string, at: number, times: Times): WatchSpec | SpecProblem {
  const line = parseLine(text.slice(at));
  const { kind } = line.syntax;
  const isRequest = kind === 'command' || kind === 'raw' || isHmp(line);
  const span = { start: at, end: text.length };
  if (!isRequest) return problem('syntax', span, `expected ${WATCH_USAGE}`);
  if (line.syntax.kind === 'command' && line.syntax.redirection !== undefined)
    return problem(
      'operator',
      span,
      "what '.watch' shows cannot be redirected: quote the operator",
    );
  return { kind: 'watch', line, ...times };
}

function isHmp({ syntax }: Line): boolean {
  return syntax.kind === 'directive' && syntax.name === 'hmp';
}
