// Value -> JSON text: pure ASCII, numbers digit for digit, spaced as QEMU spaces its own replies.
import { JsonNumber, type JsonValue } from './value.js';

/** What JSON text must escape to stay ASCII on one line: everything but printable ASCII. */
const NOT_PLAIN = /[^\x20-\x7e]/g;

/** `"text"` as JSON in pure ASCII: `"\u001B[31m"`, upper-case hex as QEMU prints it. */
export function printString(text: string): string {
  const quoted = `"${text.replace(/["\\]/g, '\\$&')}"`;
  return quoted.replace(NOT_PLAIN, escapeChar);
}

const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

function escapeChar(char: string): string {
  return (
    SHORT_ESCAPES[char] ?? `\\u${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`
  );
}

/** The value on one line: `{"return": {"a": 1}}`, a blank after each `:` and `,`. */
export function printJson(value: JsonValue): string {
  return print(value, ' ');
}

/** The same without those blanks, where room is short: `{"return":{"a":1}}`. */
export function printCompact(value: JsonValue): string {
  return print(value, '');
}

function print(value: JsonValue, blank: string): string {
  if (value === null) return 'null';
  switch (typeof value) {
    case 'string':
      return printString(value);
    case 'boolean':
    case 'number':
    case 'bigint':
      return String(value);
    default:
      return printNested(value, blank);
  }
}

function printNested(value: object, blank: string): string {
  if (value instanceof JsonNumber) return value.text;
  const comma = `,${blank}`;
  if (Array.isArray(value)) return `[${value.map(item => print(item, blank)).join(comma)}]`;
  const members = Object.entries(value as Record<string, JsonValue>).map(
    ([key, member]) => `${printString(key)}:${blank}${print(member, blank)}`,
  );
  return `{${members.join(comma)}}`;
}
