// docs/coverage.md is what the records of the tests make it, and leaves nothing out.
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { coveragePage, wordsFor } from './coverage.js';
import { drivenIn } from './driven.js';
import { SYSTEMS } from './items.js';
import { NOT_DRIVEN } from './not-driven.js';

const PAGE = new URL('../../docs/coverage.md', import.meta.url);
const ITEMS = SYSTEMS.flatMap(({ items }) => items);

it('is up to date (npm run coverage)', () => {
  if (process.env.QMPSH_UPDATE === '1') writeFileSync(PAGE, coveragePage());
  expect(readFileSync(PAGE, 'utf8')).toBe(coveragePage());
});

describe('the five systems', () => {
  it('have as many items as the documents', () => {
    expect(SYSTEMS.map(({ items }) => items.length)).toEqual([5, 15, 46, 32, 57]);
  });

  it('are driven, explained, or not for a reason that is given', () => {
    expect(ITEMS.filter(item => wordsFor(item) === undefined)).toEqual([]);
  });

  it('have no reason for what is driven, nor for what they do not have', () => {
    const idle = Object.keys(NOT_DRIVEN).filter(
      item => !ITEMS.includes(item) || wordsFor(item)?.startsWith('not driven') !== true,
    );
    expect(idle).toEqual([]);
  });
});

describe('drivenIn', () => {
  const line = (dir: '<' | '>', message: object) => JSON.stringify({ dir, message });

  it('counts a command when it is answered with a return', () => {
    const sent = line('>', { execute: 'query-yank', id: 'a' });
    expect(drivenIn(sent)).toEqual([]);
    expect(drivenIn([sent, line('<', { error: {}, id: 'a' })].join('\n'))).toEqual([]);
    expect(drivenIn([sent, line('<', { return: [], id: 'a' })].join('\n'))).toEqual([
      'command query-yank',
    ]);
  });

  it('finds branches at any depth, and events', () => {
    const file = { driver: 'file', filename: '/f' };
    const add = {
      execute: 'blockdev-add',
      arguments: { driver: 'qcow2', file, backing: 'b' },
      id: 1,
    };
    const log = [
      line('>', add),
      line('<', { return: {}, id: 1 }),
      line('<', { event: 'MIGRATION' }),
    ];
    expect(drivenIn(log.join('\n'))).toEqual([
      'branch BlockdevOptions file',
      'branch BlockdevOptions qcow2',
      'branch BlockdevRef definition',
      'branch BlockdevRef reference',
      'command blockdev-add',
      'event MIGRATION',
    ]);
  });
});
