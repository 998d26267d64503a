import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { widthOf } from '../../../src/tui/draw/spans.js';
import { statusRow } from '../../../src/tui/draw/status-row.js';
import type { Health, ScreenFacts } from '../../../src/tui/facts.js';
import { FACTS, JOB, NO_EVENTS, VM } from './screen-facts.js';
import { styled, textOf } from './written.js';

const KEYS = 'F1 keys  F2 monitor';
const BLOCKED: Health = { kind: 'blocked', command: 'stop', forMs: 3_200, yank: undefined };
/** Everything that there may be to show. */
const FULL: ScreenFacts = {
  ...FACTS,
  vm: { ...VM, readOnly: true },
  jobs: [JOB, JOB],
  events: { ...NO_EVENTS, total: 9, perSecond: 15_000 },
};

function rowOf(facts: ScreenFacts, columns: number): string {
  return textOf(statusRow(facts, KEYS, columns));
}

describe('a VM that is well', () => {
  it.each([
    [
      120,
      ` fedora-vm · QEMU 7.2.22 · ● running · /run/vm.sock · 0.2 ms${' '.repeat(40)}F1 keys  F2 monitor `,
    ],
    [80, ' fedora-vm · QEMU 7.2.22 · ● running · /run/vm.sock · 0.2 ms'],
    [60, ' fedora-vm · QEMU 7.2.22 · ● running · /run/vm.sock · 0.2 ms'],
    [40, ' fedora-vm · ● running · 0.2 ms'],
    [20, ' ● running'],
    [10, ' ● running'],
  ])('in %i columns', (columns, row) => {
    expect(rowOf(FACTS, columns)).toBe(row);
  });
});

describe('a VM of which there is much to say', () => {
  it.each([
    [
      120,
      ' fedora-vm · QEMU 7.2.22 · ● running · read-only · /run/vm.sock · 2 jobs · 15000 ev/s · 0.2 ms      F1 keys  F2 monitor',
    ],
    [80, ' fedora-vm · QEMU 7.2.22 · ● running · read-only · 2 jobs · 0.2 ms'],
    [60, ' fedora-vm · QEMU 7.2.22 · ● running · read-only · 0.2 ms'],
    [40, ' fedora-vm · ● running · read-only'],
  ])('in %i columns', (columns, row) => {
    expect(rowOf(FULL, columns).trimEnd()).toBe(row);
  });
});

describe('what is wrong stays to the last', () => {
  it.each<[columns: number, facts: Partial<ScreenFacts>, row: string]>([
    [
      80,
      { health: BLOCKED },
      ' fedora-vm · QEMU 7.2.22 · ● running · /run/vm.sock · main loop blocked 3.2 s',
    ],
    [60, { health: BLOCKED }, ' fedora-vm · ● running · main loop blocked 3.2 s'],
    [40, { health: BLOCKED }, ' ● running · main loop blocked 3.2 s'],
    [24, { health: BLOCKED }, ' main loop blocked 3.2 s'],
    [12, { health: BLOCKED }, ' main loop…'],
    [24, { health: { kind: 'waiting', command: 'stop', forMs: 900 } }, ' waiting 900 ms'],
    [60, { vm: undefined }, ' not connected · /run/vm.sock           F1 keys  F2 monitor '],
    [20, { vm: undefined }, ' not connected'],
    [8, { vm: undefined }, ' not co…'],
  ])('in %i columns', (columns, facts, row) => {
    expect(rowOf({ ...FACTS, ...facts }, columns)).toBe(row);
  });
});

it.each([
  ['running', 'good'],
  ['paused', 'warning'],
  ['prelaunch', 'warning'],
  ['io-error', 'bad'],
  ['guest-panicked', 'bad'],
])('shows the run state %s as %s', (status, style) => {
  const row = styled(statusRow({ ...FACTS, vm: { ...VM, status } }, KEYS, 80));
  expect(row).toContain(`<${style}:● ><${style}:${status}>`);
});

it.each<[what: string, facts: Partial<ScreenFacts>, row: string]>([
  [
    'one job as one',
    { jobs: [JOB] },
    ' fedora-vm · QEMU 7.2.22 · ● running · /run/vm.sock · 1 job · 0.2 ms',
  ],
  [
    'a server without a name or run state',
    { vm: { ...VM, name: undefined, status: undefined } },
    ' QEMU 7.2.22 · /run/vm.sock · 0.2 ms',
  ],
  [
    'the end of a long path',
    { target: `/${'long/'.repeat(10)}vm.sock` },
    ' fedora-vm · QEMU 7.2.22 · ● running · …g/long/long/long/long/long/long/vm.sock · 0.2 ms',
  ],
  [
    'the start of a long name',
    { vm: { ...VM, name: 'n'.repeat(99) } },
    ` ${'n'.repeat(31)}… · QEMU 7.2.22 · ● running · /run/vm.sock · 0.2 ms`,
  ],
  [
    'what came from outside escaped',
    { vm: { ...VM, name: 'a\x1b]0;b', status: '\x9b' }, target: '\u202e' },
    ' a\\u001B]0;b · QEMU 7.2.22 · ● \\u009B · \\u202E · 0.2 ms',
  ],
])('shows %s', (_what, facts, row) => {
  expect(
    rowOf({ ...FACTS, ...facts }, 100)
      .replace(KEYS, '')
      .trimEnd(),
  ).toBe(row);
});

it('is never wider than the terminal, and says something in any', () => {
  const states = fc.constantFrom<Partial<ScreenFacts>>(
    {},
    FULL,
    { health: BLOCKED },
    { vm: undefined },
  );
  fc.assert(
    fc.property(states, fc.integer({ min: 2, max: 200 }), (facts, columns) => {
      const row = statusRow({ ...FACTS, ...facts }, KEYS, columns);
      expect(widthOf(row)).toBeLessThanOrEqual(columns);
      expect(textOf(row).trim()).not.toBe('');
    }),
  );
});
