// What a server says of itself as a text, an entry a row: for the line that needs a few of a thousand entries, and to
// be kept for the next session.
import { printJson } from '../../json/print.js';
import { isRowName, ROW_START, RowMap, rowName, rowText } from '../../json/row-map.js';
import { isJsonObject, type JsonValue } from '../../json/value.js';
import { IntrospectionError } from '../errors.js';
import type { Schema } from '../model.js';
import { checkNesting, TOO_DEEP } from './check-nesting.js';
import {
  checkMembers,
  commandOf,
  entriesOf,
  entryHead,
  eventOf,
  innerTypes,
  typeOfEntry,
} from './entry.js';

/** What a server answers to query-qmp-schema. */
export interface IntrospectionReply {
  readonly value: JsonValue;
  /** The texts of the entries in QEMU's spacing, where they are known. */
  readonly rows?: readonly string[] | undefined;
}

/**
 * The text of a reply to query-qmp-schema, UTF-8. Of an entry nothing is looked at but what it is of.
 * Of several entries of one kind and name the first counts.
 * @throws IntrospectionError where the reply is no array, an entry has no name, or lists have no end.
 */
export function introspectionText(reply: IntrospectionReply): Buffer {
  const text = textAsItCame(reply.rows) ?? printedText(entriesOf(reply.value));
  checkNesting(innerIn(text));
  if (text.includes(TOO_DEEP)) entriesOf(reply.value).forEach(checkMembers);
  return Buffer.from(text);
}

/** A row that does not begin with its name, or has no meta-type. QEMU's all do, and have. */
const OTHER_ROW = /\n(?!\{"name": "[^"\\]*", .*"meta-type": ")./;

function textAsItCame(rows: readonly string[] | undefined): string | undefined {
  if (rows === undefined) return undefined;
  const text = textOf(rows);
  return OTHER_ROW.test(text) ? undefined : text;
}

function textOf(rows: readonly string[]): string {
  return `${ROW_START}${rows.join(ROW_START)}${ROW_START}`;
}

function printedText(entries: readonly JsonValue[]): string {
  const rows = entries.flatMap((entry, index) => {
    const { name } = entryHead(entry, index);
    innerTypes(entry, index); // Has an error to give while the number of the entry is known.
    const { name: _name, ...others } = isJsonObject(entry) ? entry : {};
    return isRowName(name) ? rowText(name, printJson(others)) : [];
  });
  return textOf(rows);
}

const OF_OTHERS = /"meta-type": "(?:array|alternate)"/g;

/**
 * What lists and alternates are made of, by the names that their rows are found by: a hostile server's may have others
 * behind those. Whatever row of a name is found, it is the first of these or none.
 */
function innerIn(text: string): Map<string, readonly string[]> {
  const inner = new Map<string, readonly string[]>();
  OF_OTHERS.lastIndex = 0;
  while (OF_OTHERS.test(text)) {
    const end = text.indexOf(ROW_START, OF_OTHERS.lastIndex);
    const row = text.slice(text.lastIndexOf(ROW_START, OF_OTHERS.lastIndex) + 1, end);
    OF_OTHERS.lastIndex = end;
    const name = rowName(row);
    const parts = innerTypes(JSON.parse(row), 0);
    if (name !== undefined && parts !== undefined && !inner.has(name)) inner.set(name, parts);
  }
  return inner;
}

const COMMAND = /"meta-type": "command"/;
const EVENT = /"meta-type": "event"/;
const TYPE = /"meta-type": "(?:object|enum|alternate|array)"/;

/** The schema of a text that `introspectionText` made. An entry that has not the members it must have is passed over. */
export function loadIntrospection(text: Buffer): Schema {
  const rows = <T>(mark: RegExp, read: (entry: JsonValue) => T | undefined) =>
    new RowMap(text, mark, entry => orNothing(() => read(entry)));
  const types = rows(TYPE, entry => typeOfEntry(entry, 0));
  return {
    commands: rows(COMMAND, entry => commandOf(entry, 0, types)),
    events: rows(EVENT, entry => eventOf(entry, 0)),
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
