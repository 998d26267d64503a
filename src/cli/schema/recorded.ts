// What a server was recorded to say of itself: an introspection reply, or the replies of a whole conversation.
import { parseJson } from '../../json/parse.js';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../json/value.js';
import { importIntrospection } from '../../qapi/introspection/import.js';
import type { Schema } from '../../qapi/model.js';
import { memberIn, objectsIn, textIn } from '../../session/session-input.js';

/** As far as the record tells. */
export interface Recorded {
  /** `2.12.0`. */
  readonly version?: string;
  /** What query-qmp-schema answered. */
  readonly schema?: Schema;
  /** What query-commands answered. */
  readonly commands: readonly string[];
}

/** Whether a file is JSON, and not a document in the QAPI language, whose strings stand in single quotes. */
export function isRecord(text: string): boolean {
  return /^\s*(?:\[|\{\s*["}])/.test(text);
}

/**
 * Reads a record: an array of schema entries, a reply with one, or JSON objects one after the other, each beginning
 * in the first column. @throws JsonSyntaxError, IntrospectionError.
 */
export function readRecord(text: string): Recorded {
  const values = text.split(/\n(?=\{)/).flatMap(part => answersIn(parseJson(part)));
  const entries = values.find(value => isListWith(value, 'meta-type'));
  const list = values.find(isCommandList);
  const version = values.map(versionIn).find(found => found !== undefined);
  return {
    ...(version === undefined ? {} : { version }),
    ...(entries === undefined ? {} : { schema: importIntrospection(entries) }),
    commands: objectsIn(list).flatMap(row => textIn(row, 'name') ?? []),
  };
}

/** The values that a message holds which may be answers. */
function answersIn(message: JsonValue): readonly JsonValue[] {
  if (!isJsonObject(message)) return [message];
  const greeting = memberIn(message, 'greeting') ?? message;
  const members = ['return', 'schema', 'commands'].map(name => memberIn(message, name));
  const told = members.filter(value => value !== undefined);
  return [
    ...told,
    ...(memberIn(memberIn(greeting, 'QMP'), 'version') === undefined ? [] : [greeting]),
  ];
}

function isListWith(value: JsonValue, member: string): boolean {
  const [first] = isJsonArray(value) ? value : [];
  return isJsonObject(first) && Object.hasOwn(first, member);
}

function isCommandList(value: JsonValue): boolean {
  const names = isJsonArray(value) ? value.filter(isJsonObject) : [];
  return names.some((row: JsonObject) => textIn(row, 'name') === 'qmp_capabilities');
}

/** Of a greeting, or of what query-version returns. */
function versionIn(value: JsonValue): string | undefined {
  const qemu = memberIn(memberIn(memberIn(value, 'QMP'), 'version') ?? value, 'qemu');
  const parts = ['major', 'minor', 'micro'].map(name => memberIn(qemu, name));
  return parts.some(part => typeof part !== 'number') ? undefined : parts.join('.');
}
