// What a server says of itself as a text, an entry a row: for the line that needs a few of a thousand entries, and to
// be kept for the next session.
import { printJson } from '../../json/print.js';
import { ROW_START, RowMap, rowText } from '../../json/row-map.js';
import type { JsonValue } from '../../json/value.js';
import { IntrospectionError } from '../errors.js';
import type { Schema } from '../model.js';
import { checkNesting, TOO_DEEP } from './check-nesting.js';
import {
  checkMembers,
  commandOf,
  type EntryHead,
  type EntryKind,
  entriesOf,
  entryHead,
  eventOf,
  headOfText,
  innerTypes,
  typeOfEntry,
} from './entry.js';

/** What a server answers to query-qmp-schema. */
export interface IntrospectionReply {
  readonly value: JsonValue;
  /** The texts of the entries, where they are known. */
  readonly rows?: readonly string[] | undefined;
}

/**
 * The text of a reply to query-qmp-schema, UTF-8. Of an entry nothing is looked at but what it is of.
 * Of several entries of one kind and name the first counts.
 * @throws IntrospectionError where the reply is no array, an entry has no name, or lists have no end.
 */
export function introspectionText(reply: IntrospectionReply): Buffer {
  const inner = new Map<string, readonly string[]>();
  const seen = new Set<string>();
  const keep = ({ kind, name }: EntryHead, parts: readonly string[] | undefined, json: string) => {
    // A hostile server's names may have anything in them, and stand for several things.
    if (kind === undefined || !/^\S+$/.test(name) || seen.has(`${kind} ${name}`)) return '';
    seen.add(`${kind} ${name}`);
    if (parts !== undefined) inner.set(name, parts);
    return rowText(kind, name, json);
  };
  const keepEntry = (entry: JsonValue, index: number, json: string) =>
    keep(entryHead(entry, index), innerTypes(entry, index), json);
  const rows =
    reply.rows?.map((json, index) => {
      const head = headOfText(json);
      return head ? keep(head, undefined, json) : keepEntry(JSON.parse(json), index, json);
    }) ?? entriesOf(reply.value).map((entry, index) => keepEntry(entry, index, jsonOf(entry)));
  checkNesting(inner);
  const text = `${rows.join('')}${ROW_START}`;
  if (text.includes(TOO_DEEP)) entriesOf(reply.value).forEach(checkMembers);
  return Buffer.from(text);
}

/** Numbers that JavaScript's own cannot carry are in no schema but a hostile one. */
function jsonOf(entry: JsonValue): string {
  try {
    return JSON.stringify(entry);
  } catch {
    return printJson(entry);
  }
}

/** The schema of a text that `introspectionText` made. An entry that has not the members it must have is passed over. */
export function loadIntrospection(text: Buffer): Schema {
  const rows = <T>(kind: EntryKind, read: (entry: JsonValue) => T | undefined) =>
    new RowMap(text, kind, entry => orNothing(() => read(entry)));
  const types = rows('type', entry => typeOfEntry(entry, 0));
  return {
    commands: rows('command', entry => commandOf(entry, 0, types)),
    events: rows('event', entry => eventOf(entry, 0)),
    types,
  };
}

/** What reading gives; undefined where the entry is broken. */
function orNothing<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof IntrospectionError) return undefined;
    throw error;
  }
}
