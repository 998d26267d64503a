// The text of a `.watch` -> what is looked at, ready to be sent again and again; or why not.
import { EXIT, type Outcome } from '../../shell/outcome.js';
import { underline } from '../../shell/underline.js';
import type { LineRunner } from '../line-runner.js';
import type { ReadyRequest } from '../prepared.js';
import type { SpecProblem } from '../spec.js';
import { watchRefusal } from './run-watch.js';
import { parseWatchText, type WatchSpec } from './watch-spec.js';

export type PreparedWatch =
  | { readonly kind: 'watch'; readonly spec: WatchSpec; readonly ready: ReadyRequest }
  | { readonly kind: 'failed'; readonly outcome: Outcome };

export async function prepareWatch(
  text: string,
  runner: Pick<LineRunner, 'prepare'>,
): Promise<PreparedWatch> {
  const spec = parseWatchText(text);
  if (spec.kind === 'problem') return { kind: 'failed', outcome: misunderstood(text, spec) };
  const ready = await runner.prepare(spec.line);
  if (ready?.kind === 'failed') return ready;
  if (ready?.kind !== 'request') return failed("'.watch' repeats only what is sent by itself");
  const { annotations } = await import('../../shell/annotations-table.js');
  const refusal = watchRefusal(annotations, ready);
  return refusal === undefined ? { kind: 'watch', spec, ready } : failed(refusal);
}

/** What is wrong with the text, found without a server; an outcome without a failure where nothing is. */
export function checkWatch(text: string): Outcome {
  const spec = parseWatchText(text);
  return spec.kind === 'problem' ? misunderstood(text, spec) : {};
}

function failed(message: string): PreparedWatch {
  return { kind: 'failed', outcome: { failure: { exit: EXIT.usage, message, kind: 'refused' } } };
}

const NAME = '.watch ';

/** The mistake under the line as it was typed, its directive's name included. */
function misunderstood(text: string, problem: SpecProblem): Outcome {
  const failure = { exit: EXIT.usage, message: problem.message, kind: 'syntax' } as const;
  const { start, end } = problem.span;
  const span = { start: start + NAME.length, end: end + NAME.length };
  return { failure, notes: [columns => underline(NAME + text, { ...problem, span }, columns)] };
}
