// The schema of a QEMU release, from the bundled schema, its ages, and what is known of what is gone.
import { LazyMap } from '../json/lazy-map.js';
import { type GoneRow, isBefore, isToCome, rowOf } from '../qapi/history.js';
import type {
  Branch,
  EnumType,
  EnumValue,
  Marks,
  ObjectType,
  Schema,
  SchemaType,
  TypeName,
} from '../qapi/model.js';
import { withOlder } from '../qapi/older.js';
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
    types: typesAt(typesOf(pieced.types, version), version),
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

/** The last release of which it is known what its types had that is gone today. */
const LAST_KNOWN = '7.2';

function typesOf(types: Schema['types'], version: string): Schema['types'] {
  return isBefore(LAST_KNOWN, version) ? types : withOlder(types, bundledSchema('until-7.2').types);
}

function typesAt(
  types: ReadonlyMap<TypeName, SchemaType>,
  version: string,
): ReadonlyMap<TypeName, SchemaType> {
  const at = [...types.keys()].map(name => {
    const build = () => typeAt(types, name, version);
    return [name, build] as const;
  });
  return new LazyMap(new Map(at));
}

function typeAt(types: Schema['types'], name: TypeName, version: string): SchemaType {
  const type = types.get(name)!;
  switch (type.kind) {
    case 'object': {
      const branches = type.branches && branchesAt(types, type, version);
      const members = type.members.filter(row => isThere(row, version));
      return { ...type, members, ...(branches && { branches }) };
    }
    case 'enum':
      return { ...type, values: valuesAt(type, version) };
    default:
      return type;
  }
}

/** A value that came later has no branch either. */
function branchesAt(
  types: Schema['types'],
  { members, tag, branches = [] }: ObjectType,
  version: string,
): readonly Branch[] {
  const kinds = types.get(members.find(({ name }) => name === tag)?.type ?? '');
  if (kinds?.kind !== 'enum') return branches;
  const values = valuesAt(kinds, version).map(({ name }) => name);
  return branches.filter(({ value }) => values.includes(value));
}

function valuesAt({ name, values }: EnumType, version: string): readonly EnumValue[] {
  const came = rowOf(bundledHistory().came.values, name) ?? {};
  return values.filter(row => {
    const span = rowOf(came, row.name);
    return isThere(row, version) && (span === undefined || !isToCome(version, span));
  });
}
