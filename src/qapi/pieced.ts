// A schema pieced together from several, command by command: for servers that list their commands and do not say how
// they are typed. schema/README.md has the order in which documents are asked.
import { LazyMap } from '../json/lazy-map.js';
import { isBefore } from './history.js';
import type { Command, Event, ObjectType, Schema, SchemaType, TypeName } from './model.js';

/** A document to take from, and what to call its types beside those of others. */
export interface Piece {
  readonly label: string;
  readonly schema: Schema;
}

/**
 * The schema of a server with these commands; each is typed by the first piece that has it. A command that none has
 * is left out: it goes by form. Events are those that the pieces know to be as old as the server.
 */
export function pieceSchema(
  pieces: readonly Piece[],
  commands: readonly string[],
  version: string,
): Schema {
  const typed = new Map<string, () => Command>();
  for (const name of commands) {
    const piece = pieces.find(each => each.schema.commands.has(name));
    if (piece !== undefined) typed.set(name, () => labelCommand(piece, name));
  }
  return {
    commands: new LazyMap(typed),
    events: new LazyMap(eventsBy(pieces, version)),
    types: new LazyMap(allTypes(pieces)),
  };
}

function eventsBy(pieces: readonly Piece[], version: string): Map<string, () => Event> {
  const events = new Map<string, () => Event>();
  for (const piece of pieces) {
    for (const [name, event] of piece.schema.events) {
      const since = event.doc?.since;
      if (since !== undefined && isBefore(version, since)) continue;
      if (!events.has(name)) events.set(name, () => ({ ...event, ...labelArg(piece, event) }));
    }
  }
  return events;
}

function labelCommand(piece: Piece, name: string): Command {
  const command = piece.schema.commands.get(name)!;
  const ret = command.ret === undefined ? {} : { ret: labelName(piece, command.ret) };
  return { ...command, ...labelArg(piece, command), ...ret };
}

function labelArg(piece: Piece, { arg }: { readonly arg?: TypeName }): { readonly arg?: TypeName } {
  return arg === undefined ? {} : { arg: labelName(piece, arg) };
}

/** Documents of different times use one name for different types: each keeps its own, told apart by the label. */
function labelName(piece: Piece, name: TypeName): TypeName {
  if (name.startsWith('[')) return `[${labelName(piece, name.slice(1, -1))}]`;
  return piece.label !== '' && piece.schema.types.has(name) ? `${name}@${piece.label}` : name;
}

function allTypes(pieces: readonly Piece[]): Map<TypeName, () => SchemaType> {
  const types = new Map<TypeName, () => SchemaType>();
  for (const piece of pieces) {
    for (const name of piece.schema.types.keys()) {
      types.set(labelName(piece, name), () => labelType(piece, name));
    }
  }
  return types;
}

function labelType(piece: Piece, name: TypeName): SchemaType {
  const type = piece.schema.types.get(name)!;
  const rename = (other: TypeName) => labelName(piece, other);
  switch (type.kind) {
    case 'object':
      return labelObject(piece, type);
    case 'alternate': {
      const alternatives = type.alternatives.map(row => ({ ...row, type: rename(row.type) }));
      return { ...type, name: rename(name), alternatives };
    }
    case 'array':
      return { ...type, name: rename(name), element: rename(type.element) };
    default:
      return { ...type, name: rename(name) };
  }
}

function labelObject(piece: Piece, type: ObjectType): ObjectType {
  const members = type.members.map(row => ({ ...row, type: labelName(piece, row.type) }));
  const branches = type.branches?.map(row => ({ ...row, type: labelName(piece, row.type) }));
  return { ...type, name: labelName(piece, type.name), members, ...(branches && { branches }) };
}

/** All of the first, and what only the second has. Nothing is built before it is asked for. */
export function layerSchemas(first: Schema, second: Schema): Schema {
  return {
    commands: layerMaps(first.commands, second.commands),
    events: layerMaps(first.events, second.events),
    types: layerMaps(first.types, second.types),
  };
}

function layerMaps<T>(
  first: ReadonlyMap<string, T>,
  second: ReadonlyMap<string, T>,
): ReadonlyMap<string, T> {
  const builders = new Map<string, () => T>();
  for (const map of [second, first]) {
    for (const name of map.keys()) builders.set(name, () => map.get(name)!);
  }
  return new LazyMap(builders);
}
