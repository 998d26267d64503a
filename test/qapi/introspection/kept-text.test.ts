import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../../src/json/parse.js';
import { printJson } from '../../../src/json/print.js';
import { memberText } from '../../../src/json/text.js';
import type { JsonValue } from '../../../src/json/value.js';
import { IntrospectionError } from '../../../src/qapi/errors.js';
import { importIntrospection } from '../../../src/qapi/introspection/import.js';
import { introspectionText, loadIntrospection } from '../../../src/qapi/introspection/kept-text.js';
import type { Schema } from '../../../src/qapi/model.js';

const recorded = readFileSync('test/fixtures/introspection-7.2.json', 'utf8');
const REPLY = parseJson(memberText(recorded, 'schema') ?? '');

const nameOf = (entry: JsonValue) => (entry as { name: string }).name;

const spelled = ({ commands, events, types }: Schema) => [[...commands], [...events], [...types]];

const read = (text: string) => loadIntrospection(introspectionText({ value: parseJson(text) }));

describe('the schema of a text', () => {
  it('is the one that reading all of it at once gives', () => {
    const schema = read(JSON.stringify(REPLY));
    expect(spelled(schema)).toEqual(spelled(importIntrospection(REPLY)));
    expect(schema.commands.size).toBe(importIntrospection(REPLY).commands.size);
  });

  it('gives single entries, before and after it was looked through', () => {
    const whole = importIntrospection(REPLY);
    const schema = read(JSON.stringify(REPLY));
    const names = [...whole.commands.keys()];
    for (const name of names) expect(schema.commands.get(name)).toEqual(whole.commands.get(name));
    expect(schema.commands.has('nosuch')).toBe(false);
    expect(schema.types.get('0')).toEqual(whole.types.get('0'));
  });

  it('knows by the type of its argument whether a command is closed', () => {
    const schema = read(`[
      {"meta-type": "command", "name": "netdev_add", "arg-type": "1", "ret-type": "0"},
      {"meta-type": "object", "name": "1", "members": [], "tag": "type", "variants": []}]`);
    expect(schema.commands.get('netdev_add')?.closed).toBe(true);
  });

  it('passes over an entry that is broken, for the sake of the others', () => {
    const schema = read(`[
      {"meta-type": "object", "name": "1", "members": {}},
      {"meta-type": "enum", "name": "2", "values": ["x"]}]`);
    expect(schema.types.get('1')).toBeUndefined();
    expect([...schema.types.keys(), ...[...schema.types.values()].map(type => type.kind)]).toEqual([
      '1',
      '2',
      'enum',
    ]);
  });

  it.each<[string, string]>([
    ['what is no array', '{}'],
    ['what names no entries', '[{"name": 5}]'],
    ['a list of itself', '[{"meta-type": "array", "name": "1", "element-type": "1"}]'],
    [
      'a member that is a list of lists of lists',
      `[{"meta-type": "object", "name": "1", "members": [{"name": "a", "type": "${'['.repeat(9)}int${']'.repeat(9)}"}]}]`,
    ],
  ])('is not made of %s', (_what, text) => {
    expect(() => read(text)).toThrow(IntrospectionError);
  });
});

it.each(['a b', 'a\nevent X {}', ''])('a hostile name (%j) does not get into a kept text', name => {
  const text = introspectionText({ value: [{ 'meta-type': 'event', name, 'arg-type': '0' }] });
  expect([...loadIntrospection(text).events.keys()]).toEqual([]);
});

it('a number beyond those of JavaScript is in the text as it came', () => {
  const value = parseJson(
    '[{"meta-type": "object", "name": "a", "members": [{"name": "x", "type": "int", "default": 12345678901234567890}]}]',
  );
  const text = introspectionText({ value });
  expect(`${text}`).toContain('12345678901234567890');
  expect(loadIntrospection(text).types.get('a')).toMatchObject({ name: 'a' });
});

it('of two entries of one name the first counts, for the check as for whoever reads', () => {
  const list = (element: string) => ({ 'meta-type': 'array', name: 'a', 'element-type': element });
  expect(() => introspectionText({ value: [list('a'), list('int')] })).toThrow(IntrospectionError);
  const { types } = loadIntrospection(introspectionText({ value: [list('int'), list('a')] }));
  const element = { kind: 'array', name: 'a', element: 'int' };
  expect([types.get('a'), [...types.values()]]).toEqual([element, [element]]);
});

describe('of a reply whose entries are known as texts', () => {
  const ofRows = (value: JsonValue[]) =>
    loadIntrospection(introspectionText({ value, rows: value.map(printJson) }));

  it('nothing but those is looked at, and the schema is the same', () => {
    const rows = (REPLY as JsonValue[]).map(printJson);
    const reply = {
      rows,
      get value(): JsonValue {
        throw new Error('the value was read');
      },
    };
    const schema = loadIntrospection(introspectionText(reply));
    expect(spelled(schema)).toEqual(spelled(importIntrospection(REPLY)));
  });

  it.each<[string, JsonValue[]]>([
    ['what names no entries', [{ name: 5 }]],
    ['what has no meta-type', [{ name: 'a' }]],
    ['a list of itself', [{ 'meta-type': 'array', name: '1', 'element-type': '1' }]],
    [
      'a list of itself, called an object before',
      [
        {
          name: '1',
          members: [{ 'meta-type': 'object' }],
          'element-type': '1',
          'meta-type': 'array',
        },
      ],
    ],
    [
      'a member that is a list of lists of lists',
      [
        {
          name: '1',
          members: [{ name: 'a', type: `${'['.repeat(9)}int${']'.repeat(9)}` }],
          'meta-type': 'object',
        },
      ],
    ],
  ])('it is not made of %s', (_what, value) => {
    expect(() => ofRows(value)).toThrow(IntrospectionError);
  });

  it.each<[string, string[]]>([
    [
      'a list of itself that has another name behind',
      ['{"name": "A", "meta-type": "array", "element-type": "A", "name": "B"}'],
    ],
    [
      'an alternate of itself before a list of its name',
      [
        '{"name": "X", "members": [{"type": "X"}], "meta-type": "alternate"}',
        '{"name": "X", "element-type": "int", "meta-type": "array"}',
      ],
    ],
    [
      'two lists of each other that have other names behind',
      [
        '{"name": "A", "meta-type": "array", "element-type": "B", "name": "x"}',
        '{"name": "B", "meta-type": "array", "element-type": "A", "name": "y"}',
      ],
    ],
  ])('it is not made of %s', (_what, rows) => {
    const value = rows.map(row => JSON.parse(row) as JsonValue);
    expect(() => introspectionText({ value, rows })).toThrow(IntrospectionError);
  });

  it.each<[string, JsonValue]>([
    ['its members in another order', { 'meta-type': 'event', name: 'E', 'arg-type': '0' }],
    ['a member whose name is a number', { 1: 2, name: 'E', 'arg-type': '0', 'meta-type': 'event' }],
    ['a name beyond ASCII', { 'arg-type': '0', 'meta-type': 'event', name: 'É' }],
    [
      'another meta-type within',
      { name: 'E', features: [{ 'meta-type': 'object' }], 'arg-type': '0', 'meta-type': 'event' },
    ],
  ])('an entry with %s is found as what it is', (_what, entry) => {
    const { events, types } = ofRows([entry]);
    expect([[...events.keys()], [...types.values()]]).toEqual([[nameOf(entry)], []]);
  });
});
