import { expect, it } from 'vitest';
import { noticeTeller } from '../../src/cli/notices.js';

it('tells the first of what belongs to nobody, and of a flood how much it is', () => {
  const told: string[] = [];
  const take = noticeTeller(text => told.push(text));
  for (let count = 0; count < 2_000; count += 1)
    take({ kind: 'no-id', text: `{"return": ${count}}` });
  expect(told.slice(0, 2)).toEqual([
    'a reply without an id: {"return": 0}',
    'a reply without an id: {"return": 1}',
  ]);
  expect(told.slice(8)).toEqual([
    '10 messages so far that belong to no command of this session',
    '100 messages so far that belong to no command of this session',
    '1000 messages so far that belong to no command of this session',
  ]);
});
