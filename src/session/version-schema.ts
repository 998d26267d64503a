// The schema of a QEMU release, from the bundled schema, its ages, and what is known of what is gone.
import { LazyMap } from '../qapi/build/lazy-map.js';
import { type GoneRow, isBefore, isToCome, rowOf } from '../qapi/history.js';
import type { Marks, Schema, SchemaType, TypeName } from '../qapi/model.js';
import { pieceSchema } from '../qapi/pieced.js';
import { bundledHistory, bundledSchema } from './bundled.js';
import { schemaByCommands } from './knowledge.js';

/** The first release that describes itself; what was before is typed by the documents of its time. */
const FIRST_INTROSPECTION = '2.5';

/**
 * The schema of that release (`7.2`), as near as is known: names that came later are left out, those that were gone
 * later are there. What a server of it is built without is not known here.
 */
export function schemaOfVersion(version: string): Schema {
  const today = bundledSchema('qmp');
  const names = [...commandsAt(today, version), ...goneSince(version)];
  if (isBefore(version, FIRST_INTROSPECTION)) {
    return schemaByCommands(names, { isGuestAgent: false, version });
  }
  const removed = { label: 'removed', schema: bundledSchema('removed') };
  const pieced = pieceSchema([{ label: '', schema: today }, removed], names, version);
  return {
    commands: commandsMarked(pieced.commands, version),
    events: eventsAt(pieced.events, version),
    types: typesAt(pieced.types, version),
  };
}

function commandsAt({ commands }: Schema, version: string): string[] {
  return [...commands.values()].filter(row => isThere(row, version)).map(row => row.name);
}

function isThere({ doc }: Marks, version: string): boolean {
  return doc?.since === undefined || !isBefore(version, doc.since);
}

/** Those that are deprecated today, and were not yet, without the mark. */
function commandsMarked(commands: Schema['commands'], version: string): Schema['commands'] {
  const rows = bundledHistory().deprecated.commands;
  const build = (name: string) => {
    const command = commands.get(name)!;
    const since = rowOf(rows, name)?.since;
    if (since === undefined || !isBefore(version, since)) return command;
    return { ...command, features: (command.features ?? []).filter(isLasting) };
  };
  return new LazyMap(new Map([...commands.keys()].map(name => [name, () => build(name)])));
}

const isLasting = (feature: string) => feature !== 'deprecated';

function goneSince(version: string): string[] {
  const rows = Object.entries(bundledHistory().commands);
  return rows.filter(([, row]) => wasThere(row, version)).map(([name]) => name);
}

function wasThere({ since, removed }: GoneRow, version: string): boolean {
  const end = typeof removed === 'string' ? removed : removed.by;
  return isBefore(version, end) && (since === undefined || !isToCome(version, since));
}

/** Without those that were gone by then. */
function eventsAt(events: Schema['events'], version: string): Schema['events'] {
  const { events: rows } = bundledHistory();
  return new Map(
    [...events].filter(([name]) => {
      const row = rowOf(rows, name);
      return row === undefined || wasThere(row, version);
    }),
  );
}

function typesAt(
  types: ReadonlyMap<TypeName, SchemaType>,
  version: string,
): ReadonlyMap<TypeName, SchemaType> {
  const at = [...types.keys()].map(name => {
    const build = () => typeAt(types.get(name)!, version);
    return [name, build] as const;
  });
  return new LazyMap(new Map(at));
}

function typeAt(type: SchemaType, version: string): SchemaType {
  const isOld = (row: Marks) => isThere(row, version);
  switch (type.kind) {
    case 'object':
      return { ...type, members: type.members.filter(isOld) };
    case 'enum':
      return { ...type, values: type.values.filter(isOld) };
    default:
      return type;
  }
}
