// The bundled schema as of an earlier release, as far as its ages and the history tell: what came later is left out,
// what has gone since is put back.
import { type GoneRow, type History, isBefore, isGoneFrom, rowOf } from './history.js';
import type { Marks, Member, Schema, SchemaType } from './model.js';

/** The schemas it is made from. */
export interface VersionSources {
  readonly bundled: Schema;
  /** What is gone, as it last was. */
  readonly removed: Schema;
  readonly history: History;
}

/** Members that have gone since are not in it: their types are not known. @param version `7.2`, with or without more. */
export function schemaAtVersion(sources: VersionSources, version: string): Schema {
  const { bundled, removed, history } = sources;
  const isThere = ({ doc }: Marks) => doc?.since === undefined || !isBefore(version, doc.since);
  const types = [...removed.types, ...bundled.types].map(
    ([name, type]) => [name, cutType(type, isThere)] as const,
  );
  const { commands, events } = removed;
  return {
    commands: new Map([
      ...goneSince(commands, history.commands, version),
      ...filtered(bundled.commands, isThere),
    ]),
    events: new Map([
      ...goneSince(events, history.events, version),
      ...filtered(bundled.events, isThere),
    ]),
    types: new Map(types),
  };
}

function filtered<T extends Marks>(
  map: ReadonlyMap<string, T>,
  isThere: (marks: Marks) => boolean,
): [string, T][] {
  return [...map].filter(([, entry]) => isThere(entry));
}

/** What that version had, and today's has not. */
function goneSince<T>(
  removed: ReadonlyMap<string, T>,
  rows: Readonly<Record<string, GoneRow>>,
  version: string,
): [string, T][] {
  return [...removed].filter(([name]) => {
    const row = rowOf(rows, name);
    const isOld = row?.since === undefined || !isBefore(version, row.since);
    return row !== undefined && isOld && !isGoneFrom(version, row.removed);
  });
}

function cutType(type: SchemaType, isThere: (marks: Marks) => boolean): SchemaType {
  if (type.kind === 'enum') return { ...type, values: type.values.filter(isThere) };
  if (type.kind !== 'object') return type;
  return { ...type, members: type.members.filter((member: Member) => isThere(member)) };
}
