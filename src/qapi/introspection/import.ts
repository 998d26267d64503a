// The reply of query-qmp-schema -> the Schema model, all of it at once.
import type { JsonValue } from '../../json/value.js';
import type { Command, Event, Schema, SchemaType } from '../model.js';
import { checkNesting } from './check-nesting.js';
import {
  checkMembers,
  commandOf,
  entriesOf,
  entryHead,
  eventOf,
  innerTypes,
  typeOfEntry,
} from './entry.js';

/**
 * The schema that a server describes in its reply to query-qmp-schema (the array under `return`), every entry checked.
 * Entries of an unknown meta-type are passed over, for servers to come.
 * @throws IntrospectionError where the reply is not an array of entries with the members they must have.
 */
export function importIntrospection(reply: JsonValue): Schema {
  const commands = new Map<string, Command>();
  const events = new Map<string, Event>();
  const types = new Map<string, SchemaType>();
  const inner = new Map<string, readonly string[]>();
  const entries = entriesOf(reply);
  entries.forEach((entry, index) => {
    const { kind, name } = entryHead(entry, index);
    if (kind !== 'type') return;
    checkMembers(entry);
    const parts = innerTypes(entry, index);
    if (parts !== undefined) inner.set(name, parts);
    const type = typeOfEntry(entry, index);
    if (type !== undefined) types.set(name, type);
  });
  entries.forEach((entry, index) => {
    const { kind, name } = entryHead(entry, index);
    if (kind === 'command') commands.set(name, commandOf(entry, index, types));
    else if (kind === 'event') events.set(name, eventOf(entry, index));
  });
  checkNesting(inner);
  return { commands, events, types };
}
