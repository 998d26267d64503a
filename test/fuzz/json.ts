// JSON: read as JSON.parse reads it, printed so that it reads the same, laid out without a change of meaning.
import fc from 'fast-check';
import { JsonSyntaxError } from '../../src/json/errors.js';
import { parseJson } from '../../src/json/parse.js';
import { printJson } from '../../src/json/print.js';
import { surveyJson } from '../../src/json/survey.js';
import { indented, memberText, oneLine, textMembers } from '../../src/json/text.js';
import { alike, type FuzzTarget, holds } from './target.js';

const pieces = fc.constantFrom(
  ...[
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"',
    '\\',
    '\\u',
    '\\ud800',
    '0041',
    ' ',
    '\n',
    '\t',
    '\0',
    'é',
    '"a"',
    '"a":',
  ],
  ...[
    '1',
    '-',
    '-0',
    '0',
    '01',
    '1.',
    '.5',
    '1e5',
    '1E400',
    '123456789012345678901',
    '0.1',
    'true',
    'fals',
    'null',
    'inf',
    'NaN',
    '//',
  ],
  ...['"__proto__":', '"constructor":', '\ufeff', '\u2028', '{"a":[', '}]'],
);

/** Text that is JSON, is nearly JSON, or has nothing of it. */
export const jsonLike = fc.oneof(
  fc.json(),
  fc.array(pieces, { maxLength: 40 }).map(list => list.join('')),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.tuple(fc.json(), fc.nat(), pieces).map(([text, at, piece]) => {
    const place = at % (text.length + 1);
    return text.slice(0, place) + piece + text.slice(place);
  }),
);

function readBoth(text: string): void {
  let expected: unknown;
  let isJson = true;
  try {
    expected = JSON.parse(text);
  } catch {
    isJson = false;
  }
  try {
    const value = parseJson(text);
    holds(isJson, 'what JSON.parse refuses is refused');
    holds(alike(JSON.parse(printJson(value)), expected), 'printing keeps the meaning');
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    holds(!isJson, 'what JSON.parse reads is read');
    holds(error.offset >= 0 && error.offset <= text.length, 'the place is in the text');
  }
}

function walkOver(text: string): void {
  const survey = surveyJson(text);
  try {
    JSON.parse(text);
  } catch {
    holds(survey === undefined, 'what JSON.parse refuses is no JSON');
    return;
  }
  if (survey === undefined) throw new Error('what JSON.parse reads is JSON');
  holds(survey.isOneLine === (oneLine(text) === text), 'one line is known by sight');
  const read = printJson(JSON.parse(text));
  holds(!survey.isExact || read === printJson(parseJson(text)), 'what is exact is read exactly');
}

function layOut(text: string): void {
  const line = oneLine(text);
  holds(/^[\x20-\x7e]*$/.test(line), 'one line is ASCII');
  const value: unknown = JSON.parse(text);
  holds(alike(JSON.parse(line), value), 'one line means the same');
  holds(alike(JSON.parse(indented(text)), value), 'the indented text means the same');
  for (const { text: member } of textMembers(text)) JSON.parse(member);
  memberText(text, 'a');
}

export const JSON_TARGETS: readonly FuzzTarget[] = [
  { name: 'json: read and printed', runs: 500, claim: fc.property(jsonLike, readBoth) },
  { name: 'json: walked over', runs: 500, claim: fc.property(jsonLike, walkOver) },
  { name: 'json: laid out', runs: 300, claim: fc.property(fc.json(), layOut) },
];
