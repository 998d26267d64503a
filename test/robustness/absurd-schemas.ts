// Replies to query-qmp-schema that no QEMU sends: circles, megabytes, names that mean something to JavaScript.

const BASE = [
  { 'meta-type': 'builtin', name: 'int', 'json-type': 'int' },
  { 'meta-type': 'builtin', name: 'str', 'json-type': 'string' },
  { 'meta-type': 'object', name: 'none', members: [] },
];

function command(name: string, arg = 'none') {
  return { 'meta-type': 'command', name, 'arg-type': arg, 'ret-type': 'none' };
}

function object(name: string, type: string, more: object = {}) {
  return { 'meta-type': 'object', name, members: [{ name: 'a', type }], ...more };
}

const times = (count: number, make: (at: number) => unknown) =>
  Array.from({ length: count }, (_, at) => make(at));

/** By what is absurd in them. A command `go` in each, so that the same lines can be typed to all. */
export const ABSURD_SCHEMAS: Readonly<Record<string, unknown>> = {
  'an object that contains itself': [command('go', 'loop'), object('loop', 'loop')],
  'arrays of each other': [
    command('go', 'o'),
    object('o', 'x'),
    { 'meta-type': 'array', name: 'x', 'element-type': 'y' },
    { 'meta-type': 'array', name: 'y', 'element-type': 'x' },
  ],
  'alternates of each other': [
    command('go', 'o'),
    object('o', 'x'),
    { 'meta-type': 'alternate', name: 'x', members: [{ type: 'y' }, { type: 'int' }] },
    { 'meta-type': 'alternate', name: 'y', members: [{ type: 'x' }] },
  ],
  'a union that is its own branch': [
    command('go', 'u'),
    { 'meta-type': 'enum', name: 'e', values: ['b'] },
    {
      'meta-type': 'object',
      name: 'u',
      members: [{ name: 'a', type: 'e' }],
      tag: 'a',
      variants: [{ case: 'b', type: 'u' }],
    },
  ],
  'a union with a tag that is no member': [
    command('go', 'u'),
    {
      'meta-type': 'object',
      name: 'u',
      members: [],
      tag: 'x',
      variants: [{ case: 'b', type: 'u' }],
    },
  ],
  'an enum of some megabytes': [
    command('go', 'o'),
    object('o', 'e'),
    {
      'meta-type': 'enum',
      name: 'e',
      values: times(40_000, at => `value-${at}-${'x'.repeat(20)}`),
    },
  ],
  'an object of 20,000 members': [
    command('go', 'o'),
    {
      'meta-type': 'object',
      name: 'o',
      members: times(20_000, at => ({ name: `m${at}`, type: 'int', default: null })),
    },
  ],
  '20,000 commands': [command('go'), ...times(20_000, at => command(`command-${at}`))],
  'objects nested 5,000 deep': [
    command('go', 't0'),
    ...times(5_000, at => object(`t${at}`, `t${at + 1}`)),
    object('t5000', 'int'),
  ],
  'types that are nowhere': [command('go', 'nowhere'), object('o', 'gone')],
  'a type of a hundred thousand brackets': [
    command('go', 'o'),
    object('o', `${'['.repeat(100_000)}int${']'.repeat(100_000)}`),
  ],
  'a list named as if it were of another': [
    command('go', 'go'),
    { 'meta-type': 'array', name: 'l', 'element-type': '[l]' },
    { 'meta-type': 'array', name: '[l]', 'element-type': 'int' },
    object('o', 'l'),
    command('stop', 'o'),
  ],
  'one name many times': [command('go', 'none'), command('go', 'str'), object('go', 'go')],
  'names of JavaScript': [
    command('go', '__proto__'),
    command('constructor', 'toString'),
    object('__proto__', '__proto__'),
    object('toString', 'hasOwnProperty'),
  ],
  'empty names': [command('go', ''), command(''), object('', '')],
  'no entry at all': [],
  'entries that are none': [1, null, 'go', []],
  'entries without a name': [{ 'meta-type': 'command' }],
  'an entry of a kind to come': [command('go'), { 'meta-type': 'new', name: 'x' }],
  'an object': { go: 1 },
  nothing: null,
};

/** What the server sends: the absurd part with what every schema has. */
export function schemaReply(title: string): unknown {
  const schema = ABSURD_SCHEMAS[title];
  return Array.isArray(schema) && schema.length > 2 ? [...schema, ...BASE] : schema;
}
