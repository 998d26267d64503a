import { expect, it } from 'vitest';
import { nearest } from '../../src/shell/nearest.js';

const COMMANDS = ['query-jobs', 'query-version', 'query-name', 'query-named-block-nodes', 'stop'];

it.each<[what: string, typed: string, known: string | undefined]>([
  ['is the name that is the fewest edits away', 'query-job', 'query-jobs'],
  ['takes a swap for one edit', 'qurey-jobs', 'query-jobs'],
  ['does not count - and _, nor case', 'Query_Version', 'query-version'],
  [
    'is the only one that begins with what was typed, not another as near',
    'query-vers',
    'query-version',
  ],
  ['is so however much is left of it', 'query-named-b', 'query-named-block-nodes'],
  ['is the nearest where several begin with it', 'query-nam', 'query-name'],
  ['is none where several begin with it and none is near', 'que', undefined],
  ['is none of what has little in common', 'frobnicate', undefined],
  ['is none for a letter', 's', undefined],
])('%s', (_what, typed, known) => {
  expect(nearest(typed, COMMANDS)).toBe(known);
});
