// One message text -> what it is. Tolerant, since servers of fifteen years and proxies send them: unknown members
// and classes pass, missing ones have stand-ins, and what is no message at all is a value too.
import { JsonSyntaxError } from '../json/errors.js';
import { LongObject, readJson } from '../json/long-object.js';
import { parseJson } from '../json/parse.js';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../json/value.js';
import { ProtocolError } from './errors.js';

/** `{"QMP": {"version": {...}, "capabilities": ["oob"]}}`. qmp-spec, "Server Greeting". */
export interface Greeting {
  readonly kind: 'greeting';
  /** `7.2.22`; `unknown` where the server does not tell. */
  readonly version: string;
  /** The distributor's addition, often empty: `Debian 1:7.2+dfsg-7`. */
  readonly package: string;
  readonly capabilities: readonly string[];
  readonly text: string;
}

/** `{"return": value, "id": id}`. qmp-spec, "Success". */
export interface ReturnReply {
  readonly kind: 'return';
  readonly id?: JsonValue;
  readonly value: JsonValue;
  readonly memberCount: number;
  readonly text: string;
  /** Of a long one, whose value is read when it is first asked for. */
  readonly long?: LongObject;
}

/** `{"error": {"class": errorClass, "desc": desc}, "id": id}`. qmp-spec, "Error". */
export interface ErrorReply {
  readonly kind: 'error';
  readonly id?: JsonValue;
  readonly errorClass: string;
  readonly desc: string;
  readonly value: JsonValue;
  readonly memberCount: number;
  readonly text: string;
}

/** `{"event": name, "data": data, "timestamp": {...}}`. qmp-spec, "Asynchronous events". */
export interface EventMessage {
  readonly kind: 'event';
  readonly name: string;
  /** Absent for events without data (STOP). */
  readonly data?: JsonValue;
  /** Of the host; older than an earlier event's where QEMU holds events back (RTC_CHANGE). -1 is QEMU's "unknown". */
  readonly timestamp?: Timestamp;
  readonly text: string;
}

export interface Timestamp {
  readonly seconds: number;
  readonly microseconds: number;
}

/** What could not be read as any of them: `{"return": {}, "id": inf}`. */
export interface Garbage {
  readonly kind: 'garbage';
  /** Of what has one, JSON or not. */
  readonly id?: JsonValue;
  readonly error: ProtocolError;
  readonly text: string;
}

export type Message = Greeting | ReturnReply | ErrorReply | EventMessage | Garbage;

/**
 * Reads one message. Never throws.
 * @param read what the text says, where somebody has read it already.
 */
export function messageFromText(text: string, read?: JsonValue | LongObject): Message {
  // A flood of anything else costs as little as may be: reading it in vain would keep timers waiting for seconds.
  if (!BEGINS_JSON.test(text)) return garbage(text, 'not-json', notJson(text));
  let value: JsonValue | LongObject;
  try {
    value = read ?? readJson(text);
  } catch (error) {
    const id = LAST_ID.exec(text.slice(-ID_ROOM))?.[1];
    const broken = garbage(text, 'not-json', notJson(text), error);
    return id === undefined ? broken : { ...broken, id };
  }
  if (value instanceof LongObject) return messageFromLong(value);
  return isJsonObject(value) ? messageFromObject(value, text) : notQmp(text);
}

/** QEMU puts a reply's id at its end, also where what stands before is no JSON (`inf`). Ours have no escapes. */
const LAST_ID = /"id": ?"([^"\\]+)"\}\s*$/;
const ID_ROOM = 64;

/** Nobody may want to know all of a long return; anything else is read as a whole. */
function messageFromLong(long: LongObject): Message {
  if (long.has('return') && !long.has('event') && !long.has('error')) return new LongReturn(long);
  const value = parseJson(long.text);
  return isJsonObject(value) ? messageFromObject(value, long.text) : notQmp(long.text);
}

class LongReturn implements ReturnReply {
  readonly kind = 'return';
  readonly id?: JsonValue;
  readonly memberCount: number;
  readonly text: string;
  readonly long: LongObject;

  constructor(long: LongObject) {
    const id = long.read('id');
    if (id !== undefined) this.id = id;
    this.memberCount = long.memberCount;
    this.text = long.text;
    this.long = long;
  }

