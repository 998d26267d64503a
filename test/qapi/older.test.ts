// Types of today with what they had once.
import { describe, expect, it } from 'vitest';
import { withOlder } from '../../src/qapi/older.js';
import { readSchema } from '../../src/qapi/read-schema.js';

const typesIn = (text: string) => readSchema('a.json', { readFile: () => text }).schema.types;

/** The members of the object type, or the values of the enumeration, that comes of both: `name: type`. */
function merged(today: string, older: string): readonly string[] {
  const type = withOlder(typesIn(today), typesIn(older)).get('T');
  if (type?.kind === 'enum') return type.values.map(({ name }) => name);
  if (type?.kind !== 'object') return [];
  const members = type.members.map(
    row => `${row.name}: ${row.type}${row.optional ? ', optional' : ''}`,
  );
  return [...members, ...(type.branches ?? []).map(({ value }) => `if ${value}`)];
}

const NOW = `{ 'struct': 'T', 'data': { 'a': 'int', '*b': 'str' } }`;
const UNION = `
{ 'enum': 'Kind', 'data': ['x'] }
{ 'struct': 'X', 'data': { 'c': 'int' } }
{ 'union': 'T', 'base': { 'kind': 'Kind' }, 'discriminator': 'kind', 'data': { 'x': 'X' } }`;

describe('of a type that both have', () => {
  it.each([
    ['a member that is gone', NOW, `{ 'struct': 'T', 'data': { 'c': 'bool' } }`, 'c: bool'],
    ['a member that was mandatory', NOW, `{ 'struct': 'T', 'data': { 'b': 'str' } }`, 'b: str'],
    [
      'a value that is gone',
      `{ 'enum': 'T', 'data': ['x'] }`,
      `{ 'enum': 'T', 'data': ['y'] }`,
      'y',
    ],
    ['a branch', UNION, `{ 'struct': 'T', 'data': { 'd': 'int' } }`, 'if x'],
  ])('%s is there', (_, today, older, row) => {
    expect(merged(today, older)).toContain(row);
  });

  it('the order is that of today, and what is gone comes last', () => {
    const older = `{ 'struct': 'T', 'data': { 'c': 'bool', 'b': 'str' } }`;
    expect(merged(NOW, older)).toEqual(['a: int', 'b: str', 'c: bool']);
  });

  it('there are no branches where the discriminator was none', () => {
    const older = `{ 'struct': 'T', 'data': { 'kind': 'str' } }`;
    expect(merged(UNION, older)).toEqual(['kind: str']);
  });
});

it('a type that is of another kind today is as today', () => {
  expect(merged(NOW, `{ 'enum': 'T', 'data': ['x'] }`)).toEqual(['a: int', 'b: str, optional']);
});

it('a type that is gone is there', () => {
  expect(merged(`{ 'struct': 'U', 'data': {} }`, NOW)).toEqual(['a: int', 'b: str, optional']);
});
