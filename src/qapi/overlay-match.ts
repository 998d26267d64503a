// Finds which type of a source schema each masked type of a server is: both are walked side by side from the
// commands and events they share, members by name, branches by value, alternatives by what they look like.
import {
  type AlternateType,
  type Alternative,
  type ObjectType,
  type Schema,
  type SchemaType,
  type TypeName,
  typeOf,
} from './model.js';

/** The source's name for each type of the server that it tells. */
export type TypeMatches = ReadonlyMap<TypeName, TypeName>;

/** The name of the object without members, which a source says by saying nothing. */
const EMPTY = 'q_empty';

interface Matching {
  readonly server: Schema;
  readonly source: Schema;
  readonly matches: Map<TypeName, TypeName>;
  /** Names given already: a second type that matches one stays masked. */
  readonly taken: Set<TypeName>;
  /** Pairs still to be looked at. */
  readonly open: [TypeName, TypeName][];
}

export function matchTypes(server: Schema, source: Schema): TypeMatches {
  const matching: Matching = { server, source, matches: new Map(), taken: new Set(), open: [] };
  for (const [name, command] of server.commands) {
    const known = source.commands.get(name);
    if (known === undefined) continue;
    addPair(matching, command.arg, known.arg ?? EMPTY);
    addPair(matching, command.ret, known.ret ?? EMPTY);
  }
  for (const [name, event] of server.events) {
    const known = source.events.get(name);
    if (known !== undefined) addPair(matching, event.arg, known.arg ?? EMPTY);
  }
  for (let pair = matching.open.pop(); pair !== undefined; pair = matching.open.pop()) {
    matchPair(matching, pair);
  }
  return matching.matches;
}

function addPair(matching: Matching, server: TypeName | undefined, source: TypeName): void {
  if (server !== undefined) matching.open.push([server, source]);
}

function matchPair(matching: Matching, [name, sourceName]: [TypeName, TypeName]): void {
  const type = typeOf(matching.server, name);
  if (sourceName === EMPTY) {
    if (type !== undefined && isEmpty(type)) note(matching, name, EMPTY);
    return;
  }
  const known = typeOf(matching.source, sourceName);
  if (type === undefined || known === undefined || type.kind !== known.kind) return;
  if (type.kind === 'array' && known.kind === 'array') {
    addPair(matching, type.element, known.element);
  } else if (type.kind !== 'builtin' && note(matching, name, sourceName)) {
    matchParts(matching, type, known);
  }
}

function isEmpty(type: SchemaType): boolean {
  return type.kind === 'object' && type.members.length === 0 && type.tag === undefined;
}

/** Records a match, unless one of both has another already. */
function note({ matches, taken }: Matching, name: TypeName, sourceName: TypeName): boolean {
  if (matches.has(name) || taken.has(sourceName)) return false;
  matches.set(name, sourceName);
  taken.add(sourceName);
  return true;
}

function matchParts(matching: Matching, type: SchemaType, known: SchemaType): void {
  if (type.kind === 'object' && known.kind === 'object') matchObjects(matching, type, known);
  if (type.kind !== 'alternate' || known.kind !== 'alternate') return;
  for (const [one, other] of matchAlternatives(matching, type, known)) {
    addPair(matching, one.type, other.type);
  }
}

function matchObjects(matching: Matching, type: ObjectType, known: ObjectType): void {
  for (const { name, type: of } of type.members) {
    const member = known.members.find(other => other.name === name);
    if (member !== undefined) addPair(matching, of, member.type);
  }
  for (const { value, type: of } of type.branches ?? []) {
    const branch = known.branches?.find(other => other.value === value);
    addPair(matching, of, branch?.type ?? EMPTY);
  }
}

/** Alternatives have no names on the wire: each is the first of the source that is of its kind and not yet taken. */
export function matchAlternatives(
  { server, source }: { readonly server: Schema; readonly source: Schema },
  type: AlternateType,
  known: AlternateType,
): readonly (readonly [Alternative, Alternative])[] {
  const left = [...known.alternatives];
  return type.alternatives.flatMap(one => {
    const look = lookOf(server, one.type);
    const index = left.findIndex(other => lookOf(source, other.type) === look);
    const other = left[index];
    if (other === undefined) return [];
    left.splice(index, 1);
    return [[one, other] as const];
  });
}

/** A type's kind, or for built-in types the JSON they look like. */
function lookOf(schema: Schema, name: TypeName): string | undefined {
  const type = typeOf(schema, name);
  return type?.kind === 'builtin' ? type.json : type?.kind;
}
