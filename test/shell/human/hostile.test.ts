// What a server may put into its strings (lab: names with escape sequences, bidi controls, half characters), set into
// each string of each fixture: nothing of it reaches the terminal as more than text, and the layout stands.
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../../src/json/parse.js';
import { printJson } from '../../../src/json/print.js';
import {
  isJsonArray,
  isJsonNumber,
  isJsonObject,
  type JsonObject,
  type JsonValue,
} from '../../../src/json/value.js';
import { stringWidth } from '../../../src/text/width.js';
import { type Fixture, fixtureNames, linesOf, readFixture } from './fixtures.js';
import { gapsOf, HARMFUL } from './looks.js';

const HOSTILE = [
  'vm\x1b[31mRED\x1b]0;PWNED\x07\x9b2J',
  '\u202eevil\u2066\u200f\u061c',
  'half \ud800 and \udc00',
  'a\nb\r\nc\td\0e\x7f\x85\u2028\u2029\ufeff',
  '日本語 and e\u0301\u0302 and 👩‍👩‍👧‍👦 and 🇪🇺',
  '\u0301\u20e3\ufe0f\u200dstarts with marks',
  `${'long '.repeat(60)}end`,
];

/** The value with one string replaced, for each of its strings. */
function* injected(value: JsonValue, text: string): Generator<JsonValue> {
  if (typeof value === 'string') yield text;
  else if (isJsonArray(value)) {
    for (const [at, item] of value.entries())
      for (const changed of injected(item, text)) yield value.with(at, changed);
  } else if (isJsonObject(value) && !isJsonNumber(value)) yield* injectedMembers(value, text);
}

function* injectedMembers(object: JsonObject, text: string): Generator<JsonValue> {
  for (const [key, member] of Object.entries(object))
    for (const changed of injected(member, text)) yield { ...object, [key]: changed };
}

function* hostileOnes(fixture: Fixture): Generator<Fixture> {
  for (const text of HOSTILE) {
    if (fixture.json === undefined)
      yield { ...fixture, error: { class: 'GenericError', desc: text } };
    else
      for (const value of injected(parseJson(fixture.json), text))
        yield { ...fixture, json: printJson(value) };
  }
}

/** Lists of one that are shown as trees, an empty one, and one that fills the width with its only column. */
const NO_TABLES = ['query-rx-filter', 'query-vnc-servers', 'empty-list', 'query-commands'];

function isTable(name: string, { json }: Fixture): boolean {
  return json?.startsWith('[') === true && !NO_TABLES.includes(name);
}

const fixtures = fixtureNames.map(name => [name, readFixture(name)] as const);
const laidOut = fixtures.filter(([, { json }]) => json?.startsWith('"') !== true);
const tables = fixtures.filter(([name, fixture]) => isTable(name, fixture));

function linesWith(fixture: Fixture): (readonly string[])[] {
  return [...hostileOnes(fixture)].map(hostile => linesOf(hostile, 80));
}

describe('a hostile string anywhere in a reply', () => {
  it.each(fixtures)('brings no control and no half of a character out of %s', (_, fixture) => {
    const harmed = linesWith(fixture).filter(lines => lines.some(line => HARMFUL.test(line)));
    expect(harmed).toEqual([]);
  });

  it.each(laidOut)('makes no line wider than the terminal in %s', (_, fixture) => {
    const wide = linesWith(fixture).flatMap(lines => lines.filter(line => stringWidth(line) > 80));
    expect(wide).toEqual([]);
  });

  it.each(tables)('moves no column of the table of %s', (_, fixture) => {
    const gaps = linesWith(fixture).flatMap(gapsOf);
    expect(gaps.length).toBeGreaterThan(0);
    expect(gaps.filter(gap => gap.isBroken)).toEqual([]);
  });
});

describe('a hostile key', () => {
  it.each(HOSTILE)('is escaped in trees and titles: %j', key => {
    const value = { [key]: 1, list: [{ [key]: 'x', b: 1 }, { b: 2 }] };
    const json = printJson(value);
    const lines = linesOf({ command: 'query-x', json, error: undefined }, 80);
    expect(lines.filter(line => HARMFUL.test(line) || stringWidth(line) > 80)).toEqual([]);
  });
});
