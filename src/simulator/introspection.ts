// What the simulator says of itself when it is asked for its schema, in the words of query-qmp-schema.
import type { JsonObject, JsonValue } from '../json/value.js';
import { COMMANDS } from './machine.js';

/** Types that its commands return, by name: members and their types, `?` after those that may be absent. */
const OBJECTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  q_empty: {},
  VersionTriple: { major: 'int', minor: 'int', micro: 'int' },
  VersionInfo: { qemu: 'VersionTriple', package: 'str' },
  NameInfo: { 'name?': 'str' },
  UuidInfo: { UUID: 'str' },
  KvmInfo: { enabled: 'bool', present: 'bool' },
  StatusInfo: { running: 'bool', singlestep: 'bool', status: 'RunState' },
  ImageInfo: { filename: 'str', format: 'str', 'virtual-size': 'int' },
  BlockDeviceInfo: { 'node-name?': 'str', drv: 'str', file: 'str', ro: 'bool', image: 'ImageInfo' },
  BlockInfo: {
    device: 'str',
    locked: 'bool',
    removable: 'bool',
    type: 'str',
    'inserted?': 'BlockDeviceInfo',
  },
  JobInfo: {
    id: 'str',
    type: 'str',
    status: 'str',
    'current-progress': 'int',
    'total-progress': 'int',
  },
  BlockJobInfo: { device: 'str', type: 'str', len: 'int', offset: 'int', speed: 'int' },
  CommandInfo: { name: 'str' },
  ShutdownData: { guest: 'bool', reason: 'str' },
};

const EVENTS: Readonly<Record<string, string>> = {
  STOP: 'q_empty',
  RESUME: 'q_empty',
  SHUTDOWN: 'ShutdownData',
};

/** The reply to query-qmp-schema. */
export function introspection(): JsonValue {
  return [
    ...[...COMMANDS].map(([name, { returns }]) => command(name, returns)),
    command('qmp_capabilities', 'q_empty'),
    command('query-commands', '[CommandInfo]'),
    command('query-qmp-schema', '[any]'),
    ...Object.entries(EVENTS).map(([name, type]) => ({
      'meta-type': 'event',
      name,
      'arg-type': type,
    })),
    ...Object.entries(OBJECTS).map(([name, members]) => ({
      'meta-type': 'object',
      name,
      members: membersOf(members),
    })),
    { 'meta-type': 'enum', name: 'RunState', values: ['running', 'paused', 'shutdown'] },
  ];
}

function command(name: string, returns: string): JsonObject {
  return { 'meta-type': 'command', name, 'arg-type': 'q_empty', 'ret-type': returns };
}

function membersOf(members: Readonly<Record<string, string>>): JsonValue {
  return Object.entries(members).map(([name, type]) =>
    name.endsWith('?') ? { name: name.slice(0, -1), type, default: null } : { name, type },
  );
}
