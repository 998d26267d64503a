// The waits that ask nothing: `.wait event` and `.wait end`.
import { printJson } from '../../json/print.js';
import { oneLine } from '../../json/text.js';
import type { JsonObject } from '../../json/value.js';
import { type ConnectionEnd, endText } from '../../qmp/connection-end.js';
import { type Filter, mayPass } from '../filter.js';
import { interrupted, succeeded, type Wait, type WaitFacts, type WaitStep } from './wait.js';

/** From which event on the ring is searched. */
interface EventState {
  readonly from: number;
}

/** Until an event passes the filter: the oldest that no wait has taken, or the next. It is taken then. */
export function eventWait(filter: Filter, since: 'session' | 'now'): Wait<EventState> {
  return {
    start: facts => takeEvent(filter, { from: since === 'now' ? facts.ring.next : 0 }, facts),
    step: (state, input, facts) => {
      if (input.kind === 'ended') {
        const result = interrupted(input.end, eventWords(filter, state, facts));
        return [state, [{ kind: 'settle', result }]];
      }
      const isIt = input.kind === 'event' && mayPass(filter, input.event.name);
      return isIt ? takeEvent(filter, { from: input.event.seq }, facts) : [state, []];
    },
    describe: (state, facts) => eventWords(filter, state, facts),
  };
}

function takeEvent(filter: Filter, state: EventState, { ring }: WaitFacts): WaitStep<EventState> {
  const event = ring.take(filter, state.from);
  if (event === undefined) return [state, []];
  const result = succeeded(oneLine(event.text), event.name + lossWords(ring.lost(filter)));
  return [state, [{ kind: 'settle', result }]];
}

function eventWords(filter: Filter, _state: EventState, { ring }: WaitFacts): string {
  const names = filter.items.filter(item => !item.excludes).map(item => item.glob);
  return `the event ${names.join(' or ') || 'of any other name'}${lossWords(ring.lost(filter))}`;
}

function lossWords(lost: number): string {
  return lost === 0
    ? ''
    : ` (${lost} older ones that may have matched were dropped, the ring was full)`;
}

/** Until the server is gone, however. */
export function endWait(): Wait<undefined> {
  return {
    start: () => [undefined, []],
    step: (state, input, facts) => {
      if (input.kind !== 'ended') return [state, []];
      const result = succeeded(printJson(endLine(input.end, facts)), endText(input.end));
      return [state, [{ kind: 'settle', result }]];
    },
    describe: () => 'the server to end',
  };
}

function endLine(end: ConnectionEnd, { tracked }: WaitFacts): JsonObject {
  const { shutdown } = tracked.runState;
  if (shutdown === undefined) return { end: endText(end) };
  const { guest, reason } = shutdown;
  const known = {
    ...(guest === undefined ? {} : { guest }),
    ...(reason === undefined ? {} : { reason }),
  };
  return { end: endText(end), shutdown: known };
}
