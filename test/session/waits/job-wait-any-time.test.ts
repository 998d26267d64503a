// Whenever a wait for a job begins, and however its looks fall between the events, it sees the same end.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json/value.js';
import type { SeenEvent } from '../../../src/session/session-input.js';
import { SessionRecord } from '../../../src/session/session-record.js';
import { waitFor } from '../../../src/session/waits/run-wait.js';
import type { WaitInput, WaitOutput, WaitResult } from '../../../src/session/waits/wait.js';
import { inputsOf } from '../transcript.js';
import { returnTo, see, spec } from './play.js';

/** The events of the recorded job, from its creation to its end. */
function historyOf(fixture: string, id: string): SeenEvent[] {
  const events = inputsOf(fixture).filter(input => input.kind === 'event');
  return events.filter(({ data }) => Object.values((data ?? {}) as JsonObject).includes(id));
}

/** What query-jobs and query-block-jobs, which call the id differently, return after those events. */
function listedAfter(events: readonly SeenEvent[], id: string): JsonObject[] {
  const changes = events.filter(event => event.name === 'JOB_STATUS_CHANGE');
  const { status = 'null' } = (changes.at(-1)?.data ?? {}) as { status?: string };
  const isFailed = events.some(({ data }) => (data as JsonObject).status === 'aborting');
  const error = isFailed && status === 'concluded' ? { error: 'x' } : {};
  return status === 'null' ? [] : [{ id, device: id, type: 'backup', status, ...error }];
}

/**
 * Plays the history: `begin` events come before the wait, then each choice is an event (true) or a reply. The clock
 * does not go on before the end: the job was in each state for milliseconds.
 */
function endOf(id: string, history: readonly SeenEvent[], begin: number, choices: boolean[]) {
  const record = new SessionRecord();
  const wait = waitFor(spec(`job ${id}`));
  let [asking, seen]: [string | undefined, number] = [undefined, 0];
  let result: WaitResult | undefined;
  let state: unknown;
  const perform = ([next, outputs]: readonly [unknown, readonly WaitOutput[]]) => {
    state = next;
    for (const output of outputs) {
      if (output.kind === 'settle') result = output.result;
      if (output.kind === 'send') asking = output.query.command;
    }
  };
  const nextEvent = () => {
    const { name, data } = history[seen++]!;
    return see(record, name, data as JsonObject);
  };
  const nextInput = (isEvent: boolean): WaitInput => {
    const isQuiet = seen === history.length;
    if (!isQuiet && (isEvent || asking === undefined)) return { kind: 'event', event: nextEvent() };
    if (asking === undefined) return { kind: 'tick' };
    const reply = returnTo(record, asking, listedAfter(history.slice(0, seen), id));
    asking = undefined;
    return reply;
  };
  while (seen < begin) nextEvent();
  perform(wait.start(record));
  const all = [...choices, ...history.map(() => true), ...Array<boolean>(10).fill(false)];
  for (const choice of all)
    if (result === undefined) perform(wait.step(state, nextInput(choice), record));
  return result?.exit;
}

describe('whenever the wait for a recorded job begins, its end is the same', () => {
  it.each([
    ['job-error', 'xreport', 6],
    ['job-error', 'xenospc', 0],
    ['job-commit', 'c0', 0],
    ['job-snapshot', 'sv0', 0],
    ['job-snapshot', 'sv1', 6],
    ['job-transaction', 'db0', 0],
  ])('%s: %s', (fixture, id, exit) => {
    const history = historyOf(fixture, id);
    const begins = fc.integer({ min: 1, max: history.length });
    const property = fc.property(
      begins,
      fc.array(fc.boolean(), { maxLength: 40 }),
      (begin, choices) => {
        expect(endOf(id, history, begin, choices)).toBe(exit);
      },
    );
    fc.assert(property);
  });
});
