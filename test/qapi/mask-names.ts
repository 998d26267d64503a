// Names of types as a server masks them: numbers, arrays around them, built-in types as they are.
import type { JsonObject, JsonValue } from '../../src/json/value.js';
import { BUILTIN_TYPES } from '../../src/qapi/model.js';

/** The members of introspection's entries whose value is the name of a type. */
const TYPE_KEYS = ['arg-type', 'ret-type', 'element-type', 'type'];

export function maskNames(entries: readonly JsonObject[]): readonly JsonValue[] {
  const numbers = new Map<string, string>();
  const mask = (name: JsonValue): string => {
    const text = String(name);
    if (BUILTIN_TYPES.has(text)) return text;
    if (text.startsWith('[')) return `[${mask(text.slice(1, -1))}]`;
    const number = numbers.get(text) ?? String(numbers.size);
    numbers.set(text, number);
    return number;
  };
  return entries.map(entry => maskEntry(entry, mask));
}

function maskEntry(entry: JsonObject, mask: (name: JsonValue) => string): JsonObject {
  const isCall = entry['meta-type'] === 'command' || entry['meta-type'] === 'event';
  const masked: Record<string, JsonValue> = maskTypes(entry, mask);
  if (!isCall) masked.name = mask(entry.name ?? '');
  for (const key of ['members', 'variants']) {
    const rows = entry[key];
    if (Array.isArray(rows)) masked[key] = rows.map(row => maskTypes(row, mask));
  }
  return masked;
}

function maskTypes(row: JsonObject, mask: (name: JsonValue) => string): Record<string, JsonValue> {
  const pairs = Object.entries(row).map(([key, value]) => [
    key,
    TYPE_KEYS.includes(key) ? mask(value) : value,
  ]);
  return Object.fromEntries(pairs);
}
