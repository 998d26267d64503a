// Readers of a command's arguments, which have passed the input check: a member is of its type or absent.
import { isJsonNumber, isJsonObject, type JsonObject, type JsonValue, own } from '../json/value.js';

export function textOf(args: JsonObject, name: string): string | undefined {
  const value = own(args, name);
  return typeof value === 'string' ? value : undefined;
}

export function flagOf(args: JsonObject, name: string): boolean | undefined {
  const value = own(args, name);
  return typeof value === 'boolean' ? value : undefined;
}

/** As a double: for sizes and times that are reckoned with. */
export function numberOf(args: JsonObject, name: string): number | undefined {
  const value = own(args, name);
  return isJsonNumber(value) ? Number(value) : undefined;
}

export function objectIn(args: JsonObject, name: string): JsonObject | undefined {
  const value = own(args, name);
  return isJsonObject(value) ? value : undefined;
}

export function listIn(args: JsonObject, name: string): readonly JsonValue[] {
  const value = own(args, name);
  return Array.isArray(value) ? value : [];
}

export function objectsIn(args: JsonObject, name: string): readonly JsonObject[] {
  return listIn(args, name).filter(isJsonObject);
}

export function textsIn(args: JsonObject, name: string): readonly string[] {
  return listIn(args, name).filter(value => typeof value === 'string');
}

/** An object without the members that are undefined. */
export function present(members: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  const kept: Record<string, JsonValue> = {};
  for (const [name, value] of Object.entries(members)) if (value !== undefined) kept[name] = value;
  return kept;
}
