// `.wait dirty-rate`: until a measurement that calc-dirty-rate began is over. No event tells of it.
import { textIn } from '../session-input.js';
import { type Look, lookingWait, type Verdict } from './looking.js';
import { nothingThere, refusedBy, succeeded, type Wait, type WaitResult } from './wait.js';

const COMMAND = 'query-dirty-rate';

/** Measurements take from 1 s to 60 s. */
const POLL_MS = [100, 500] as const;

/**
 * How often it must be found not to have begun: calc-dirty-rate is answered before its thread runs (QEMU 7.2).
 */
const LOOKS = 3;

/** Looks that found no measurement. */
interface RateMemory {
  readonly unstarted: number;
}

export function dirtyRateWait(): Wait<unknown> {
  const look: Look<RateMemory> = {
    memory: { unstarted: 0 },
    poll: POLL_MS,
    ask: () => ({ command: COMMAND }),
    answer: ({ unstarted }, reply) => {
      if (reply.kind === 'error') return settle(refusedBy(reply, 'cannot see a dirty rate'));
      switch (textIn(reply.value, 'status')) {
        case 'measured':
          return settle(succeeded(reply.valueText, 'the dirty rate was measured'));
        case 'unstarted':
          if (unstarted + 1 < LOOKS) return { kind: 'wait', memory: { unstarted: unstarted + 1 } };
          return settle(
            nothingThere("no dirty rate is being measured: 'calc-dirty-rate' begins it"),
          );
        default:
          return { kind: 'wait', memory: { unstarted: 0 } };
      }
    },
    hear: () => 'ignore',
    describe: () => 'the dirty rate to be measured',
  };
  return lookingWait(look);
}

function settle(result: WaitResult): Verdict<RateMemory> {
  return { kind: 'settle', result };
}
