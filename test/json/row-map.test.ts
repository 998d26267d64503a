import { describe, expect, it } from 'vitest';
import { ROW_START, RowMap, rowText } from '../../src/json/row-map.js';
import type { JsonValue } from '../../src/json/value.js';

const MANY = Array.from({ length: 60 }, (_, at) => `n${at}`);
const ROWS = [
  ...MANY.map(name => rowText('command', name, JSON.stringify({ is: name }))),
  rowText('event', 'n1', '"an event"'),
  rowText('command', 'broken', '5'),
  ROW_START,
];
const TEXT = Buffer.from(ROWS.join(''));

const isOf = (entry: JsonValue) => (entry === 5 ? undefined : JSON.stringify(entry));

describe('a map of rows', () => {
  const rows = () => new RowMap(TEXT, 'command', isOf);

  it.each([
    ['a row of its kind', 'n1', '{"is":"n1"}'],
    ['nothing by a name that only begins another', 'n', undefined],
    ['nothing by the name of another kind', 'STOP', undefined],
    ['nothing by a name with a blank', 'n1 {"is":', undefined],
    ['nothing by the empty name', '', undefined],
    ['nothing where reading gives nothing', 'broken', undefined],
  ])('gives %s', (_what, name, expected) => {
    expect(rows().get(name)).toBe(expected);
    expect(rows().has(name)).toBe(expected !== undefined);
    const looked = rows();
    expect(looked.size).toBe(61);
    expect(looked.get(name)).toBe(expected);
  });

  it('reads a row once, however often it is asked for', () => {
    const read: JsonValue[] = [];
    const once = new RowMap(TEXT, 'command', entry => read.push(entry));
    for (const name of [...MANY, ...MANY]) once.get(name);
    expect([...once.values()].length).toBe(61);
    expect(read).toHaveLength(61);
  });

  it('goes through all rows of its kind in their order, but for those that give nothing', () => {
    expect([...rows().keys()]).toEqual([...MANY, 'broken']);
    expect([...rows()].map(([name]) => name)).toEqual(MANY);
    const seen: string[] = [];
    rows().forEach((_value, name) => {
      seen.push(name);
    });
    expect(seen).toEqual(MANY);
    expect([...new RowMap(TEXT, 'event', isOf).entries()]).toEqual([['n1', '"an event"']]);
  });
});
