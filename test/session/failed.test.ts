import { expect, it } from 'vitest';
import { failedBy } from '../../src/session/failed.js';
import { parseLine } from '../../src/shell/line.js';
import { error, type ProblemCode } from '../../src/shell/problem.js';

const problem = (code: ProblemCode, [start, end]: readonly [number, number], message: string) =>
  error(code, { start, end }, message);

it.each([
  ['is not told of a word that cannot be read', problem('syntax', [5, 7], 'no end'), 'no end'],
  [
    'is told beside another kind of mistake',
    problem('wrong-type', [5, 7], 'no size'),
    'no size; given twice',
  ],
  [
    'is told beside another word that cannot be read',
    problem('syntax', [2, 4], 'no end'),
    'no end; given twice',
  ],
])('what a word would be in its command %s', (_what, before, message) => {
  const failed = failedBy(parseLine('stop x'), [
    before,
    problem('given-twice', [5, 7], 'given twice'),
  ]);
  expect(failed).toMatchObject({ outcome: { failure: { message } } });
});
