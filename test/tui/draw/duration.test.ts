import { describe, expect, it } from 'vitest';
import { clockText, durationText, rateText } from '../../../src/tui/draw/duration.js';

describe('a duration', () => {
  it.each([
    [0, '0.0 ms'],
    [0.23, '0.2 ms'],
    [9.96, '10 ms'],
    [57.4, '57 ms'],
    [999.7, '1.0 s'],
    [3_210, '3.2 s'],
    [99_960, '1:40'],
    [245_000, '4:05'],
  ])('of %f ms is %s', (ms, text) => {
    expect(durationText(ms)).toBe(text);
  });
});

describe('a time left', () => {
  it.each([
    [-1, '0:00'],
    [8.6, '0:09'],
    [59.7, '1:00'],
    [760, '12:40'],
    [11_100, '3:05:00'],
    [360_000, '4 d 4 h'],
  ])('of %f s is %s', (seconds, text) => {
    expect(clockText(seconds)).toBe(text);
  });
});

it('says rates by powers of 1024', () => {
  expect(rateText(432_013_312.4)).toBe('412 MiB/s');
});
