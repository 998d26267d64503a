// What simulated servers announce, beside what real ones of their release did.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import annotations from '../../schema/annotations.json' with { type: 'json' };
import { complete } from '../../src/completion/complete.js';
import { annotationsFrom } from '../../src/shell/annotations.js';
import { COMMANDS } from '../../src/simulator/commands.js';
import { DEMO_DIRECTIVES } from '../../src/simulator/demo-directives.js';
import { readRecording } from '../../src/simulator/recorded/recording.js';
import { VERSIONS } from '../../src/simulator/version.js';
import introspection from '../fixtures/introspection-7.2.json' with { type: 'json' };
import { hasShared, SHARED } from '../shared.js';
import { Simulated, schemaOf } from './simulated.js';

const TABLE = annotationsFrom(annotations);

function announcedBy(version: string): string[] {
  const reply = new Simulated({ version }).negotiated().returned('query-commands');
  return (Array.isArray(reply) ? reply : []).map(row => String(Object(row).name)).toSorted();
}

const lacking = (one: readonly string[], other: readonly string[]) =>
  one.filter(name => !other.includes(name));

describe('demo:7.2', () => {
  const real = introspection.schema
    .filter(entry => entry['meta-type'] === 'command')
    .map(entry => String(entry.name));
  const ours = announcedBy('7.2');

  it('has the commands of QEMU 7.2.22 on x86', () => {
    expect(lacking(real, ours)).toEqual([]);
  });

  it('has none besides', () => {
    expect(lacking(ours, real)).toEqual([]);
  });

  it('does most of them itself, and says of the others that it does not', () => {
    const done = ours.filter(name => name in COMMANDS);
    expect(done.length / ours.length).toBeGreaterThan(0.85);
  });
});

it('.demo is completed with all that there is', () => {
  const line = '.demo ';
  const schema = schemaOf(VERSIONS[0] ?? { name: '', numbers: [0, 0, 0], isModern: true })();
  const { candidates } = complete({ line, cursor: line.length, schema, annotations: TABLE });
  const names = DEMO_DIRECTIVES.map(row => row.name);
  expect(candidates.map(row => row.label).toSorted()).toEqual(names.toSorted());
});

describe.skipIf(!hasShared)('demo:1.2.2', () => {
  it('has the commands of QEMU 1.2.2', () => {
    const file = join(SHARED, 'servers', 'qemu-1.2.2.replies');
    const real = [...readRecording(readFileSync(file, 'utf8')).commands];
    expect(lacking(real, announcedBy('1.2.2'))).toEqual([]);
    expect(lacking(announcedBy('1.2.2'), real)).toEqual([]);
  });
});
