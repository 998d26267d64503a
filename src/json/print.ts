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
  if (value === null) return 'null';
  switch (typeof value) {
    case 'string':
      return printString(value);
    case 'boolean':
    case 'number':
    case 'bigint':
      return String(value);
    default:
      return printNested(value);
  }
}

function printNested(value: object): string {
  if (value instanceof JsonNumber) return value.text;
  if (Array.isArray(value)) return `[${value.map(printJson).join(', ')}]`;
  const members = Object.entries(value as Record<string, JsonValue>);
  return `{${members.map(([key, member]) => `${printString(key)}: ${printJson(member)}`).join(', ')}}`;
}
