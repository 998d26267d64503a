// What is known of servers beside what they say. Reads the bundled schemas as the build compiled them.
import { describe, expect, it } from 'vitest';
import { type Member, objectOf, type Schema } from '../../src/qapi/model.js';
import { bundledSchema } from '../../src/session/bundled.js';
import { schemaByCommands, whyLacking } from '../../src/session/knowledge.js';
import type { Lacking } from '../../src/shell/problem.js';

const qemu = (version: string) => ({ isGuestAgent: false, version });
const NOTHING: Schema = { commands: new Map(), events: new Map(), types: new Map() };

function membersOf(schema: Schema, command: string): readonly string[] {
  const show = (member: Member) => `${member.name} ${member.type}`;
  return (objectOf(schema, schema.commands.get(command)?.arg)?.members ?? []).map(show);
}

describe('a server that only lists its commands', () => {
  it.each([
    ['1.1.2', 'block_resize', ['device str', 'size int']],
    ['2.1.1', 'block_resize', ['device str', 'node-name str', 'size int']],
    ['2.1.1', 'blockdev-add', ['options BlockdevOptions@block-2.2']],
    ['2.1.1', 'change', ['device str', 'target str', 'arg str']],
  ])('of QEMU %s has its %s typed as it was then', (version, command, members) => {
    const schema = schemaByCommands([command], qemu(version));
    expect(membersOf(schema, command)).toEqual(members);
  });

  it('keeps its commands alone, and leaves to their form those that no document has', () => {
    const schema = schemaByCommands(['stop', '__com.redhat_drive_add'], qemu('1.5.3'));
    expect([...schema.commands.keys()]).toEqual(['stop']);
  });

  it('has the events of its age, those that are gone among them', () => {
    const { events } = schemaByCommands(['stop'], qemu('2.12.0'));
    expect([events.has('COMMAND_DROPPED'), events.has('STOP')]).toEqual([true, true]);
    expect(events.has('JOB_STATUS_CHANGE')).toBe(false);
  });

  it('is typed by the schema of guest agents if it is one', () => {
    const schema = schemaByCommands(['guest-exec'], { isGuestAgent: true, version: undefined });
    expect(membersOf(schema, 'guest-exec')[0]).toBe('path str');
  });
});

const member = (command: string, ...path: string[]): Lacking => ({ kind: 'member', command, path });
const value = (command: string, path: string, text: string): Lacking => ({
  kind: 'value',
  command,
  path: path.split('.'),
  value: text,
});

describe('why a server lacks', () => {
  it.each<[Lacking, string, string | undefined]>([
    [member('migrate', 'blk'), '10.2.0', "member 'blk' was removed after QEMU 7.2, by 10.2"],
    [member('migrate', 'blk'), '7.2.0', undefined],
    [
      member('drive-backup', 'discard-source'),
      '7.2.22',
      "member 'discard-source' came with QEMU 9.1; this server is 7.2.22",
    ],
    [
      value('blockdev-add', 'driver', 'vxhs'),
      '7.2.22',
      "value 'vxhs' was removed after QEMU 2.12, by 5.2",
    ],
    [
      value('migrate-set-capabilities', 'capabilities.0.capability', 'mapped-ram'),
      '7.2.22',
      "value 'mapped-ram' came with QEMU 9.0; this server is 7.2.22",
    ],
    [
      { kind: 'event', name: 'COMMAND_DROPPED' },
      '7.2.22',
      "'COMMAND_DROPPED' was removed in QEMU 4.0",
    ],
    [member('migrate', 'nonsense'), '7.2.22', undefined],
    [value('blockdev-add', 'driver', 'nonsense'), '7.2.22', undefined],
    [{ kind: 'command', name: 'change' }, 'unknown', undefined],
  ])('%j on %s', (lacking, version, story) => {
    const told = whyLacking(lacking, NOTHING, qemu(version));
    if (story === undefined) expect(told).toBeUndefined();
    else expect(told).toContain(story);
  });

  it('is never told of a name that the server has', () => {
    const { commands } = bundledSchema('qmp');
    const told = [...commands.keys()].filter(
      name =>
        whyLacking({ kind: 'command', name }, bundledSchema('qmp'), qemu('1.0')) !== undefined,
    );
    expect(told).toEqual([]);
  });

  it('is not told of an argument that it takes elsewhere', () => {
    const lacking = member('blockdev-add', 'data-file-raw');
    expect(whyLacking(lacking, bundledSchema('qmp'), qemu('2.5'))).toBeUndefined();
  });
});
