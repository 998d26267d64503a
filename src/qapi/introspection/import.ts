// The reply of query-qmp-schema -> the Schema model: an index at once, an entry when it is asked for.
import { isJsonArray, type JsonValue } from '../../json/value.js';
import { LazyMap } from '../build/lazy-map.js';
import { IntrospectionError } from '../errors.js';
import type { Command, Event, Schema, SchemaType } from '../model.js';
import { checkNesting } from './check-nesting.js';
import { commandOf, entryHead, eventOf, innerTypes, typeOfEntry } from './entry.js';

/**
 * The schema that a server describes in its reply to query-qmp-schema (the array under `return`), every entry checked.
 * Entries of an unknown meta-type are passed over, for servers to come.
 * @throws IntrospectionError where the reply is not an array of entries with the members they must have.
 */
export function importIntrospection(reply: JsonValue): Schema {
  const { commands, events, types } = indexEntries(reply, read => read());
  return { commands: new Map(commands), events: new Map(events), types: new Map(types) };
}

/**
 * The same in a millisecond, for a line that needs a few of a thousand entries: each is read when it is asked for. One
 * that has not the members it must have is passed over as well.
 * @throws IntrospectionError where the reply is no array, an entry has no name, or lists have no end.
 */
export function lazyIntrospection(reply: JsonValue): Schema {
  return indexEntries(reply, orNothing);
}

/** What reading gives; undefined where the entry is broken. */
export function orNothing<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof IntrospectionError) return undefined;
    throw error;
  }
}

function indexEntries(
  reply: JsonValue,
  attempt: <T>(read: () => T | undefined) => T | undefined,
): Schema {
  if (!isJsonArray(reply)) throw new IntrospectionError('expected an array of schema entries');
  const commands = new Map<string, () => Command | undefined>();
  const events = new Map<string, () => Event | undefined>();
  const types = new Map<string, () => SchemaType | undefined>();
  const allTypes = new LazyMap(types);
  const inner = new Map<string, readonly string[]>();
  reply.forEach((entry, index) => {
    const { kind, name } = entryHead(entry, index);
    if (kind === 'command')
      commands.set(name, () => attempt(() => commandOf(entry, index, allTypes)));
    else if (kind === 'event') events.set(name, () => attempt(() => eventOf(entry, index)));
    else if (kind === 'type') types.set(name, () => attempt(() => typeOfEntry(entry, index)));
    const parts = kind === 'type' ? innerTypes(entry, index) : undefined;
    if (parts !== undefined) inner.set(name, parts);
  });
  checkNesting(inner);
  return { commands: new LazyMap(commands), events: new LazyMap(events), types: allTypes };
}
