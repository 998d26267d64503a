// What a JSON text means, with every number exact. No parsing or printing here.

/**
 * A number whose digits JavaScript's own number would print differently: `1.0`, `1e3`, `-0`,
 * `0.10000000000000001`. Keeps the text as it came.
 */
export class JsonNumber {
  /** A number by RFC 8259's grammar, e.g. `1.50`. */
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** The nearest double, for display and comparison only. */
  valueOf(): number {
    return Number(this.text);
  }

  toString(): string {
    return this.text;
  }
}

/**
 * Any JSON value. A number is `number` where `String(n)` gives back its very text, `bigint` for an
 * integer beyond 2^53 - 1 in size, `JsonNumber` for every other spelling.
 */
export type JsonValue =
  | null
  | boolean
  | number
  | bigint
  | JsonNumber
  | string
  | readonly JsonValue[]
  | JsonObject;

/** An object; keys in the order of the text, except that JavaScript puts integer-like keys first. */
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof JsonNumber)
  );
}

/**
 * What an object has under a name of its own: `toString` and the like, which every object inherits, are not in it.
 * For JSON, and for tables that are asked for names from a server or a person.
 */
export function own<Value>(
  object: Readonly<Record<string, Value>>,
  name: string,
): Value | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

export function isJsonArray(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** Whether the value is a number in any of its three carriers. */
export function isJsonNumber(value: JsonValue | undefined): value is number | bigint | JsonNumber {
  return typeof value === 'number' || typeof value === 'bigint' || value instanceof JsonNumber;
}

/** The value of the number written as `text`, in the carrier that keeps its spelling. */
export function numberFromText(text: string): number | bigint | JsonNumber {
  const number = Number(text);
  if (String(number) === text) return number;
  return /^-?[1-9][0-9]*$/.test(text) ? BigInt(text) : new JsonNumber(text);
}
