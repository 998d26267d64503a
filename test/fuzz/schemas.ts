// Schemas: texts in the schema language and replies to query-qmp-schema, both broken in every way.
import fc from 'fast-check';
import { complete } from '../../src/completion/complete.js';
import { parseJson } from '../../src/json/parse.js';
import { compileSchema, loadCompiled } from '../../src/qapi/compiled.js';
import { diffSchemas } from '../../src/qapi/diff.js';
import { IntrospectionError, SourceError } from '../../src/qapi/errors.js';
import { introspect } from '../../src/qapi/introspect.js';
import { importIntrospection } from '../../src/qapi/introspection/import.js';
import { readSchema } from '../../src/qapi/read-schema.js';
import { annotations, anyLine, schema as real } from './lines.js';
import { type FuzzTarget, holds } from './target.js';

const WORDS = [
  ...[
    "{ 'struct': 'A', 'data': ",
    "{ 'union': 'U', ",
    "{ 'enum': 'E', 'data': [ 'a' ] }\n",
    "{ 'alternate': 'L', 'data': ",
  ],
  ...[
    "'base': 'A', ",
    "'discriminator': 'e', ",
    "'data': { ",
    "{ 'command': 'c', ",
    "{ 'event': 'EV', ",
  ],
  ...[
    '{',
    '}',
    '[',
    ']',
    "'",
    "'a'",
    ':',
    ',',
    'true',
    'null',
    '\n',
    '\t',
    '\\',
    '#',
    '##',
    '\n##\n',
  ],
  ...[
    '# @A:\n',
    '# @a: text\n',
    '# Since: 1.0\n',
    '# Features:\n',
    '# .. note::\n',
    "'__proto__'",
    "'if': { 'all': ['X'] }",
  ],
  ...[
    "'*a'",
    "'type'",
    "{ 'include': 'test.json' }\n",
    "{ 'pragma': { } }\n",
    'é',
    '\0',
    '"',
    "'returns': ['str']",
    "'boxed': true",
  ],
];

const schemaText = fc
  .array(fc.constantFrom(...WORDS), { maxLength: 60 })
  .map(list => list.join(''));

function readText(text: string, strict: boolean, fragment: boolean): void {
  const readFile = (path: string): string => {
    if (path !== 'test.json') throw new Error('no such file');
    return text;
  };
  const { schema, problems, warnings } = readSchema('test.json', { readFile, strict, fragment });
  for (const problem of [...problems, ...warnings])
    holds(problem instanceof SourceError, 'problems have a place');
  introspect(schema);
  loadCompiled(compileSchema(schema));
}

const NAMES = ['c', 'o', 'e', 'l', 'a', 'int', 'str', '[o]', '[[l]]', '__proto__', 'toString', ''];
const name = fc.constantFrom(...NAMES);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const member = fc.record({
  name,
  type: name,
  default: maybe(fc.constant(null)),
  features: maybe(fc.array(name, { maxLength: 2 })),
});
const members = fc.array(member, { maxLength: 4 });

/** Entries of all kinds, their types taken from few names so that they refer to each other, at times to nothing. */
const entry = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      'meta-type': fc.constant('command'),
      name,
      'arg-type': name,
      'ret-type': name,
      'allow-oob': maybe(fc.boolean()),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      'meta-type': fc.constant('object'),
      name,
      members,
      tag: maybe(name),
      variants: maybe(fc.array(fc.record({ case: name, type: name }), { maxLength: 3 })),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      'meta-type': fc.constant('enum'),
      name,
      values: fc.array(name, { maxLength: 4 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      'meta-type': fc.constant('alternate'),
      name,
      members: fc.array(fc.record({ type: name }), { maxLength: 3 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ 'meta-type': fc.constant('array'), name, 'element-type': name }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ 'meta-type': fc.constant('event'), name, 'arg-type': name }),
  },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
);

const LINES = [
  'c ',
  'c a=1',
  'c a.a=1 a.o.0=x',
  'c a={"a": [{}]}',
  'c a=1,2',
  '{"execute": "c", "arguments": {"a',
];

function importAny(entries: readonly unknown[], line: string): void {
  try {
    const schema = importIntrospection(parseJson(JSON.stringify(entries)));
    for (const typed of [...LINES, `c ${line}`])
      complete({ line: typed, cursor: typed.length, schema, annotations });
    introspect(schema);
    loadCompiled(compileSchema(schema));
    diffSchemas(real, schema);
  } catch (error) {
    if (!(error instanceof IntrospectionError)) throw error;
  }
}

export const SCHEMA_TARGETS: readonly FuzzTarget[] = [
  {
    name: 'schema language',
    runs: 300,
    claim: fc.property(schemaText, fc.boolean(), fc.boolean(), readText),
  },
  {
    name: 'introspection',
    runs: 150,
    claim: fc.property(fc.array(entry, { maxLength: 14 }), anyLine, importAny),
  },
];
