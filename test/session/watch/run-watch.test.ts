// The loop of a watch: how often it looks, and what ends it.
import { describe, expect, it } from 'vitest';
import { runWatch } from '../../../src/session/watch/run-watch.js';
import { EXIT, type Outcome } from '../../../src/shell/outcome.js';

const GOOD: Outcome = { json: '{"return": {}}' };
const ERROR: Outcome = { failure: { exit: EXIT.error, message: 'no' } };
const LOST: Outcome = { failure: { exit: EXIT.lost, message: 'gone' } };

/** Runs over outcomes; gives those that were seen. */
async function looks(outcomes: readonly Outcome[], count: number | undefined, goesOn: boolean) {
  const seen: Outcome[] = [];
  const rest = [...outcomes];
  const send = async () => rest.shift() ?? LOST;
  const onLook = (outcome: Outcome) => void seen.push(outcome);
  await runWatch({ everyMs: 1, count, send, onLook, goesOn: () => goesOn });
  return seen;
}

describe('a watch', () => {
  it('looks as often as it is told', async () => {
    expect(await looks([GOOD, GOOD, GOOD], 2, true)).toEqual([GOOD, GOOD]);
  });

  it('ends when the connection is lost', async () => {
    expect(await looks([GOOD, LOST, GOOD], undefined, true)).toEqual([GOOD, LOST]);
  });

  it('goes on after an error only where that is wanted', async () => {
    expect(await looks([ERROR, GOOD], 2, true)).toEqual([ERROR, GOOD]);
    expect(await looks([ERROR, GOOD], 2, false)).toEqual([ERROR]);
  });

  it('ends at once when it is interrupted, while it waits for a reply or between looks', async () => {
    const during = new AbortController();
    const send = async () => {
      during.abort();
      return GOOD;
    };
    const never = () => expect.fail('a look after the end');
    const loop = { everyMs: 100_000, count: undefined, goesOn: () => true };
    await runWatch({ ...loop, send, onLook: never, signal: during.signal });
    const between = new AbortController();
    const onLook = () => between.abort();
    await runWatch({ ...loop, send: async () => GOOD, onLook, signal: between.signal });
    expect(between.signal.aborted).toBe(true);
  });

  it('never looks while a look is open', async () => {
    let open = 0;
    let most = 0;
    const send = async () => {
      open += 1;
      most = Math.max(most, open);
      await new Promise(resolve => setImmediate(resolve));
      open -= 1;
      return GOOD;
    };
    await runWatch({ everyMs: 0, count: 5, send, onLook: () => undefined, goesOn: () => true });
    expect(most).toBe(1);
  });
});
