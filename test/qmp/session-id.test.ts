import { expect, test } from 'vitest';
import { idText, randomId } from '../../src/qmp/session-id.js';

test('ids of a session are texts of their own, short, that no JSON escapes', () => {
  const first = randomId();
  const ids = Array.from({ length: 10_000 }, (_none, serial) => idText(first + serial));
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.every(id => /^[\w-]{3,4}$/.test(id))).toBe(true);
});

test('ids count on past the longest that a session may begin with', () => {
  expect([64 ** 2 - 1, 64 ** 2, 64 ** 3 - 1, 64 ** 3].map(idText)).toEqual([
    '__',
    '100',
    '___',
    '1000',
  ]);
});

test('sessions begin with ids of one length, and of two hardly any with the same', () => {
  const firsts = Array.from({ length: 100 }, () => idText(randomId()));
  expect(firsts.every(id => /^[\w-]{3}$/.test(id))).toBe(true);
  expect(new Set(firsts).size).toBeGreaterThan(90);
});
