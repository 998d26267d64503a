import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../src/json/parse.js';
import { isJsonObject } from '../../src/json/value.js';
import { introspect } from '../../src/qapi/introspect.js';
import { importIntrospection } from '../../src/qapi/introspection/import.js';
import { objectOf, type Schema } from '../../src/qapi/model.js';
import { overlaySchema } from '../../src/qapi/overlay.js';
import { readSchema } from '../../src/qapi/read-schema.js';
import { hasShared, SHARED } from '../shared.js';
import { maskNames } from './mask-names.js';
import { printSchema } from './print-schema.js';

const read = (text: string): Schema => readSchema('test.json', { readFile: () => text }).schema;

/** What a server with that schema would tell: type names masked, no documentation. */
const serverOf = (text: string): Schema => importIntrospection(maskNames(introspect(read(text))));

const SOURCE = `
{ 'enum': 'Mode', 'data': [ 'fast', 'slow' ] }
{ 'struct': 'Step', 'data': { 'mode': 'Mode', 'length': 'size', '*next': 'Step', '*all': [ 'uint8' ] } }
{ 'alternate': 'How', 'data': { 'step': 'Step', 'name': 'str' } }
{ 'union': 'Way', 'base': { 'mode': 'Mode' }, 'discriminator': 'mode', 'data': { 'slow': 'Rest' } }
{ 'struct': 'Rest', 'data': { 'pause': 'int' } }
##
# @go:
# Goes.
# @how: by what means
##
{ 'command': 'go', 'data': { 'how': 'How', '*ways': [ 'Way' ] }, 'returns': [ 'Step' ] }
{ 'command': 'stop' }
{ 'event': 'GONE', 'data': 'Step' }`;

const namesOf = (schema: Schema): readonly string[] => [...schema.types.keys()].sort();

describe('names and documentation of a source are laid over what a server told', () => {
  it('gives every type its name where both are of one version', () => {
    const laid = overlaySchema(serverOf(SOURCE), read(SOURCE));
    expect(introspect(laid)).toEqual(introspect(read(SOURCE)));
  });

  it('brings the documentation and the integer types of the source', () => {
    const laid = overlaySchema(serverOf(SOURCE), read(SOURCE));
    expect(laid.commands.get('go')?.doc?.summary).toBe('Goes.');
    expect(objectOf(laid, 'q_obj_go-arg')?.members[0]?.doc?.summary).toBe('by what means');
    expect(objectOf(laid, 'Step')?.members.map(member => member.type)).toEqual([
      'Mode',
      'size',
      'Step',
      '[uint8]',
    ]);
  });

  it('gives alternatives, which have none on the wire, their names', () => {
    const laid = overlaySchema(serverOf(SOURCE), read(SOURCE));
    const how = laid.types.get('How');
    expect(how?.kind === 'alternate' && how.alternatives).toEqual([
      { name: 'step', type: 'Step' },
      { name: 'name', type: 'str' },
    ]);
  });

  it.each([
    [
      'a command that only the server has',
      "{ 'command': 'new', 'data': { 'x': 'New' } }{ 'struct': 'New', 'data': { 'a': 'int' } }",
    ],
    [
      'a member that only the server has',
      "{ 'event': 'OTHER', 'data': { 'x': 'New' } }{ 'enum': 'New', 'data': [ 'b' ] }",
    ],
  ])('leaves the types of %s masked', (_title, more) => {
    const laid = overlaySchema(serverOf(SOURCE + more), read(SOURCE));
    expect(namesOf(laid).filter(name => /^\d+$/.test(name)).length).toBe(2);
    expect(namesOf(laid)).toContain('Step');
  });

  it('adds nothing that the server lacks', () => {
    const server = serverOf("{ 'command': 'stop' }");
    expect(printSchema(overlaySchema(server, read(SOURCE)))).toBe(
      'command stop (q_empty) -> q_empty\nobject q_empty\n',
    );
  });

  it('keeps what the server says where the source is of another kind', () => {
    const server = serverOf(
      "{ 'command': 'go', 'data': { 'how': 'str' }, 'returns': 'S' }{ 'struct': 'S', 'data': { } }",
    );
    const laid = overlaySchema(server, read(SOURCE));
    expect(objectOf(laid, laid.commands.get('go')?.arg)?.members[0]?.type).toBe('str');
    expect(laid.commands.get('go')?.ret).toMatch(/^\d+$/);
  });
});

describe.skipIf(!hasShared)(
  `a real 7.2 under the source of 10.2${hasShared ? '' : ' (SKIPPED: the shared folder is not here)'}`,
  () => {
    it('leaves few types masked', () => {
      const recorded = parseJson(
        readFileSync(join(SHARED, 'facts/introspection-qemu-system-x86_64-7.2.22.json'), 'utf8'),
      );
      const server = importIntrospection((isJsonObject(recorded) && recorded.schema) || []);
      const path = join(SHARED, 'qapi-10.2/qapi/qapi-schema.json');
      const source = readSchema(path, { readFile: file => readFileSync(file, 'utf8') }).schema;
      const names = namesOf(overlaySchema(server, source));
      expect(names.length).toBe(server.types.size);
      expect(names.filter(name => /^\d+$/.test(name)).length).toBeLessThan(60);
      expect(names).toContain('BlockdevOptionsQcow2');
    });
  },
);
