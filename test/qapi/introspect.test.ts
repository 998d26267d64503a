import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../src/json/parse.js';
import {
  isJsonArray,
  isJsonObject,
  type JsonObject,
  type JsonValue,
} from '../../src/json/value.js';
import { introspect } from '../../src/qapi/introspect.js';
import { importIntrospection } from '../../src/qapi/introspection/import.js';
import type { Schema } from '../../src/qapi/model.js';
import { readSchema } from '../../src/qapi/read-schema.js';
import { hasShared, SHARED } from '../shared.js';
import { Structure } from './structure.js';

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

/** Commands and events, with unions, alternates, arrays and circles among them, that did not change since 7.2. */
const UNCHANGED = [
  'BLOCK_JOB_COMPLETED',
  'VNC_CONNECTED',
  'block_set_io_throttle',
  'drive-mirror',
  'query-jobs',
  'query-memdev',
  'query-pci',
  'query-qmp-schema',
  'query-rocker-of-dpa-groups',
  'query-rx-filter',
  'query-spice',
  'query-tpm',
  'query-vnc-servers',
  'query-yank',
  'set-action',
  'x-debug-query-block-graph',
  'yank',
];

describe.skipIf(!hasShared)(
  `real replies${hasShared ? '' : ' (SKIPPED: the shared folder is not here)'}`,
  () => {
    const load = (path: string): JsonValue => parseJson(readFileSync(join(SHARED, path), 'utf8'));
    const recorded = (name: string): JsonValue => {
      const reply = load(`facts/introspection-${name}-7.2.22.json`);
      return isJsonObject(reply) ? (reply.schema ?? null) : null;
    };
    it.each(['qemu-system-x86_64', 'qemu-storage-daemon'])(
      '%s: what was imported is told again as it came',
      name => {
        const reply = recorded(name);
        const said = new Map(
          (isJsonArray(reply) ? reply : []).filter(isJsonObject).map(entry => [entry.name, entry]),
        );
        const again = introspect(importIntrospection(reply));
        for (const entry of again) expect(entry).toEqual(said.get(entry.name));
        // The server lists two types of a command that other targets have: query-cpu-model-comparison.
        expect(said.size - again.length).toBeLessThanOrEqual(2);
      },
    );

    it('the source of 10.2 and the reply of 7.2 agree on commands that did not change', () => {
      const source = readSchema(join(SHARED, 'qapi-10.2/qapi/qapi-schema.json'), {
        readFile: path => readFileSync(path, 'utf8'),
      });
      const ours = new Structure(introspect(source.schema));
      const theirs = new Structure(recorded('qemu-system-x86_64'));
      for (const name of UNCHANGED) {
        expect([name, ours.ofCall(name)]).toEqual([name, theirs.ofCall(name)]);
      }
    });
  },
);
