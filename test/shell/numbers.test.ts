import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance, nearest } from '../../src/shell/nearest.js';
import { bytesText, isJsonNumberText, readInteger } from '../../src/shell/numbers.js';

/** The value read, `B` after it where it had a unit, or the message. */
function integer(text: string): string {
  const read = readInteger(text);
  return read.ok ? `${read.value}${read.hasUnit ? ' B' : ''}` : read.message;
}

describe('an integer', () => {
  it.each([
    ['0', '0'],
    ['-12', '-12'],
    ['18446744073709551616', '18446744073709551616'],
    ['0x10', '16'],
    ['-0XfF', '-255'],
    ['10B', '10 B'],
    ['1K', '1024 B'],
    ['1k', '1024 B'],
    ['1.5G', '1610612736 B'],
    ['2T', '2199023255552 B'],
    ['1P', '1125899906842624 B'],
    ['7E', '8070450532247928832 B'],
    ['0.5K', '512 B'],
    ['-1M', '-1048576 B'],
  ])('%s is %s', (text, expected) => {
    expect(integer(text)).toBe(expected);
  });

  it.each([
    ['', 'an integer'],
    ['x', 'an integer'],
    ['1e3', 'an integer'],
    ['+1', 'an integer'],
    ['1_000', 'an integer'],
    [' 1', 'an integer'],
    ['\u0663', 'an integer'],
    ['0x', 'an integer'],
    ['0x1G', 'an integer'],
    ['0b1', 'an integer'],
    ['00', 'leading zeros'],
    ['012K', 'leading zeros'],
    ['1.5', 'a whole number'],
    ['0.1K', 'a whole number'],
    ['1KB', 'one of the suffixes'],
    ['1Z', 'one of the suffixes'],
  ])('%j is none: expected %s', (text, expected) => {
    expect(integer(text)).toContain(`expected `);
    expect(integer(text)).toContain(expected);
  });

  it('of decimal digits is what BigInt says', () => {
    fc.assert(
      fc.property(fc.bigInt(), value => {
        expect(integer(String(value))).toBe(String(value));
      }),
    );
  });
});

it.each([
  ['0', true],
  ['-1.5e+10', true],
  ['01', false],
  ['.5', false],
  ['1.', false],
  ['0x1', false],
  ['NaN', false],
  ['', false],
])('%j is a JSON number: %s', (text, expected) => {
  expect(isJsonNumberText(text)).toBe(expected);
});

it.each([
  [0n, '0 B'],
  [1023n, '1023 B'],
  [1024n, '1 KiB'],
  [1610612736n, '1.5 GiB'],
  [10737418240n, '10 GiB'],
  [-1048576n, '-1 MiB'],
  [2n ** 64n, '16 EiB'],
  [2n ** 80n, '1048576 EiB'],
])('%s bytes are %s', (bytes, expected) => {
  expect(bytesText(bytes)).toBe(expected);
});

describe('the nearest name', () => {
  const NAMES = ['size', 'node-name', 'query-status', 'query-stats', 'up'];

  it.each([
    ['sise', 'size'],
    ['szie', 'size'],
    ['node_nmae', 'node-name'],
    ['NODE-NAME', 'node-name'],
    ['query-statsu', 'query-status'],
    ['query-stat', 'query-stats'],
    ['pu', 'up'],
    ['xx', undefined],
    ['completely-else', undefined],
    ['', undefined],
  ])('to %j is %s', (typed, expected) => {
    expect(nearest(typed, NAMES)).toBe(expected);
  });

  it('is a distance: none to itself, the same both ways, never beyond the longer', () => {
    const word = fc.string({ maxLength: 8 });
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(editDistance(a, a)).toBe(0);
        expect(editDistance(a, b)).toBe(editDistance(b, a));
        expect(editDistance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length));
      }),
    );
  });
});
