import { describe, expect, it } from 'vitest';
import { isRowName, ROW_START, RowMap, rowName, rowText } from '../../src/json/row-map.js';
import type { JsonValue } from '../../src/json/value.js';

const row = (name: string, kind: string, is: unknown) =>
  ROW_START + rowText(name, `{"kind": "${kind}", "is": ${JSON.stringify(is)}}`);

const MANY = Array.from({ length: 60 }, (_, at) => `n${at}`);
const ROWS = [
  ...MANY.map(name => row(name, 'command', name)),
  row('n3', 'command', 'another of that name'),
  row('n1', 'event', 'an event'),
  row('n2', 'event', 'after a command of that name'),
  row('broken', 'command', 5),
  ROW_START,
];
const TEXT = Buffer.from(ROWS.join(''));

const COMMAND = /"kind": "command"/;
const EVENT = /"kind": "event"/;

function isOf(entry: JsonValue): string | undefined {
  const { is } = entry as { is: JsonValue };
  return typeof is === 'string' ? is : undefined;
}

describe('a map of rows', () => {
  const rows = () => new RowMap(TEXT, COMMAND, isOf);

  it.each([
    ['a row of its kind', 'n1', 'n1'],
    ['the first of a name', 'n3', 'n3'],
    ['nothing by a name that only begins another', 'n', undefined],
    ['nothing by the name of another kind', 'STOP', undefined],
    ['nothing by a name with a quote in it', 'n1", "kind', undefined],
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
    const once = new RowMap(TEXT, COMMAND, entry => read.push(entry));
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
    expect([...new RowMap(TEXT, EVENT, isOf)]).toEqual([
      ['n1', 'an event'],
      ['n2', 'after a command of that name'],
    ]);
  });
});

it.each(['a', 'x-y', 'é', '[int]', '__org.x'])('a row is found by the name %j', name => {
  expect(isRowName(name)).toBe(true);
  const text = rowText(name, '{"kind": "command", "is": "it"}');
  expect(rowName(text)).toBe(name);
  expect(new RowMap(Buffer.from(`\n${text}\n`), COMMAND, isOf).get(name)).toBe('it');
});

it.each(['', 'a b', 'a"b', 'a\\b', 'a\nb'])('no row is found by %j', name => {
  expect(isRowName(name)).toBe(false);
  const text = Buffer.from(`\n${rowText(name, '{"kind": "command", "is": "it"}')}\n`);
  const rows = () => new RowMap(text, COMMAND, isOf);
  expect([rows().get(name), [...rows().keys()]]).toEqual([undefined, []]);
});
