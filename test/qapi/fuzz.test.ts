// Whatever the text: the reader gives a result, its problems are its own kind of error, and it comes to an end.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SourceError } from '../../src/qapi/errors.js';
import { introspect } from '../../src/qapi/introspect.js';
import { readSchema } from '../../src/qapi/read-schema.js';
import { printSchema } from './print-schema.js';

const FOLDER = join(import.meta.dirname, 'fixtures');
const FIXTURES = readdirSync(FOLDER)
  .filter(name => name.endsWith('.json'))
  .map(name => readFileSync(join(FOLDER, name), 'utf8'));

/** What the language is made of, and some that it is not. */
const WORDS = [
  ...["{ 'struct': 'A', 'data': ", "{ 'union': 'U', ", "{ 'enum': 'E', 'data': [ 'a' ] }\n"],
  ...[
    "'base': 'A', ",
    "'discriminator': 'e', ",
    "'data': { ",
    "{ 'command': 'c', ",
    '{',
    '}',
    '[',
    ']',
  ],
  ...["'", "'a'", ':', ',', 'true', 'false', 'null', '\n', '\t', '\r\n', '\\', '#', '##', '\n##\n'],
  ...[
    '# @A:\n',
    '# @a: text\n',
    '# Since: 1.0\n',
    '# Features:\n',
    '# .. note::\n',
    '# .. constructor:: x\n',
    "'__proto__'",
    "'if': 'X'",
  ],
  ...["'*a'", "'type'", "{ 'include': 'test.json' }\n", "{ 'pragma': { } }\n", 'é', '\u0000', '"'],
];

const words = fc.array(fc.constantFrom(...WORDS), { maxLength: 60 }).map(list => list.join(''));

/** A fixture with a piece of it cut out, doubled, or put in from another. */
const mutated = fc
  .tuple(fc.constantFrom(...FIXTURES), fc.constantFrom(...FIXTURES), fc.nat(), fc.nat(), fc.nat(3))
  .map(([text, other, start, length, way]) => {
    const at = start % (text.length + 1);
    const piece = (way === 0 ? other : text).slice(at, at + (length % 40));
    const rest = text.slice(way === 1 ? at + piece.length : at);
    return text.slice(0, at) + (way === 1 ? '' : piece) + rest;
  });

const options = fc.record({ strict: fc.boolean(), fragment: fc.boolean() });

/** Reads a text that may include itself, and looks at all that comes of it. */
function readAll(text: string, { strict, fragment }: { strict: boolean; fragment: boolean }): void {
  const readFile = (path: string): string => {
    if (path !== 'test.json') throw new Error('no such file');
    return text;
  };
  const { schema, problems, warnings } = readSchema('test.json', { readFile, strict, fragment });
  for (const problem of [...problems, ...warnings]) expect(problem).toBeInstanceOf(SourceError);
  printSchema(schema);
  introspect(schema);
}

describe('no text makes the reader throw or hang', () => {
  it.each([
    ['any text', fc.string({ unit: 'binary', maxLength: 200 })],
    ['words of the language in any order', words],
    ['fixtures with a piece moved', mutated],
  ])('%s', (_title, texts) => {
    fc.assert(fc.property(texts, options, readAll), { numRuns: 400 });
  });

  it('every beginning of every fixture', () => {
    for (const text of FIXTURES) {
      for (let length = 0; length < text.length; length += 7) {
        readAll(text.slice(0, length), { strict: length % 2 === 0, fragment: length % 3 === 0 });
      }
    }
  });

  it('long and deep texts, in time', () => {
    const start = performance.now();
    for (const piece of [
      '{',
      '[',
      "'",
      '#\n',
      '##\n',
      "{ 'a': [",
      '# @a: (since',
      '# ``',
      '((((',
    ]) {
      readAll(piece.repeat(20_000), { strict: true, fragment: false });
    }
    expect(performance.now() - start).toBeLessThan(15_000);
  });

  it.each([
    '(since ',
    '(',
    '`',
    '``',
    ':a:`',
    '`a <',
    '*a ',
    '**',
    '@a',
    'e.g. ',
    '. ',
    ' ',
    '::',
    '1.',
  ])('documentation of nothing but %j, in time', piece => {
    const start = performance.now();
    const text = piece.repeat(3_000);
    const doc = `##\n# @go:\n# ${text}\n#\n# @a: ${text}\n##\n`;
    readAll(`${doc}{ 'command': 'go', 'data': { 'a': 'int' } }`, { strict: true, fragment: false });
    expect(performance.now() - start).toBeLessThan(3_000);
  });
});
