// One value of the line -> JSON, typed by the schema, never guessed.
import { type JsonValue, numberFromText } from '../../json/value.js';
import { type AlternateType, type EnumType, type SchemaType, typeOf } from '../../qapi/model.js';
import { didYouMean } from '../nearest.js';
import { isJsonNumberText, readInteger } from '../numbers.js';
import type { TextValue, ValueSyntax } from '../words.js';
import { bindJson } from './bind-json.js';
import { bindListText } from './bind-list.js';
import { checkRange, checkSize } from './integer-rules.js';
import { openValue } from './open-value.js';
import {
  describeType,
  fail,
  lackingValue,
  type Walk,
  type Where,
  warn,
  warnOfMarks,
} from './walk.js';

/**
 * The JSON for a value at a place. After a problem it still gives something, by the value's form, so that the line
 * can be sent where the user insists (`--no-check`).
 */
export function bindValue(walk: Walk, where: Where, value: ValueSyntax): JsonValue {
  walk.places.push({ kind: 'value', span: value.span, type: where.type, path: where.path });
  if (value.kind === 'json') return bindJson(walk, where, value.node);
  const type = typeOf(walk.schema, where.type);
  switch (type?.kind) {
    case 'builtin':
      return bindBuiltin(walk, where, type.json, value);
    case 'enum':
      return bindEnum(walk, where, type, value);
    case 'array':
      return bindListText(walk, where, type.element, value);
    case 'alternate':
      return bindAlternate(walk, where, type, value);
    case 'object':
      return objectExpected(walk, where, value);
    default:
      return openValue(value);
  }
}

type JsonType = Extract<SchemaType, { kind: 'builtin' }>['json'];

function bindBuiltin(walk: Walk, where: Where, json: JsonType, value: TextValue): JsonValue {
  switch (json) {
    case 'string':
      return bindString(walk, value);
    case 'int':
      return bindInteger(walk, where, value);
    case 'number':
      return bindNumber(walk, where, value);
    case 'boolean':
      return bindBoolean(walk, where, value);
    case 'null':
      return bindNull(walk, where, value);
    default:
      return bindOpen(walk, value);
  }
}

function bindString(walk: Walk, value: TextValue): JsonValue {
  const first = value.elements[0];
  if (value.elements.length > 1 && first?.quoted) {
    fail(
      walk,
      'syntax',
      value.span,
      'a closing quote must end the value: this is one string, no list',
    );
  }
  return value.text;
}

function bindInteger(walk: Walk, where: Where, value: TextValue): JsonValue {
  const read = readInteger(value.text);
  if (!read.ok) {
    fail(walk, 'wrong-type', value.span, read.message);
    return openValue(value);
  }
  checkRange(walk, where, read.value, value.span);
  checkSize(walk, where.path, read, value);
  return numberFromText(String(read.value));
}

function bindNumber(walk: Walk, where: Where, value: TextValue): JsonValue {
  if (isJsonNumberText(value.text)) return numberFromText(value.text);
  const read = readInteger(value.text);
  if (read.ok) return numberFromText(String(read.value));
  return wrongType(walk, where, value);
}

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['on', true],
  ['yes', true],
  ['false', false],
  ['off', false],
  ['no', false],
]);

function bindBoolean(walk: Walk, where: Where, value: TextValue): JsonValue {
  return BOOLEANS.get(value.text) ?? wrongType(walk, where, value);
}

function bindNull(walk: Walk, where: Where, value: TextValue): JsonValue {
  return value.text === 'null' && !value.quoted ? null : wrongType(walk, where, value);
}

/** An open place: the form decides, and a note says so. */
function bindOpen(walk: Walk, value: TextValue): JsonValue {
  const bound = openValue(value);
  if (!value.quoted) {
    const kind = typeof bound === 'string' ? 'text' : 'JSON';
    warn(walk, 'by-form', value.span, `the schema does not type this value: taken as ${kind}`);
  }
  return bound;
}

function bindEnum(walk: Walk, where: Where, type: EnumType, value: TextValue): JsonValue {
  const found = type.values.find(row => row.name === value.text);
  if (found !== undefined) {
    warnOfMarks(walk, `'${found.name}'`, found.features, value.span);
    return found.name;
  }
  const names = type.values.map(row => row.name);
  const hint = didYouMean(value.text, names) || `: ${describeType(walk.schema, type.name)}`;
  fail(
    walk,
    'unknown-value',
    value.span,
    `unexpected value '${value.text}'${hint}`,
    lackingValue(walk, where.path, value.text),
  );
  return value.text;
}

/** Unquoted null, then enum, integer, number, boolean, string: the first that fits. Quoted text is a string. */
function bindAlternate(walk: Walk, where: Where, type: AlternateType, value: TextValue): JsonValue {
  const chosen = value.quoted
    ? alternativeOf(walk, type, 'string')
    : ALTERNATIVE_ORDER.map(kind => alternativeOf(walk, type, kind, value.text)).find(Boolean);
  if (chosen !== undefined) return bindValue(walk, { ...where, type: chosen }, value);
  return listAlternative(walk, where, type, value) ?? wrongType(walk, where, value);
}

const ALTERNATIVE_ORDER = ['null', 'enum', 'int', 'number', 'boolean', 'string'] as const;
type AlternativeKind = (typeof ALTERNATIVE_ORDER)[number];

/** The alternative of that kind, if the type has one and the text (where there is one) fits it. */
function alternativeOf(
  walk: Walk,
  type: AlternateType,
  kind: AlternativeKind,
  text?: string,
): string | undefined {
  return type.alternatives.find(row => {
    const candidate = typeOf(walk.schema, row.type);
    if (candidate?.kind === 'enum') {
      const isValue = text !== undefined && candidate.values.some(value => value.name === text);
      return kind === 'enum' && isValue;
    }
    return (
      candidate?.kind === 'builtin' &&
      candidate.json === kind &&
      (text === undefined || fits(kind, text))
    );
  })?.type;
}

function fits(kind: AlternativeKind, text: string): boolean {
  switch (kind) {
    case 'null':
      return text === 'null';
    case 'int':
      return readInteger(text).ok;
    case 'number':
      return isJsonNumberText(text) || readInteger(text).ok;
    case 'boolean':
      return BOOLEANS.has(text);
    default:
      return kind === 'string';
  }
}

/** Where an alternate has no scalar to offer but a list, the text is the list's elements. */
function listAlternative(
  walk: Walk,
  where: Where,
  type: AlternateType,
  value: TextValue,
): JsonValue | undefined {
  const list = type.alternatives.find(row => typeOf(walk.schema, row.type)?.kind === 'array');
  return list === undefined ? undefined : bindValue(walk, { ...where, type: list.type }, value);
}

function objectExpected(walk: Walk, where: Where, value: TextValue): JsonValue {
  const name = where.path.at(-1) ?? 'it';
  fail(
    walk,
    'wrong-type',
    value.span,
    `'${name}' is an object: expected its members as ${name}.MEMBER=VALUE, or {...}; found '${value.text}'`,
  );
  return openValue(value);
}

function wrongType(walk: Walk, where: Where, value: TextValue): JsonValue {
  const expected = describeType(walk.schema, where.type);
  fail(walk, 'wrong-type', value.span, `expected ${expected}, found '${value.text}'`);
  return openValue(value);
}
