// `.wait ...` as a line: read, run, and its result as an outcome.
import { EXIT, type Outcome } from '../shell/outcome.js';
import type { Problem } from '../shell/problem.js';
import { underline } from '../shell/underline.js';
import type { DirectiveContext } from './directives.js';
import type { Filter } from './filter.js';
import { within } from './limited-submit.js';
import type { Session } from './session.js';
import { runWait } from './waits/run-wait.js';
import type { WaitResult } from './waits/wait.js';
import { parseWaitText, type WaitTarget } from './waits/wait-spec.js';

/** Runs a wait given as the text after `.wait`. */
export async function runWaitDirective(
  { session, settings, signal }: DirectiveContext,
  text: string,
): Promise<Outcome> {
  const spec = parseWaitText(text);
  if (spec.kind === 'problem') return misunderstood(text, spec);
  const { timeoutMs } = settings;
  const unknown =
    spec.kind === 'event' ? await unknownEvent(spec.filter, session, timeoutMs) : undefined;
  if (unknown !== undefined) return { failure: { exit: EXIT.error, message: unknown } };
  const options = {
    ...(signal === undefined ? {} : { signal }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  };
  return { ...outcomeOf(await runWait(spec, session, options)), ...queryOf(spec.kind) };
}

/**
 * Why an event will never come, where it alone is waited for: it is of another version. The server is asked for its
 * schema only then; a name that nobody knows is waited for as it stands.
 */
async function unknownEvent(
  { items: [item, ...others] }: Filter,
  session: Session,
  timeoutMs: number | undefined,
): Promise<string | undefined> {
  if (item === undefined || item.excludes || others.length > 0) return undefined;
  const { eventOfOtherVersion } = await import('./knowledge.js');
  const name = eventOfOtherVersion(item.glob, session.kind);
  if (name === undefined) return undefined;
  const asked = session.whyLacking({ kind: 'event', name }).catch(() => undefined);
  return within(asked, timeoutMs, undefined);
}

/** What is wrong with a wait's text; an outcome without a failure where nothing is. */
export function checkWait(text: string): Outcome {
  const spec = parseWaitText(text);
  return spec.kind === 'problem' ? misunderstood(text, spec) : {};
}

const NAME = '.wait ';

/** The mistake under the line as it was typed, its directive's name included. */
function misunderstood(text: string, problem: Problem): Outcome {
  const failure = { exit: EXIT.usage, message: problem.message, kind: 'syntax' } as const;
  const { start, end } = problem.span;
  const span = { start: start + NAME.length, end: end + NAME.length };
  return { failure, notes: [columns => underline(NAME + text, { ...problem, span }, columns)] };
}

/** Whose return it is that the wait prints. */
const QUERIES: Readonly<Partial<Record<WaitTarget['kind'], string>>> = {
  migration: 'query-migrate',
  'dirty-rate': 'query-dirty-rate',
  status: 'query-status',
};

function queryOf(kind: WaitTarget['kind']): Pick<Outcome, 'command'> {
  const command = QUERIES[kind];
  return command === undefined ? {} : { command };
}

function outcomeOf({ exit, line, message }: WaitResult): Outcome {
  const json = line === undefined ? {} : { json: line };
  if (exit === EXIT.ok) return json;
  const kind = exit === EXIT.timeout ? ({ kind: 'timeout' } as const) : {};
  return { ...json, failure: { exit, message, ...kind } };
}
