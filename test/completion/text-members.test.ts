// What completion has to offer for text: each member of type str of QEMU 7.2 has a source, or a reason for having none.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { schema } from './completing.js';
import { textMembers } from './text-members.js';

const FREE = readFileSync(new URL('fixtures/free-text.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter(line => line !== '' && !line.startsWith('#'));

describe('a member of type str', () => {
  const members = textMembers(schema);

  it('has a source of live values, or is on the list of free text', () => {
    const bare = members.filter(row => row.source === undefined).map(row => row.name);
    expect(bare.filter(name => !FREE.includes(name))).toEqual([]);
  });

  it('is on the list of free text only as long as it has no source', () => {
    const bare = new Set(members.filter(row => row.source === undefined).map(row => row.name));
    expect(FREE.filter(name => !bare.has(name))).toEqual([]);
  });
});
