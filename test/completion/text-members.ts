// Every member of type str among the arguments of a schema's commands, and whether live values are known for it.
import annotations from '../../schema/annotations.json' with { type: 'json' };
import { type Member, type Schema, type TypeName, typeOf } from '../../src/qapi/model.js';
import { annotationsFrom, commandNotes, memberNotes } from '../../src/shell/annotations.js';

const TABLE = annotationsFrom(annotations);
/** A live server masks types that no document names: as numbers. */
const MASKED = /^[0-9]+$/;

export interface TextMember {
  /** `block_resize.device`, or of a named type `BlockdevOptionsFile.filename`. */
  readonly name: string;
  /** The kind of live value that it takes. */
  readonly source: string | undefined;
}

/** Each member once, by name. A transaction's actions have the members of the commands that they are named after. */
export function textMembers(schema: Schema): readonly TextMember[] {
  const found = new Map<string, TextMember>();
  for (const { name, arg } of schema.commands.values()) {
    if (arg === undefined || name === 'transaction') continue;
    const walk = { schema, command: name, found, seen: new Set<TypeName>() };
    visit(walk, arg, [], `${name}`);
  }
  return [...found.values()];
}

interface Walk {
  readonly schema: Schema;
  readonly command: string;
  readonly found: Map<string, TextMember>;
  readonly seen: Set<TypeName>;
}

/** `holder` is what the members of the type are known by. */
function visit(walk: Walk, name: TypeName, path: readonly string[], holder: string): void {
  const type = typeOf(walk.schema, name);
  if (type?.kind === 'array') visit(walk, type.element, path, holder);
  if (type?.kind === 'alternate') {
    for (const row of type.alternatives) visit(walk, row.type, path, holder);
  }
  if (type?.kind !== 'object' || walk.seen.has(name)) return;
  walk.seen.add(name);
  for (const member of type.members) visitMember(walk, member, name, path, holder);
  for (const branch of type.branches ?? [])
    visit(walk, branch.type, path, nameOf(branch.type, holder));
}

function visitMember(
  walk: Walk,
  member: Member,
  owner: TypeName,
  path: readonly string[],
  holder: string,
): void {
  const way = [...path, member.name];
  const name = `${path.length === 0 || !MASKED.test(owner) ? holder : ''}.${member.name}`;
  if (isText(walk.schema, member.type)) note(walk, name, sourceOf(walk, member, owner, way));
  visit(walk, member.type, way, nameOf(member.type, `${holder}.${member.name}`));
}

function note({ found }: Walk, name: string, source: string | undefined): void {
  if (found.get(name)?.source === undefined) found.set(name, { name, source });
}

function nameOf(type: TypeName, otherwise: string): string {
  const element = type.replace(/^\[(.*)\]$/, '$1');
  return MASKED.test(element) ? otherwise : element;
}

function sourceOf(walk: Walk, { name, type }: Member, owner: TypeName, path: readonly string[]) {
  const own = memberNotes(commandNotes(TABLE, walk.command), path);
  return (
    own?.source ?? TABLE.types.get(owner)?.[name]?.source ?? referenceSource(walk.schema, type)
  );
}

/** A reference stands beside a definition of its own kind. */
function referenceSource(schema: Schema, name: TypeName): string | undefined {
  const type = typeOf(schema, name);
  if (type?.kind === 'array') return referenceSource(schema, type.element);
  if (type?.kind !== 'alternate') return undefined;
  const rows = TABLE.types.get(type.name) ?? {};
  return type.alternatives.map(row => rows[row.name]?.source).find(Boolean);
}

function isText(schema: Schema, name: TypeName): boolean {
  const type = typeOf(schema, name);
  switch (type?.kind) {
    case 'builtin':
      return type.json === 'string';
    case 'array':
      return isText(schema, type.element);
    case 'alternate':
      return type.alternatives.some(row => isText(schema, row.type));
    default:
      return false;
  }
}
