import { describe, expect, it } from 'vitest';
import { compileSchema, loadCompiled } from '../../src/qapi/compiled.js';
import { QapiError } from '../../src/qapi/errors.js';
import type { Schema } from '../../src/qapi/model.js';
import { readSchema } from '../../src/qapi/read-schema.js';

const SOURCE = `
##
# @stop:
#
# Stop the CPUs
#
# @why: the reason (since 2.1)
#
# Since: 0.14
##
{ 'command': 'stop', 'data': { '*why': 'Reason' } }
{ 'event': 'STOP', 'if': { 'not': 'NEVER' } }
{ 'enum': 'Reason', 'data': [ 'none', { 'name': 'new', 'features': ['unstable'] } ] }
{ 'union': 'Thing', 'base': { 'kind': 'Reason' }, 'discriminator': 'kind', 'data': { 'new': 'More' } }
{ 'struct': 'More', 'data': { 'list': ['Thing'] } }
{ 'alternate': 'Ref', 'data': { 'name': 'str', 'thing': 'Thing' } }
`;

const schema = readSchema('x.json', { readFile: () => SOURCE }).schema;

/** The maps as plain arrays, every entry looked at. */
const spelled = ({ commands, events, types }: Schema) => [[...commands], [...events], [...types]];

describe('a compiled schema', () => {
  it('is the schema it was made of', () => {
    expect(spelled(loadCompiled(compileSchema(schema)))).toEqual(spelled(schema));
  });

  it('has one line for each entry, so that one is read without the others', () => {
    const broken = compileSchema(schema).replace('event STOP {', 'event STOP not JSON {');
    expect(loadCompiled(broken).commands.get('stop')?.doc?.summary).toBe('Stop the CPUs');
    expect(() => loadCompiled(broken).events.get('STOP')).toThrow(SyntaxError);
  });

  it.each(['', 'qmpsh schema 0\n', 'qmpsh schema 1\nenum x {}\n'])(
    'is not taken from another making: %j',
    text => {
      expect(() => loadCompiled(text)).toThrow(QapiError);
    },
  );
});
