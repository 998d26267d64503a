// A server that puts terminal control into every string it says: in keys and values, names and types, replies, errors,
// events and its greeting. What it says of a schema holds together, so that all of qmpsh goes on with it.
import { fakeServer, type Peer } from '../lab/fake-server.js';

/** A part of each is looked for in what qmpsh wrote. ECMA-48 in 7 and 8 bits, the title, bidi, a bell, a hyperlink. */
export const CONTROLS = [
  '\x1b[31;5mRED',
  '\x1b]0;PWNED\x07',
  '\x1b]8;;http://evil.invalid\x1b\\link',
  '\x1b[2J\x1b[5;5H',
  '\x1bP+q544e\x1b\\',
  '\x1b[6n',
  '\x9b2J\x9d0;PWNED\x9c',
  '\x85\x90\x9f',
  '\u202eevil\u2066\u200f\u061c',
  '\u2028\u2029\ufeff',
  '\r\n\b\x7f\0\t',
  '\ud800half',
] as const;

export const HOSTILE = CONTROLS.join('');

/** As QEMU writes it: each as \uXXXX. */
function ascii(value: unknown): string {
  const spelled = (char: string) =>
    `\\u${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
  return JSON.stringify(value).replace(/[^\x20-\x7e]/g, spelled);
}

/** As a server that writes UTF-8 would: what JSON does not forbid stands as it is. */
function plain(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString();
}

export type Spelling = 'escaped' | 'plain';
const WRITE: Readonly<Record<Spelling, (value: unknown) => string>> = { escaped: ascii, plain };

/** The value with the text put into each of its strings and keys; what must be found again keeps its beginning. */
export function poisoned(value: unknown): unknown {
  if (typeof value === 'string') return value + HOSTILE;
  if (Array.isArray(value)) return value.map(poisoned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, poisoned(member)]));
}

/** The same with the keys as well. */
function poisonedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(poisonedKeys);
  if (typeof value !== 'object' || value === null) return poisoned(value);
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key + HOSTILE, poisonedKeys(member)]),
  );
}

const GREETING = {
  QMP: {
    version: { qemu: { micro: 0, minor: 0, major: 9 }, package: `evil${HOSTILE}` },
    capabilities: ['oob', HOSTILE],
  },
};

const BAD = `bad${HOSTILE}`;

const COMMANDS = [
  'query-name',
  'query-status',
  'query-block',
  'go',
  'fail',
  'human-monitor-command',
  'device_del',
  'query-jobs',
  'query-qmp-schema',
];

/** Types whose every name but those of the commands is hostile. */
const SCHEMA = [
  ...COMMANDS.map(name => ({
    'meta-type': 'command',
    name,
    'arg-type': 'args',
    'ret-type': 'none',
    features: [BAD],
  })),
  { 'meta-type': 'command', name: BAD, 'arg-type': 'args', 'ret-type': 'none' },
  { 'meta-type': 'event', name: BAD, 'arg-type': 'args' },
  { 'meta-type': 'object', name: 'none', members: [] },
  {
    'meta-type': 'object',
    name: 'args',
    members: [
      { name: BAD, type: 'str', default: null, features: [BAD] },
      { name: 'id', type: 'str', default: null },
      { name: 'kind', type: 'choice', default: null, features: ['deprecated'] },
      { name: 'command-line', type: 'str', default: null },
    ],
  },
  { 'meta-type': 'enum', name: 'choice', values: ['ok', BAD] },
  { 'meta-type': 'builtin', name: 'str', 'json-type': 'string' },
];

const RETURNS: Readonly<Record<string, unknown>> = {
  'query-name': poisoned({ name: 'vm' }),
  'query-status': poisoned({ status: 'running', running: true }),
  'query-version': GREETING.QMP.version,
  'query-uuid': poisoned({ UUID: 'x' }),
  'query-commands': [...COMMANDS, BAD].map(name => ({ name })),
  'query-qmp-schema': SCHEMA,
  'query-block': [
    poisoned({ device: 'd0', qdev: '/machine/x', inserted: { file: '/a', 'node-name': 'n0' } }),
    poisonedKeys({ device: 'd1' }),
  ],
  'query-jobs': [
    poisoned({
      id: 'j0',
      type: 'mirror',
      status: 'running',
      'current-progress': 1,
      'total-progress': 2,
    }),
  ],
  'query-block-jobs': [],
  'human-monitor-command': `text${HOSTILE}\r\nmore${HOSTILE}`,
  go: poisonedKeys({ a: 'b', list: [{ c: 'd' }, { e: ['f'] }], n: 1 }),
  'qom-list': [
    poisoned({ name: 'dev', type: 'child<device>' }),
    poisoned({ name: 'prop', type: 'str' }),
  ],
};

const EVENTS = [
  { event: BAD, data: poisonedKeys({ a: 'b' }) },
  { event: 'DEVICE_DELETED', data: poisoned({ device: 'd0', path: '/x' }) },
  { event: 'JOB_STATUS_CHANGE', data: poisoned({ id: 'j0', status: 'running' }) },
  { event: 'STOP' },
];

/** Starts one; every command is answered, with events before the reply. Gives its path. */
export function hostileServer(spelling: Spelling = 'escaped'): Promise<string> {
  const text = WRITE[spelling];
  return fakeServer(async peer => {
    await peer.negotiate(text(GREETING));
    peer.send(`${text({ return: {}, id: `other${HOSTILE}` })}\r\n${eventsIn(text)}`);
    for (;;) await answer(peer, text);
  });
}

async function answer(peer: Peer, text: (value: unknown) => string): Promise<void> {
  const { execute = '', id } = await peer.command();
  const reply = Object.hasOwn(RETURNS, execute)
    ? { return: RETURNS[execute], id, [BAD]: BAD }
    : { error: { class: `Class${HOSTILE}`, desc: `desc${HOSTILE}` }, id };
  peer.send(`${eventsIn(text)}${text(reply)}\r\n`);
}

function eventsIn(text: (value: unknown) => string): string {
  const timestamp = { seconds: 1, microseconds: 1 };
  return EVENTS.map(event => `${text({ timestamp, ...event })}\r\n`).join('');
}
