import fc from 'fast-check';
import { describe, it } from 'vitest';
import { TARGETS } from './targets.js';

describe('whatever comes', () => {
  it.each(TARGETS.map(target => [target.name, target] as const))('%s', (_name, { claim, runs }) => {
    fc.assert(claim, { numRuns: runs });
  });
});
