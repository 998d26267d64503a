// Lays the names and documentation of a schema from source over one that a server told, whose type names are masked.
// What there is stays what the server said; types that the source does not tell stay masked.
import { LazyMap } from '../json/lazy-map.js';
import {
  type AlternateType,
  BUILTIN_TYPES,
  type Command,
  type Doc,
  type EnumType,
  type Event,
  type Member,
  type ObjectType,
  type Schema,
  type SchemaType,
  type TypeName,
} from './model.js';
import { matchAlternatives, matchTypes, type TypeMatches } from './overlay-match.js';

/** What overlaying one schema needs to know throughout. */
interface Overlay {
  readonly server: Schema;
  readonly source: Schema;
  readonly matches: TypeMatches;
}

/**
 * The server's schema with the type names, documentation and integer types (`size`, `uint32`) of the source.
 * Where they disagree the server is right: what it lacks is not added, what only it has stays.
 */
export function overlaySchema(server: Schema, source: Schema): Schema {
  const overlay: Overlay = { server, source, matches: matchTypes(server, source) };
  return {
    commands: lazily(server.commands, command => overlayCommand(overlay, command)),
    events: lazily(server.events, event => overlayEvent(overlay, event)),
    types: overlayTypes(overlay),
  };
}

function lazily<T>(map: ReadonlyMap<string, T>, change: (value: T) => T): ReadonlyMap<string, T> {
  return new LazyMap(new Map([...map].map(([name, value]) => [name, () => change(value)])));
}

function overlayTypes(overlay: Overlay): ReadonlyMap<TypeName, SchemaType> {
  const builders = new Map<TypeName, () => SchemaType>();
  for (const [name, type] of overlay.server.types) {
    builders.set(rename(overlay, name), () => overlayType(overlay, type));
  }
  return new LazyMap(builders);
}

/** The source's name of a type that the server named, in arrays too. */
function rename(overlay: Overlay, name: TypeName): TypeName {
  if (name.startsWith('[')) return `[${rename(overlay, name.slice(1, -1))}]`;
  return overlay.matches.get(name) ?? name;
}

/** The same for a member's type, where `int` on the wire may be any integer type of the source. */
function refine(overlay: Overlay, name: TypeName, known: TypeName | undefined): TypeName {
  if (known === undefined) return rename(overlay, name);
  if (name === 'int' && BUILTIN_TYPES.get(known)?.json === 'int') return known;
  if (name.startsWith('[') && known.startsWith('[')) {
    return `[${refine(overlay, name.slice(1, -1), known.slice(1, -1))}]`;
  }
  return rename(overlay, name);
}

function overlayCommand(overlay: Overlay, command: Command): Command {
  const { arg, ret } = command;
  const known = overlay.source.commands.get(command.name);
  return {
    ...command,
    ...(arg !== undefined && { arg: rename(overlay, arg) }),
    ...(ret !== undefined && { ret: refine(overlay, ret, known?.ret) }),
    ...documentation(known),
  };
}

function overlayEvent(overlay: Overlay, event: Event): Event {
  const { arg } = event;
  const known = overlay.source.events.get(event.name);
  return {
    ...event,
    ...(arg !== undefined && { arg: rename(overlay, arg) }),
    ...documentation(known),
  };
}

/** The documentation of what the source knows, as a property to spread. */
function documentation(known: { readonly doc?: Doc } | undefined): { readonly doc?: Doc } {
  return known?.doc === undefined ? {} : { doc: known.doc };
}

function overlayType(overlay: Overlay, type: SchemaType): SchemaType {
  const name = rename(overlay, type.name);
  const known = overlay.source.types.get(name);
  switch (type.kind) {
    case 'builtin':
      return type;
    case 'array':
      return { ...type, name, element: rename(overlay, type.element) };
    case 'enum':
      return overlayEnum(type, name, known?.kind === 'enum' ? known : undefined);
    case 'alternate':
      return overlayAlternate(overlay, type, name);
    case 'object':
      return overlayObject(overlay, type, known?.kind === 'object' ? known : undefined);
  }
}

function overlayEnum(type: EnumType, name: TypeName, known: EnumType | undefined): EnumType {
  const values = type.values.map(value => {
    const said = known?.values.find(other => other.name === value.name);
    return { ...value, ...documentation(said) };
  });
  return { ...type, name, values, ...documentation(known) };
}

function overlayAlternate(overlay: Overlay, type: AlternateType, name: TypeName): AlternateType {
  const known = overlay.source.types.get(name);
  const pairs = new Map(known?.kind === 'alternate' ? matchAlternatives(overlay, type, known) : []);
  const alternatives = type.alternatives.map(alternative => {
    const said = pairs.get(alternative);
    return {
      ...alternative,
      ...(said && { name: said.name }),
      type: refine(overlay, alternative.type, said?.type),
      ...documentation(said),
    };
  });
  return {
    ...type,
    name,
    alternatives,
    ...documentation(known?.kind === 'alternate' ? known : undefined),
  };
}

function overlayObject(
  overlay: Overlay,
  type: ObjectType,
  known: ObjectType | undefined,
): ObjectType {
  const members = type.members.map(member => overlayMember(overlay, member, known));
  const branches = type.branches?.map(row => ({ ...row, type: rename(overlay, row.type) }));
  return {
    ...type,
    name: rename(overlay, type.name),
    members,
    ...(branches && { branches }),
    ...documentation(known),
  };
}

function overlayMember(overlay: Overlay, member: Member, known: ObjectType | undefined): Member {
  const said = known?.members.find(other => other.name === member.name);
  return { ...member, type: refine(overlay, member.type, said?.type), ...documentation(said) };
}
