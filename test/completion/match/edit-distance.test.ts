// How slips are counted.
import { describe, expect, it } from 'vitest';
import { editDistance } from '../../../src/completion/match/edit-distance.js';

describe('the distance of a text from a name', () => {
  it.each([
    ['migrate', 'migrate', 0],
    ['migrat', 'migrate', 1],
    ['miggrate', 'migrate', 1],
    ['migrbte', 'migrate', 1],
    ['migarte', 'migrate', 1],
    ['mgiarte', 'migrate', 2],
    ['stop', 'cont', 3],
    ['x', 'migrate', 3],
    ['', 'ab', 2],
  ])('%s and %s: %i', (typed, name, slips) => {
    expect(editDistance(typed, name, 2)).toBe(slips);
  });
});
