import { describe, expect, it } from 'vitest';
import type { EventMessage } from '../../src/qmp/messages.js';
import { EventTally } from '../../src/session/event-tally.js';

function event(name: string): EventMessage {
  return { kind: 'event', name, text: `{"event": "${name}"}` };
}

/** A tally that was told of so many events at each of these moments, in ms. */
function tallyOf(moments: readonly (readonly [at: number, count: number])[], end: number) {
  let time = 0;
  const tally = new EventTally(() => time);
  for (const [at, count] of moments) {
    time = at;
    for (let each = 0; each < count; each += 1) tally.take(event('STOP'));
  }
  time = end;
  return tally;
}

describe('the rate', () => {
  it.each<[what: string, moments: (readonly [number, number])[], end: number, rate: number]>([
    ['is none before a second is over', [[10, 5]], 900, 0],
    ['is that of the last whole second', [[10, 5]], 1_000, 5],
    ['is by what the second really took', [[10, 6]], 1_500, 4],
    [
      'stays until the next second is over',
      [
        [10, 5],
        [1_000, 1],
      ],
      1_900,
      5,
    ],
    [
      'goes down with the next second',
      [
        [10, 5],
        [1_000, 1],
      ],
      2_000,
      1,
    ],
    ['is none after a silence', [[10, 5]], 2_000, 0],
    [
      'begins anew after a silence',
      [
        [10, 5],
        [60_000, 3],
      ],
      60_500,
      0,
    ],
    [
      'is right in the second after a silence',
      [
        [10, 5],
        [60_000, 3],
      ],
      61_000,
      3,
    ],
    [
      'holds for a flood',
      [
        [0, 15_000],
        [1_000, 15_000],
      ],
      2_000,
      15_000,
    ],
  ])('%s', (_what, moments, end, rate) => {
    expect(tallyOf(moments, end).perSecond).toBe(rate);
  });
});

it('counts each event, by name, and keeps the last', () => {
  const tally = new EventTally(() => 0);
  for (const name of ['STOP', 'RESUME', 'STOP', 'RESET']) tally.take(event(name));
  expect(tally.total).toBe(4);
  expect([...tally.counts]).toEqual([
    ['STOP', 2],
    ['RESUME', 1],
    ['RESET', 1],
  ]);
  expect(tally.last?.name).toBe('RESET');
});
