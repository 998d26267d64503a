import { expect, test } from 'vitest';
import { randomPrefix, serialText } from '../../src/qmp/session-id.js';

test('numbers of commands are texts of their own, short, that no JSON escapes', () => {
  const texts = Array.from({ length: 10_000 }, (_none, serial) => serialText(serial));
  expect(new Set(texts).size).toBe(texts.length);
  expect(texts.every(text => /^[\w-]{1,3}$/.test(text))).toBe(true);
});

test('prefixes have one length, so that no id of one session is an id of another', () => {
  const prefixes = Array.from({ length: 100 }, randomPrefix);
  expect(prefixes.every(prefix => /^[\w-]{2}$/.test(prefix))).toBe(true);
  expect(new Set(prefixes).size).toBeGreaterThan(90);
});
