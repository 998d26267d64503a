// In which unit a member of a reply counts: a walk along the reply over a table of paths. A live server masks the names
// of its types, so they are not looked up by its schema: the table goes from the command by members' names alone. It is
// made from the bundled schema and schema/annotations.json (`types`) by test/shell/human/reply-units.test.ts, which
// writes it with QMPSH_UPDATE=1 and fails where it is out of date.
import table from '../../../schema/reply-units.json' with { type: 'json' };
import { own } from '../../json/value.js';

/** A unit of schema/README.md: `bytes`, `ms`, `MB/s`, ... */
export type Unit = string;

/** By type and member: its unit, or the object types that it, or an element of it, may be. */
export type TypeUnits = Readonly<
  Record<string, Readonly<Record<string, Unit | readonly string[]>>>
>;

export interface ReplyUnits {
  /** By command: the object type it returns, or a list of. */
  readonly commands: Readonly<Record<string, string>>;
  readonly types: TypeUnits;
}

/** A place in a reply: the types that may stand there, or the unit of the number that does. */
export interface UnitPlace {
  readonly types: readonly string[];
  readonly unit?: Unit;
}

const NO_UNITS: UnitPlace = { types: [] };
const UNITS: ReplyUnits = table;

/** The whole return of a command. */
export function returnPlace(command: string): UnitPlace {
  const type = own(UNITS.commands, command);
  return type === undefined ? NO_UNITS : { types: [type] };
}

/** A member of the object at the place; a list's elements are where the list is. */
export function memberPlace(place: UnitPlace, name: string): UnitPlace {
  const found = place.types.flatMap(type => memberOf(UNITS.types[type], name) ?? []);
  const unit = found.find(to => typeof to === 'string');
  if (unit !== undefined) return { types: [], unit };
  return found.length === 0 ? NO_UNITS : { types: found.flat() };
}

function memberOf(row: TypeUnits[string] | undefined, name: string) {
  return row !== undefined && Object.hasOwn(row, name) ? [row[name] ?? []] : undefined;
}
