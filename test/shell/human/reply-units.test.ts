// The table of units by path, held against the bundled schema it is made from.
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Schema } from '../../../src/qapi/model.js';
import { readSchema } from '../../../src/qapi/read-schema.js';
import { memberPlace, returnPlace } from '../../../src/shell/human/member-units.js';
import { replyUnitsOf } from './reply-units-of.js';

const TABLE = 'schema/reply-units.json';

function made(): object {
  const notes = JSON.parse(readFileSync('schema/annotations.json', 'utf8'));
  return replyUnitsOf([
    { schema: schemaOf('schema/qapi-schema.json'), units: notes.types },
    { schema: schemaOf('schema/guest-agent/qapi-schema.json'), units: notes['guest-agent-types'] },
  ]);
}

function schemaOf(path: string): Schema {
  const read = readSchema(path, { readFile: name => readFileSync(name, 'utf8') });
  expect(read.problems).toEqual([]);
  return read.schema;
}

const unitOf = (command: string, path: string) =>
  path.split('.').reduce(memberPlace, returnPlace(command)).unit;

describe('the units of replies', () => {
  it('are those of the bundled schema (QMPSH_UPDATE=1 writes schema/reply-units.json)', () => {
    if (process.env.QMPSH_UPDATE) writeFileSync(TABLE, `${JSON.stringify(made(), null, 2)}\n`);
    expect(JSON.parse(readFileSync(TABLE, 'utf8'))).toEqual(made());
  });

  it.each([
    ['query-block', 'inserted.image.virtual-size', 'bytes'],
    ['query-block', 'inserted.image.backing-image.backing-image.actual-size', 'bytes'],
    ['query-block', 'device', undefined],
    ['query-blockstats', 'parent.parent.stats.rd_total_time_ns', 'ns'],
    ['query-migrate', 'ram.mbps', 'Mbit/s'],
    ['query-migrate', 'disk.transferred', 'bytes'],
    ['query-memory-devices', 'data.addr', 'address'],
    ['query-memory-devices', 'data.memaddr', 'address'],
    ['query-pci', 'devices.pci_bridge.devices.regions.size', 'bytes'],
    ['guest-get-fsinfo', 'used-bytes', 'bytes'],
    ['query-block', 'constructor', undefined],
    ['constructor', 'name', undefined],
    ['no-such-command', 'size', undefined],
  ])('of %s: %s is %s', (command, path, unit) => {
    expect(unitOf(command, path)).toBe(unit);
  });
});
