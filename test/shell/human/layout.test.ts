// What holds for every reply at every width: lines fit, columns stand, digits are the server's.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printJson } from '../../../src/json/print.js';
import type { JsonValue } from '../../../src/json/value.js';
import { annotations } from '../../../src/shell/annotations-table.js';
import { humanReply } from '../../../src/shell/human/human-reply.js';
import { stringWidth } from '../../../src/text/width.js';
import { fixtureNames, linesOf, readFixture } from './fixtures.js';
import { gapsOf, HARMFUL } from './looks.js';

const widths = fc.integer({ min: 20, max: 160 });
const texts = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.constantFrom('日本語', 'e\u0301', '👩‍👩‍👧', '🇪🇺', '/vm/very/long/path/to/an/image.qcow2'),
);
const scalars = fc.oneof(texts, fc.integer(), fc.boolean(), fc.constant(null), fc.bigInt());
const values: fc.Arbitrary<JsonValue> = fc.letrec<{ value: JsonValue; object: JsonValue }>(tie => ({
  value: fc.oneof(
    { maxDepth: 5 },
    scalars,
    fc.array(tie('value'), { maxLength: 4 }),
    tie('object'),
  ),
  object: fc.dictionary(texts, tie('value'), { maxKeys: 5 }),
})).value;

function show(value: JsonValue, columns: number, command = 'query-x'): readonly string[] {
  return humanReply({ json: printJson(value), command, annotations, columns, colour: false });
}

const isLaidOut = (value: JsonValue) => typeof value !== 'string';

describe('any reply', () => {
  it('has no line wider than the terminal', () => {
    fc.assert(
      fc.property(values.filter(isLaidOut), widths, (value, columns) => {
        expect(show(value, columns).filter(line => stringWidth(line) > columns)).toEqual([]);
      }),
    );
  });

  it('has no control character in it', () => {
    fc.assert(
      fc.property(values, widths, (value, columns) => {
        expect(show(value, columns).filter(line => HARMFUL.test(line))).toEqual([]);
      }),
    );
  });

  it('keeps every digit of every number of a tree', () => {
    const numbers = fc.dictionary(fc.string({ unit: 'grapheme-ascii' }), fc.bigInt({ min: 0n }));
    fc.assert(
      fc.property(numbers, object => {
        const shown = show(object, 200).join('\n');
        expect(Object.values(object).filter(number => !shown.includes(String(number)))).toEqual([]);
      }),
    );
  });
});

describe('a table', () => {
  const rows = fc.array(fc.record({ a: texts, b: fc.nat(), c: texts }), { minLength: 2 });

  it('has its columns below each other, whatever is in them', () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 40, max: 120 }), (list, columns) => {
        expect(gapsOf(show(list, columns)).filter(gap => gap.isBroken)).toEqual([]);
      }),
    );
  });

  it('never cuts a number', () => {
    const long = 'x'.repeat(200);
    const shown = show(
      [
        { a: long, b: 2n ** 64n - 1n, c: long },
        { a: '', b: 0, c: '' },
      ],
      60,
    );
    expect(shown.join('\n')).toContain('18446744073709551615');
  });

  it('leaves out what is least telling where there is no room, and says what', () => {
    const row = { id: 'a', same: 1, other: 2, deep: { deeper: 3 } };
    const shown = show([row, { ...row, id: 'b', other: 4, deep: { deeper: 5 } }], 24);
    expect(shown).toEqual([
      '  id  other  deep.deeper',
      '  a       2            3',
      '  b       4            5',
      '  no room for 1 column:',
      '  same (-o pretty shows',
      '  all)',
    ]);
  });
});

describe('a reply of 200,000 parts', () => {
  const many = Array.from({ length: 200_000 }, (_, at) => `n${at}`);

  it.each<[string, JsonValue]>([
    ['members', Object.fromEntries(many.map(name => [name, 1]))],
    ['rows of one column', many.map(name => ({ name }))],
    ['rows of two columns', many.map(name => ({ name, same: 'x' }))],
    ['scalars', many],
  ])('is shown to its end: %s', (_, value) => {
    expect(show(value, 80).at(-1)).toMatch(/n199999/);
  });
});

describe('a narrow terminal', () => {
  it.each(fixtureNames)('of 60 columns has room for %s', name => {
    const fixture = readFixture(name);
    const lines = fixture.json?.startsWith('"') === true ? [] : linesOf(fixture, 60);
    expect(lines.filter(line => stringWidth(line) > 60)).toEqual([]);
  });
});