  get value(): JsonValue {
    return this.long.read('return') ?? null;
  }
}

/** An object, or what else JSON may be. */
const BEGINS_JSON = /^[{["\d-]|^(?:true|false|null)\b/;

function notJson(text: string): string {
  return `expected a JSON message, found ${quoted(text)}`;
}

function messageFromObject(object: JsonObject, text: string): Message {
  if (typeof object.event === 'string') return eventFrom(object, object.event, text);
  if (object.error !== undefined) return errorFrom(object, object.error, text);
  if (object.return !== undefined) return returnFrom(object, object.return, text);
  if (object.QMP !== undefined) return greetingFrom(object.QMP, text);
  return object.id === undefined ? notQmp(text) : { ...notQmp(text), id: object.id };
}

function returnFrom(object: JsonObject, value: JsonValue, text: string): ReturnReply {
  const memberCount = Object.keys(object).length;
  const { id } = object;
  if (id === undefined) return { kind: 'return', value, memberCount, text };
  return { kind: 'return', id, value, memberCount, text };
}

function errorFrom(object: JsonObject, value: JsonValue, text: string): ErrorReply {
  const error = isJsonObject(value) ? value : {};
  return {
    kind: 'error',
    ...(object.id === undefined ? {} : { id: object.id }),
    errorClass: textOr(error.class, 'GenericError'),
    desc: textOr(error.desc, 'no description'),
    value,
    memberCount: Object.keys(object).length,
    text,
  };
}

function eventFrom(object: JsonObject, name: string, text: string): EventMessage {
  const timestamp = timestampFrom(object.timestamp);
  return {
    kind: 'event',
    name,
    ...(object.data === undefined ? {} : { data: eventData(object.data) }),
    ...(timestamp === undefined ? {} : { timestamp }),
    text,
  };
}

/** libvirt's virt-qemu-qmp-proxy sends `data` as JSON inside a string. */
function eventData(data: JsonValue): JsonValue {
  if (typeof data !== 'string' || !data.startsWith('{')) return data;
  try {
    return parseJson(data);
  } catch {
    return data;
  }
}

function timestampFrom(value: JsonValue | undefined): Timestamp | undefined {
  if (!isJsonObject(value)) return undefined;
  const { seconds, microseconds } = value;
  if (typeof seconds !== 'number') return undefined;
  return { seconds, microseconds: typeof microseconds === 'number' ? microseconds : 0 };
}

function greetingFrom(value: JsonValue, text: string): Greeting {
  const qmp = isJsonObject(value) ? value : {};
  const version = isJsonObject(qmp.version) ? qmp.version : {};
  const capabilities = isJsonArray(qmp.capabilities) ? qmp.capabilities : [];
  return {
    kind: 'greeting',
    version: versionText(version.qemu),
    package: textOr(version.package, '').trim(),
    capabilities: capabilities.filter(capability => typeof capability === 'string'),
    text,
  };
}

/** The first QMP servers (0.12) gave the version as one string. */
function versionText(qemu: JsonValue | undefined): string {
  if (typeof qemu === 'string') return qemu;
  if (!isJsonObject(qemu)) return 'unknown';
  return [qemu.major, qemu.minor, qemu.micro].map(part => String(part ?? 0)).join('.');
}

function textOr(value: JsonValue | undefined, standIn: string): string {
  return typeof value === 'string' ? value : standIn;
}

function notQmp(text: string): Garbage {
  return garbage(text, 'not-qmp', `expected a greeting, reply or event, found ${quoted(text)}`);
}

function garbage(
  text: string,
  code: 'not-json' | 'not-qmp',
  message: string,
  cause?: unknown,
): Garbage {
  const place = cause instanceof JsonSyntaxError ? ` (${cause.message})` : '';
  return { kind: 'garbage', error: new ProtocolError(message + place, code, { cause }), text };
}

/** The beginning of what a peer said, in quotes, for a message. */
export function quoted(text: string): string {
  const start = text.length > 80 ? `${text.slice(0, 80)}...` : text;
  return `'${start.replace(/[\r\n]+/g, ' ').trim()}'`;
}
