// The facts of QMP that the schema data is held against: recorded beside the checkout, not part of the project.
// Reads them and resolves dotted member paths in them; claims nothing about the data itself.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const BESIDE = fileURLToPath(new URL('../../../shared', import.meta.url));
const SHARED = process.env.QMPSH_SHARED ?? BESIDE;

/** Whether the facts are there; tests that need them are skipped, aloud, where not. */
export const factsAreThere = existsSync(join(SHARED, 'facts', 'qmp-10.2.json'));
export const skipNote = factsAreThere ? '' : ' (SKIPPED: no ../shared beside the checkout)';

export function sharedText(path: string): string {
  return readFileSync(join(SHARED, path), 'utf8');
}

type TypeRef = string | readonly [string];
interface FactMember {
  readonly name: string;
  readonly type: TypeRef;
  readonly optional?: boolean;
}
interface FactType {
  readonly members?: readonly FactMember[];
  readonly base?: string | readonly FactMember[];
  readonly branches?: Readonly<Record<string, TypeRef>>;
}
interface FactDefinition {
  readonly module: string;
  readonly members?: readonly FactMember[];
  readonly data?: string;
  readonly returns?: TypeRef;
}
export interface Facts {
  readonly commands: Readonly<Record<string, FactDefinition>>;
  readonly events: Readonly<Record<string, FactDefinition>>;
  readonly types: Readonly<Record<string, FactType>>;
}

export function readFacts(): Facts {
  return JSON.parse(sharedText('facts/qmp-10.2.json'));
}

export interface History {
  readonly commands: Readonly<Record<string, { 'first-seen': string; 'last-seen': string }>>;
  readonly events: History['commands'];
}

export function readHistory(): History {
  return JSON.parse(sharedText('facts/history.json'));
}

/** Every name after `'command':` in a QAPI document. */
export function commandNamesIn(document: string): string[] {
  return [...sharedText(document).matchAll(/'command': *'([^']+)'/g)].map(m => m[1] ?? '');
}

/** What a place in the arguments may hold: the members one step down, or `open` where any may stand. */
export type Place = 'open' | readonly { readonly name: string; readonly down: () => Place }[];

/** Looks up a dotted path; list indices are left out of it, and wrappers named `data` may be. */
export function reaches(place: Place, path: readonly string[]): boolean {
  const [head, ...rest] = path.filter(segment => !/^\d+$/.test(segment));
  if (head === undefined || place === 'open') return true;
  const here = place.filter(member => member.name === head);
  if (here.some(member => reaches(member.down(), rest))) return true;
  const wrapped = head === 'data' ? undefined : place.find(member => member.name === 'data');
  return wrapped !== undefined && reaches(wrapped.down(), path);
}

/** The place that a type of the facts makes, its base and all its branches together. */
export function placeOfType(facts: Facts, ref: TypeRef): Place {
  const name = typeof ref === 'string' ? ref : ref[0];
  if (name === 'any') return 'open';
  const type = facts.types[name];
  if (type === undefined) return [];
  const branches = Object.entries(type.branches ?? {});
  return [
    ...baseMembers(facts, type.base),
    ...membersAt(facts, type.members),
    ...branches.flatMap(([branch, t]) => [
      { name: branch, down: () => placeOfType(facts, t) },
      ...inner(placeOfType(facts, t)),
    ]),
  ];
}

/** The place that a command's or event's arguments make. */
export function placeOfDefinition(facts: Facts, definition: FactDefinition): Place {
  if (definition.data !== undefined) return placeOfType(facts, definition.data);
  return membersAt(facts, definition.members);
}

function membersAt(facts: Facts, members: readonly FactMember[] = []) {
  return members.map(m => ({ name: m.name, down: () => placeOfType(facts, m.type) }));
}

function baseMembers(facts: Facts, base: FactType['base']) {
  if (base === undefined) return [];
  return typeof base === 'string' ? inner(placeOfType(facts, base)) : membersAt(facts, base);
}

function inner(place: Place) {
  return place === 'open' ? [] : place;
}

interface WireEntity {
  readonly name: string;
  readonly 'meta-type': string;
  readonly 'arg-type'?: string;
  readonly members?: readonly { readonly name?: string; readonly type: string }[];
  readonly variants?: readonly { readonly type: string }[];
  readonly 'element-type'?: string;
}
export type WireSchema = ReadonlyMap<string, WireEntity>;

/** A query-qmp-schema reply: as recorded alone, or among the replies of an old server. */
export function readWireSchema(path: string): WireSchema {
  const texts = path.endsWith('.replies') ? sharedText(path).split(/\n(?=\{)/) : [sharedText(path)];
  const lists = texts.map(text => schemaIn(JSON.parse(text))).filter(list => list !== undefined);
  return new Map((lists[0] ?? []).map(entity => [entity.name, entity]));
}

function schemaIn(message: { schema?: WireEntity[]; return?: unknown }): WireEntity[] | undefined {
  const list = message.schema ?? message.return;
  return Array.isArray(list) && list.some(entity => entity['meta-type'] === 'command')
    ? list
    : undefined;
}

export function wireCommands(schema: WireSchema): string[] {
  return [...schema.values()].filter(e => e['meta-type'] === 'command').map(e => e.name);
}

/** The place that a command's arguments make, by a server's own schema. */
export function placeOnWire(schema: WireSchema, command: string): Place {
  const entity = schema.get(command);
  return entity?.['meta-type'] === 'command' ? wirePlace(schema, entity['arg-type'] ?? '') : [];
}

function wirePlace(schema: WireSchema, name: string): Place {
  const entity = schema.get(name);
  if (name === 'any') return 'open';
  if (entity?.['element-type'] !== undefined) return wirePlace(schema, entity['element-type']);
  const nameless = (entity?.members ?? []).filter(m => m.name === undefined);
  const merged = [...nameless, ...(entity?.variants ?? [])].map(t => wirePlace(schema, t.type));
  const members = (entity?.members ?? []).flatMap(m =>
    m.name === undefined ? [] : [{ name: m.name, down: () => wirePlace(schema, m.type) }],
  );
  return [...members, ...merged.flatMap(inner)];
}
