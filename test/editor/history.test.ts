import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  findEntries,
  formatEntry,
  type HistoryEntry,
  isKept,
  parseEntry,
  recallOrder,
  SECRET_MASK,
} from '../../src/editor/history.js';
import { MASK } from '../../src/shell/secrets.js';

function entries(...lines: string[]): HistoryEntry[] {
  return lines.map((text, t) => {
    const [vm = '', line = ''] = text.split(': ');
    return { t, vm, line };
  });
}

describe('recallOrder', () => {
  it.each([
    ['newest first', ['a: stop', 'a: cont'], ['cont', 'stop']],
    [
      "this VM's before others'",
      ['a: stop', 'b: cont', 'a: quit', 'c: x'],
      ['quit', 'stop', 'x', 'cont'],
    ],
    ['each once, where it was newest', ['a: stop', 'a: cont', 'a: stop'], ['stop', 'cont']],
    ['as ours if both have it', ['b: x', 'a: stop', 'b: stop'], ['stop', 'x']],
  ])('offers %s', (_what, lines, order) => {
    expect(recallOrder(entries(...lines), 'a')).toEqual(order);
  });
});

describe('what is kept', () => {
  it.each([
    ['stop', true],
    [' stop', false],
    ['\nstop', false],
    ['', false],
    ['x'.repeat(65_537), false],
  ])('%j: %s', (line, kept) => {
    expect(isKept(line)).toBe(kept);
  });
});

describe('the mask of secrets', () => {
  it('is the one that the shell puts in', () => {
    expect(SECRET_MASK).toBe(MASK);
  });
});

describe('findEntries', () => {
  it('finds a text in the lines of all VMs, whatever its case', () => {
    const found = findEntries(entries('a: query-Block', 'b: stop', 'b: block_resize'), 'BLOCK');
    expect(found.map(entry => entry.line)).toEqual(['query-Block', 'block_resize']);
  });
});

describe('an entry in the file', () => {
  it('is one line that reads back as it was', () => {
    const kept = fc.string({ unit: 'grapheme', minLength: 1 }).filter(isKept);
    fc.assert(
      fc.property(fc.nat(), fc.string(), kept, (t, vm, line) => {
        const written = formatEntry({ t, vm, line });
        expect(written).not.toContain('\n');
        expect(parseEntry(written)).toEqual({ t, vm, line });
      }),
    );
  });

  it('is nothing else', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), text => {
        expect(parseEntry(text)).toBeUndefined();
      }),
    );
  });
});
