import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../src/json/value.js';
import { introspect } from '../../src/qapi/introspect.js';
import type { Schema } from '../../src/qapi/model.js';
import { readSchema } from '../../src/qapi/read-schema.js';

const read = (text: string): Schema => readSchema('test.json', { readFile: () => text }).schema;

/** The entries of the reply by name. */
function entriesOf(text: string): ReadonlyMap<JsonValue | undefined, JsonObject> {
  return new Map(introspect(read(text)).map(entry => [entry.name, entry]));
}

describe('a schema from source is told as QEMU would tell it', () => {
  it.each([
    [
      'a command without arguments and result has the empty object for both',
      "{ 'command': 'stop' }",
      'stop',
      { 'meta-type': 'command', 'arg-type': 'q_empty', 'ret-type': 'q_empty' },
    ],
    [
      'so has one whose arguments are written as an object without members',
      "{ 'command': 'stop', 'data': { } }",
      'stop',
      { 'meta-type': 'command', 'arg-type': 'q_empty', 'ret-type': 'q_empty' },
    ],
    [
      'arguments written in place are a type named after the command',
      "{ 'command': 'go', 'data': { 'a': 'int', '*b': 'str' } }",
      'q_obj_go-arg',
      {
        'meta-type': 'object',
        members: [
          { name: 'a', type: 'int' },
          { name: 'b', type: 'str', default: null },
        ],
      },
    ],
    [
      'every integer type is int, in arrays too',
      "{ 'event': 'E', 'data': { 'a': 'size', 'b': [ 'uint8' ] } }",
      'q_obj_E-arg',
      {
        'meta-type': 'object',
        members: [
          { name: 'a', type: 'int' },
          { name: 'b', type: '[int]' },
        ],
      },
    ],
    [
      'an array names its elements',
      "{ 'command': 'go', 'returns': [ 'uint8' ] }",
      '[int]',
      { 'meta-type': 'array', 'element-type': 'int' },
    ],
    [
      'a value of any type has its own JSON type',
      "{ 'command': 'go', 'returns': 'any' }",
      'any',
      { 'meta-type': 'builtin', 'json-type': 'value' },
    ],
    [
      'out of band is told where it is allowed, features where there are any',
      "{ 'command': 'go', 'allow-oob': true, 'features': [ 'unstable' ], 'if': 'X' }",
      'go',
      {
        'meta-type': 'command',
        'arg-type': 'q_empty',
        'ret-type': 'q_empty',
        'allow-oob': true,
        features: ['unstable'],
      },
    ],
    [
      'an enum has its values twice, as QEMU 6.2 and later tell them and as before',
      "{ 'enum': 'E', 'data': [ 'a', { 'name': 'b', 'features': [ 'deprecated' ] } ] }{ 'event': 'X', 'data': { 'e': 'E' } }",
      'E',
      {
        'meta-type': 'enum',
        members: [{ name: 'a' }, { name: 'b', features: ['deprecated'] }],
        values: ['a', 'b'],
      },
    ],
    [
      'an alternate has types without names',
      "{ 'alternate': 'A', 'data': { 'x': 'str', 'y': 'null' } }{ 'event': 'X', 'data': { 'a': 'A' } }",
      'A',
      { 'meta-type': 'alternate', members: [{ type: 'str' }, { type: 'null' }] },
    ],
    [
      'arguments named as a struct have its name, even where it has no members',
      "{ 'struct': 'None', 'data': { } }{ 'command': 'go', 'data': 'None', 'returns': 'None' }",
      'go',
      { 'meta-type': 'command', 'arg-type': 'None', 'ret-type': 'None' },
    ],
    [
      'a union carried whole by an event is told with its branches',
      "{ 'enum': 'E', 'data': [ 'x' ] }{ 'struct': 'X', 'data': { } }{ 'union': 'U', 'base': { 'e': 'E' }, 'discriminator': 'e', 'data': { 'x': 'X' } }{ 'event': 'EV', 'data': 'U', 'boxed': true }",
      'U',
      {
        'meta-type': 'object',
        members: [{ name: 'e', type: 'E' }],
        tag: 'e',
        variants: [{ case: 'x', type: 'X' }],
      },
    ],
    [
      'features of a member stand with it, those of a base do not reach what is built on it',
      "{ 'struct': 'B', 'data': { }, 'features': [ 'b' ] }{ 'struct': 'S', 'base': 'B', 'data': { 'a': { 'type': 'int', 'features': [ 'deprecated', 'unstable' ], 'if': 'X' } }, 'features': [ 'z', 'y' ] }{ 'command': 'go', 'returns': 'S' }",
      'S',
      {
        'meta-type': 'object',
        members: [{ name: 'a', type: 'int', features: ['deprecated', 'unstable'] }],
        features: ['z', 'y'],
      },
    ],
    [
      'QType is an enumeration',
      "{ 'event': 'E', 'data': { 'a': 'QType' } }",
      'QType',
      {
        'meta-type': 'enum',
        members: ['none', 'qnull', 'qnum', 'qstring', 'qdict', 'qlist', 'qbool'].map(name => ({
          name,
        })),
        values: ['none', 'qnull', 'qnum', 'qstring', 'qdict', 'qlist', 'qbool'],
      },
    ],
  ])('%s', (_title, text, name, entry) => {
    expect(entriesOf(text).get(name)).toEqual({ name, ...entry });
  });

  it('puts the members of a base first, and gives a variant to every value of the tag', () => {
    const entries = entriesOf(`
      { 'enum': 'E', 'data': [ 'x', 'y', 'z' ] }
      { 'struct': 'Y', 'data': { } }
      { 'union': 'U', 'base': { 'id': 'str', 'e': 'E' }, 'discriminator': 'e', 'data': { 'y': 'Y' } }
      { 'command': 'go', 'data': 'U', 'boxed': true }`);
    expect(entries.get('U')).toMatchObject({
      members: [{ name: 'id' }, { name: 'e' }],
      tag: 'e',
      variants: [
        { case: 'y', type: 'Y' },
        { case: 'x', type: 'q_empty' },
        { case: 'z', type: 'q_empty' },
      ],
    });
  });

  it('tells of types that commands and events reach, and of no others', () => {
    const text = "{ 'struct': 'Unused', 'data': { } }{ 'command': 'go', 'returns': 'Used' }";
    const entries = entriesOf(`${text}{ 'struct': 'Used', 'data': { 'next': 'Used' } }`);
    expect([...entries.keys()]).toEqual(['go', 'q_empty', 'Used']);
  });

  it('names what a simple union implies as QEMU did', () => {
    const text = "{ 'union': 'U', 'data': { 'a': 'int', 'b': [ 'str' ] } }";
    const entries = entriesOf(`${text}{ 'event': 'E', 'data': { 'u': 'U' } }`);
    expect([...entries.keys()].slice(1)).toEqual([
      'q_obj_E-arg',
      'U',
      'UKind',
      'q_obj_int-wrapper',
      'q_obj_strList-wrapper',
      'int',
      '[str]',
      'str',
    ]);
  });
});
