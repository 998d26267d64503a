// What is known of a server beside what it says: which documents type one that does not describe itself, which give
// names and descriptions to what it said, and why it lacks a name.
import { isBefore, type Sources, storyOf, tellStory } from '../qapi/history.js';
import { type ArgumentPlace, storyOfMember, storyOfValue } from '../qapi/item-history.js';
import { membersAt } from '../qapi/member-paths.js';
import type { Schema } from '../qapi/model.js';
import { overlaySchema } from '../qapi/overlay.js';
import { layerSchemas, type Piece, pieceSchema } from '../qapi/pieced.js';
import { didYouMean } from '../shell/nearest.js';
import type { Lacking } from '../shell/problem.js';
import { type BundledName, bundledHistory, bundledSchema } from './bundled.js';

/** What a server is, as far as it matters here. */
export interface ServerKind {
  readonly isGuestAgent: boolean;
  /** `7.2.22`; undefined for a guest agent, or where the server does not tell. */
  readonly version: string | undefined;
}

/** The schema of names and descriptions for such a server. @param given what `--schema` says instead. */
export function sourceFor({ isGuestAgent }: ServerKind, given?: Schema): Schema {
  if (given !== undefined) return given;
  return isGuestAgent ? bundledSchema('guest-agent') : withRemoved();
}

let combined: Schema | undefined;

/** Today's schema and what is gone, by which a server of any age has its names. */
function withRemoved(): Schema {
  combined ??= layerSchemas(bundledSchema('qmp'), bundledSchema('removed'));
  return combined;
}

/** What a server said, with names and descriptions. */
export function namedSchema(server: Schema, kind: ServerKind, given?: Schema): Schema {
  return overlaySchema(server, sourceFor(kind, given));
}

/** Documents that type a server without introspection, the first that has a command first. */
const OLD_PIECES = [
  'old-block-2.2',
  'old-before-2.5',
  'old-1.1',
  'removed',
] as const satisfies readonly BundledName[];

/** Before this release the document of 1.1 comes first of all. */
const AFTER_1_1 = 3;

/** The schema of a server that says nothing but which commands it has. */
export function schemaByCommands(
  commands: readonly string[],
  kind: ServerKind,
  given?: Schema,
): Schema {
  const bundled = bundledSchema(kind.isGuestAgent ? 'guest-agent' : 'qmp');
  const today: Piece = { label: '', schema: given ?? bundled };
  const isToday = given !== undefined || kind.isGuestAgent;
  const pieces = isToday ? [today] : [...oldPieces(kind.version ?? ''), today];
  return pieceSchema(pieces, commands, kind.version ?? '0.0');
}

function oldPieces(version: string): Piece[] {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const names: BundledName[] =
    major === 1 && minor < AFTER_1_1 ? ['old-1.1', ...OLD_PIECES] : [...OLD_PIECES];
  return [...new Set(names)].map(name => ({
    label: name.replace(/^old-/, ''),
    schema: bundledSchema(name),
  }));
}

/**
 * Why a server lacks a name, in words; undefined where nothing is known, or it has the name.
 * @param server its schema.
 */
export function whyLacking(
  lacking: Lacking,
  server: Schema,
  { isGuestAgent, version }: ServerKind,
): string | undefined {
  if (isGuestAgent || version === undefined || !/^\d+\.\d+/.test(version)) return undefined;
  const sources: Sources = { bundled: bundledSchema('qmp'), history: bundledHistory() };
  switch (lacking.kind) {
    case 'command':
    case 'event': {
      const table = lacking.kind === 'command' ? 'commands' : 'events';
      if (server[table].has(lacking.name)) return undefined;
      const story = storyOf(sources, table, lacking.name, version);
      const has = (name: string) => server.commands.has(name) || server.events.has(name);
      return story && tellStory(`'${lacking.name}'`, version, story, has);
    }
    case 'member': {
      const story = storyOfMember(sources, server, lacking, version);
      const name = `member '${lacking.path.at(-1) ?? ''}'`;
      return story && tellStory(name, version, story, hasBeside(server, lacking));
    }
    case 'value': {
      const story = storyOfValue(sources, lacking, lacking.value, version);
      return story && tellStory(`value '${lacking.value}'`, version, story, () => true);
    }
  }
}

/** The same where there is no server: what is gone has its story, and of the rest the schema has it or not. */
export function whyUnknown(lacking: Lacking, schema: Schema, kind: ServerKind): string | undefined {
  if (lacking.kind !== 'command') return whyLacking(lacking, schema, kind);
  const { name } = lacking;
  const isOfToday = bundledSchema('qmp').commands.has(name);
  const story = isOfToday ? undefined : whyLacking(lacking, schema, kind);
  if (story !== undefined) return story;
  const isOfAgent = !isOfToday && bundledSchema('guest-agent').commands.has(name);
  const hint = isOfAgent
    ? "; the guest agent's needs --guest-agent"
    : didYouMean(name, schema.commands.keys());
  return `this schema has no command '${name}'${hint}`;
}

/** Whether the server has a command of that name, or an argument beside the one that it lacks. */
function hasBeside(server: Schema, { command, path }: ArgumentPlace): (name: string) => boolean {
  const arg = server.commands.get(command)?.arg;
  const above = path.slice(0, -1);
  return name =>
    server.commands.has(name) ||
    membersAt(server, arg, name.split('.')).length > 0 ||
    membersAt(server, arg, [...above, name]).length > 0;
}

/**
 * The event of that name, where QEMU has one, but not in that version; undefined for any other name.
 * @param typed in any letters, with `-` or `_`.
 */
export function eventOfOtherVersion(typed: string, { version }: ServerKind): string | undefined {
  const today = bundledSchema('qmp').events;
  const gone = bundledSchema('removed').events;
  const name = [...today.keys(), ...gone.keys()].find(row => fold(row) === fold(typed));
  const since = name === undefined ? undefined : today.get(name)?.doc?.since;
  const isOfIt = since !== undefined && version !== undefined && !isBefore(version, since);
  return isOfIt ? undefined : name;
}

function fold(name: string): string {
  return name.toLowerCase().replaceAll('-', '_');
}
