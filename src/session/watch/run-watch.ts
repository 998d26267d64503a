// The loop of `.watch`: one look after the other, never two at a time. It knows nothing of what is done with them.
import { steadyNow } from '../../qmp/steady-clock.js';
import type { Annotations } from '../../shell/annotations.js';
import { effectOf } from '../../shell/judge.js';
import { didYouMean } from '../../shell/nearest.js';
import { EXIT, type Outcome } from '../../shell/outcome.js';
import { pauseFor } from '../pause.js';
import type { ReadyRequest } from '../prepared.js';
import type { WatchSpec } from './watch-spec.js';

export interface WatchLoop extends Pick<WatchSpec, 'everyMs' | 'count'> {
  /** Sends the request once; resolves with what became of it. */
  readonly send: (signal: AbortSignal | undefined) => Promise<Outcome>;
  /** Called for every look, before the pause after it. */
  readonly onLook: (outcome: Outcome) => void;
  /** Whether a look that failed is followed by others. */
  readonly goesOn: (outcome: Outcome) => boolean;
  readonly signal?: AbortSignal | undefined;
}

/** Looks until it has looked often enough, is interrupted, or must not go on; gives the last outcome. */
export async function runWatch(loop: WatchLoop): Promise<Outcome> {
  const { count = Number.POSITIVE_INFINITY, everyMs, signal } = loop;
  let last: Outcome = {};
  for (let looks = 1; looks <= count && !signal?.aborted; looks += 1) {
    const since = steadyNow();
    const outcome = await loop.send(signal);
    if (signal?.aborted) break;
    last = outcome;
    loop.onLook(outcome);
    const isLast = looks === count || isEnd(outcome) || !(isGood(outcome) || loop.goesOn(outcome));
    if (isLast) break;
    await pauseFor(everyMs - (steadyNow() - since), signal);
  }
  return last;
}

function isGood({ failure }: Outcome): boolean {
  return failure === undefined;
}

/** The connection has gone, and with it whatever was looked at. */
function isEnd({ failure }: Outcome): boolean {
  return failure?.exit === EXIT.lost || failure?.exit === EXIT.unreachable;
}

/** Why a request is not to be repeated; undefined for one that changes nothing. */
export function watchRefusal(
  annotations: Annotations,
  { request, arguments: args }: ReadyRequest,
): string | undefined {
  const { name } = request;
  const effect = effectOf(annotations, name, args);
  if (effect === 'query') return undefined;
  if (effect !== undefined)
    return `'${name}' may change something: '.watch' repeats only what looks`;
  const hint = didYouMean(name, annotations.commands.keys());
  return `'${name}' is not known to only look: '.watch' repeats nothing else${hint}`;
}
