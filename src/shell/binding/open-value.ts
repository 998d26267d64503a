// Values in open places, where no schema says what they are: by their form.
import { type JsonValue, numberFromText } from '../../json/value.js';
import { isJsonNumberText } from '../numbers.js';
import { nodeValue } from '../relaxed-json.js';
import type { ValueSyntax } from '../words.js';

const WORDS: ReadonlyMap<string, JsonValue> = new Map<string, JsonValue>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/** JSON where it reads as JSON; text where it is quoted or reads as nothing else. */
export function openValue(value: ValueSyntax): JsonValue {
  if (value.kind === 'json') return nodeValue(value.node);
  if (value.quoted) return value.text;
  const word = WORDS.get(value.text);
  if (word !== undefined) return word;
  return isJsonNumberText(value.text) ? numberFromText(value.text) : value.text;
}
