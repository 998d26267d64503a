// What simulated servers announce, beside what real ones of their release did.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/simulator/commands.js';
import { readRecording } from '../../src/simulator/recorded/recording.js';
import introspection from '../fixtures/introspection-7.2.json' with { type: 'json' };
import { hasShared, SHARED } from '../shared.js';
import { Simulated } from './simulated.js';

function announcedBy(version: string): string[] {
  const reply = new Simulated({ version }).negotiated().returned('query-commands');
  return (Array.isArray(reply) ? reply : []).map(row => String(Object(row)['name'])).toSorted();
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

describe.skipIf(!hasShared)('demo:1.2.2', () => {
  it('has the commands of QEMU 1.2.2', () => {
    const file = join(SHARED, 'servers', 'qemu-1.2.2.replies');
    const real = [...readRecording(readFileSync(file, 'utf8')).commands];
    expect(lacking(real, announcedBy('1.2.2'))).toEqual([]);
    expect(lacking(announcedBy('1.2.2'), real)).toEqual([]);
  });
});
