import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../../src/json/parse.js';
import { memberText } from '../../../src/json/text.js';
import { IntrospectionError } from '../../../src/qapi/errors.js';
import { importIntrospection } from '../../../src/qapi/introspection/import.js';
import { objectOf, typeOf } from '../../../src/qapi/model.js';
import { viewObject } from '../../../src/qapi/object-view.js';
import { hasShared, SHARED } from '../../shared.js';

const importText = (text: string) => importIntrospection(parseJson(text));

describe('importIntrospection', () => {
  it('reads a command with its argument, return type, features and oob', () => {
    const schema = importText(`[
      {"meta-type": "command", "name": "yank", "arg-type": "1", "ret-type": "0", "allow-oob": true},
      {"meta-type": "command", "name": "old", "arg-type": "0", "ret-type": "0", "features": ["deprecated"]},
      {"meta-type": "object", "name": "1", "members": [
        {"name": "a", "type": "str"}, {"name": "b", "type": "[int]", "default": null}]}]`);
    expect(schema.commands.get('yank')).toMatchObject({ arg: '1', allowOob: true, closed: true });
    expect(schema.commands.get('old')?.features).toEqual(['deprecated']);
    expect(objectOf(schema, '1')?.members).toEqual([
      { name: 'a', type: 'str', optional: false },
      { name: 'b', type: '[int]', optional: true },
    ]);
    expect(typeOf(schema, '[int]')).toEqual({ kind: 'array', name: '[int]', element: 'int' });
  });

  it('reads enums by members or, before QEMU 6.2, by values', () => {
    const schema = importText(`[
      {"meta-type": "enum", "name": "1", "values": ["x", "y"]},
      {"meta-type": "enum", "name": "2", "values": ["x"], "members": [{"name": "x", "features": ["unstable"]}]}]`);
    expect(typeOf(schema, '1')).toMatchObject({ values: [{ name: 'x' }, { name: 'y' }] });
    expect(typeOf(schema, '2')).toMatchObject({ values: [{ name: 'x', features: ['unstable'] }] });
  });

  it('passes over meta-types it does not know', () => {
    expect(importText('[{"meta-type": "novelty", "name": "x"}]').types.size).toBe(0);
  });

  it.each([
    ['{}', 'expected an array of schema entries'],
    ['[1]', 'entry 0 of the schema: expected an object'],
    [
      '[{"meta-type": "enum", "name": "1"}, {"name": 5}]',
      "entry 1 of the schema: expected a string as 'name'",
    ],
    [
      '[{"meta-type": "object", "name": "1", "members": {}}]',
      "entry 0 of the schema: expected an array as 'members'",
    ],
    [
      '[{"meta-type": "array", "name": "1", "element-type": "2"}, {"meta-type": "array", "name": "2", "element-type": "1"}]',
      "lists and alternates are nested deeper than 8 levels: '1'",
    ],
    [
      '[{"meta-type": "alternate", "name": "1", "members": [{"type": "int"}, {"type": "1"}]}]',
      "lists and alternates are nested deeper than 8 levels: '1'",
    ],
    [
      `[{"meta-type": "object", "name": "1", "members": [{"name": "a", "type": "${'['.repeat(9)}int${']'.repeat(9)}"}]}]`,
      'lists and alternates are nested deeper than 8 levels',
    ],
  ])('refuses %s', (text, message) => {
    expect(() => importText(text)).toThrow(IntrospectionError);
    expect(() => importText(text)).toThrow(message);
  });

  it.each([
    ['device_add', '{"meta-type": "object", "name": "1", "members": []}', false],
    ['netdev_add', '{"meta-type": "object", "name": "1", "members": []}', false],
    [
      'netdev_add',
      '{"meta-type": "object", "name": "1", "members": [], "tag": "type", "variants": []}',
      true,
    ],
    ['stop', '{"meta-type": "object", "name": "1", "members": []}', true],
  ])('knows that %s with %s is closed: %s', (name, arg, closed) => {
    const schema = importText(
      `[{"meta-type": "command", "name": "${name}", "arg-type": "1", "ret-type": "1"}, ${arg}]`,
    );
    expect(schema.commands.get(name)?.closed).toBe(closed);
  });

  it('survives bases and unions that go in circles', () => {
    const schema = importText(`[{"meta-type": "object", "name": "1", "tag": "t",
      "members": [{"name": "t", "type": "str"}], "variants": [{"case": "a", "type": "1"}]}]`);
    expect(viewObject(schema, '1', () => 'a').members.length).toBeLessThan(10);
  });
});

describe.skipIf(!hasShared)('a real reply of QEMU 7.2 (needs ../shared)', () => {
  const text = hasShared
    ? readFileSync(`${SHARED}/facts/introspection-qemu-system-x86_64-7.2.22.json`, 'utf8')
    : '{"schema": []}';
  const schema = importText(memberText(text, 'schema') ?? '');

  it('has all its commands and events', () => {
    expect(schema.commands.size).toBe(216);
    expect(schema.events.size).toBe(52);
  });

  it('knows the branch of a driver as soon as the driver is given', () => {
    const arg = schema.commands.get('blockdev-add')?.arg;
    const view = viewObject(schema, arg, tag => (tag === 'driver' ? 'qcow2' : undefined));
    const names = view.members.map(member => member.name);
    expect(names).toContain('node-name');
    expect(names).toContain('backing');
    expect(viewObject(schema, arg, () => undefined).openTag).toBe('driver');
  });

  it('refers to no type that it does not define', () => {
    const missing = [...schema.types.values()].flatMap(type =>
      type.kind === 'object' ? type.members.filter(member => !typeOf(schema, member.type)) : [],
    );
    expect(missing).toEqual([]);
  });
});
