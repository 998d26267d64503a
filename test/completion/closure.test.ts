// The closure promise without a server: what completion leads to is a line without mistakes, for every command.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../src/json/parse.js';
import { memberText } from '../../src/json/text.js';
import { importIntrospection } from '../../src/qapi/introspection/import.js';
import type { Schema } from '../../src/qapi/model.js';
import { readSchema } from '../../src/qapi/read-schema.js';
import { hasShared } from '../shared.js';
import { bind, schema as qemu72 } from '../shell/lines.js';
import { branchLines, closed, recordedSchema } from './closing.js';
import { schema as named } from './completing.js';

function fixture(name: string): Schema {
  const text = readFileSync(new URL(`../fixtures/${name}`, import.meta.url), 'utf8');
  return importIntrospection(parseJson(memberText(text, 'schema') ?? '[]'));
}

function document(path: string): Schema {
  return readSchema(path, { readFile: file => readFileSync(file, 'utf8') }).schema;
}

/** Lines that completion leads to and that have mistakes all the same. `refused` ones cannot be sent at all. */
function mistakes(starts: readonly string[], schema: Schema): readonly string[] {
  return starts.flatMap(start => {
    const line = closed(start, schema);
    const errors = bind(line, schema).problems.filter(
      problem => problem.severity === 'error' && problem.code !== 'refused',
    );
    return errors.length === 0 ? [] : [`${line}: ${errors[0]?.message}`];
  });
}

function promise(title: string, load: () => Schema): void {
  it(`closes every command of ${title}`, () => {
    const schema = load();
    const starts = [...schema.commands.keys()].map(name => `${name} `);
    expect(mistakes(starts, schema)).toEqual([]);
  });
  it(`closes every branch of every union of ${title}`, () => {
    const schema = load();
    const starts = branchLines(schema).map(row => row.start);
    expect(starts.length).toBeGreaterThan(40);
    expect(mistakes(starts, schema)).toEqual([]);
  });
}

describe('the branches that are tried', () => {
  const starts = branchLines(qemu72).map(row => row.start);

  it.each([
    ['at the top', 'blockdev-add driver=qcow2 '],
    ['below another', 'blockdev-add driver=blkdebug image.driver=qcow2 '],
    ['in a branch', 'blockdev-add driver=ssh host-key-check.mode=hash '],
    ['of a member in a branch', 'blockdev-create options.driver=qcow options.encrypt.format=luks '],
    ['in a list in a branch', 'blockdev-add driver=gluster server.0.type=unix '],
    ['in a wrapper', 'chardev-add backend.type=socket backend.data.addr.type=vsock '],
    ['of an action', 'transaction actions.0.type=blockdev-backup '],
    ['of a list', 'set-numa-node type=hmat-lb '],
  ])('are those %s', (_, start) => {
    expect(starts).toContain(start);
  });

  it('are all of the drivers and object types', () => {
    const count = (name: string) =>
      starts.filter(row => row.startsWith(name) && row.split(' ').length === 3).length;
    expect([count('blockdev-add driver='), count('object-add qom-type=')]).toEqual([42, 44]);
  });
});

describe('accepting mandatory candidates alone', () => {
  promise('QEMU 7.2', () => qemu72);
  promise('the storage daemon', () => fixture('introspection-qsd-7.2.json'));
});

describe('accepting mandatory candidates alone, by the documents', () => {
  promise('the bundled schema', () => document('schema/qapi-schema.json'));
  promise('QEMU 7.2 with names and descriptions', () => named);
});

describe.skipIf(!hasShared)(
  'accepting mandatory candidates alone (skipped without the recorded servers of ../shared)',
  () => {
    for (const version of ['2.5.0', '2.12.0', '5.2.0']) {
      promise(`QEMU ${version}`, () => recordedSchema(version));
    }
  },
);
