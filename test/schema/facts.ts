// The facts of QMP that the bundled data is held against; they lie beside the checkout and not in the repository.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasShared, SHARED } from '../shared.js';

export { hasShared };
export const skipNote = hasShared ? '' : ' (SKIPPED: the shared folder is not here)';

export function sharedText(path: string): string {
  return readFileSync(join(SHARED, path), 'utf8');
}

export interface FactMember {
  readonly name: string;
  readonly type: string | readonly [string];
  readonly optional?: boolean;
  readonly since?: string;
}

export interface FactDefinition {
  readonly module: string;
  readonly since?: string;
  readonly members?: readonly FactMember[];
  readonly base?: string | readonly FactMember[];
}

export interface Facts {
  readonly commands: Readonly<Record<string, FactDefinition>>;
  readonly events: Readonly<Record<string, FactDefinition>>;
  readonly types: Readonly<Record<string, FactDefinition>>;
}

const NOTHING: Facts = { commands: {}, events: {}, types: {} };

export const facts: Facts = hasShared ? JSON.parse(sharedText('facts/qmp-10.2.json')) : NOTHING;

export interface Sighting {
  readonly 'first-seen': string;
  readonly 'last-seen': string;
}

export interface Sightings {
  readonly versions: readonly string[];
  readonly commands: Readonly<Record<string, Sighting>>;
  readonly events: Readonly<Record<string, Sighting>>;
}

const NEVER: Sightings = { versions: [], commands: {}, events: {} };

export const sightings: Sightings = hasShared
  ? JSON.parse(sharedText('facts/history.json'))
  : NEVER;

/** Every name after `'command':` in a QAPI document. */
export function commandNamesIn(document: string): string[] {
  return [...sharedText(document).matchAll(/'command': *'([^']+)'/g)].map(m => m[1] ?? '');
}

interface WireEntity {
  readonly 'meta-type'?: string;
  readonly name: string;
}

/** A recorded query-qmp-schema reply: alone in its file, or the one among the replies of an old server. */
export function recordedSchema(path: string): readonly WireEntity[] {
  const text = sharedText(path);
  const messages = path.endsWith('.replies') ? text.split(/\n(?=\{)/) : [text];
  return messages.flatMap(message => entitiesIn(JSON.parse(message)));
}

function entitiesIn(message: { schema?: unknown; return?: unknown }): readonly WireEntity[] {
  const list = message.schema ?? message.return;
  return Array.isArray(list) && list.some(entity => entity['meta-type']) ? list : [];
}

/** The commands of a recorded query-qmp-schema reply. */
export function commandsOnWire(path: string): string[] {
  return recordedSchema(path).flatMap(e => (e['meta-type'] === 'command' ? [e.name] : []));
}
