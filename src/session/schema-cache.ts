// Schemas of live servers, kept from session to session: the text of query-qmp-schema's reply, a file for each kind
// of server. Whatever is wrong with the cache, there is just none: nothing here throws.
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { isAbsolute, join } from 'node:path';

/** Kinds of servers that are remembered; a schema has some 200 kB. */
const MAX_FILES = 32;
const SUFFIX = '.schema';
/** Before the text, with its length in UTF-16 units: what was cut short is not taken for a schema. */
const HEADER = /^qmpsh-schema 1 (\d+)\n/;

export interface SchemaCache {
  load(key: string): string | undefined;
  store(key: string, text: string): void;
  /** After a refusal that contradicts the schema. */
  drop(key: string): void;
}

/** The key of a server: its greeting and the reply to query-commands, both as text. 16 hex digits. */
export function schemaCacheKey(greeting: string, commands: string): string {
  return hash(`${greeting}\n${commands}`);
}

/**
 * FNV-1a in two lanes of 32 bits that begin differently. Not against forgery: who can choose a greeting can send any
 * schema too. node:crypto would cost more time to load than this takes.
 */
function hash(text: string): string {
  let low = 0x811c9dc5;
  let high = 0xcbf29ce4;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    low = Math.imul(low ^ code, 0x01000193);
    high = Math.imul(high ^ (code + at), 0x01000193);
  }
  return hex(high) + hex(low);
}

function hex(lane: number): string {
  return (lane >>> 0).toString(16).padStart(8, '0');
}

/** `$XDG_CACHE_HOME/qmpsh`, or `~/.cache/qmpsh`; undefined where there is neither. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const { XDG_CACHE_HOME: cache = '', HOME: home = '' } = env;
  if (isAbsolute(cache)) return join(cache, 'qmpsh');
  return isAbsolute(home) ? join(home, '.cache', 'qmpsh') : undefined;
}

/** The cache in a folder, which is made when first needed; without one it is always empty. */
export function schemaCache(folder: string | undefined = cacheFolder()): SchemaCache {
  if (folder === undefined) return { load: () => undefined, store() {}, drop() {} };
  const pathOf = (key: string) => join(folder, key + SUFFIX);
  return {
    load: key => attempt(() => readSchema(pathOf(key))),
    store: (key, text) => attempt(() => writeSchema(folder, pathOf(key), text)),
    drop: key => attempt(() => rmSync(pathOf(key), { force: true })),
  };
}

function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined; // Not there, not ours, no room: all the same.
  }
}

function readSchema(path: string): string | undefined {
  const file = readFileSync(path, 'utf8');
  const [header = '', length] = HEADER.exec(file) ?? [];
  const text = file.slice(header.length);
  if (length === undefined || text.length !== Number(length)) return undefined;
  const now = new Date();
  attempt(() => utimesSync(path, now, now));
  return text;
}

/** Written beside and renamed, so that another copy of qmpsh sees all of it or nothing. */
function writeSchema(folder: string, path: string, text: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const unfinished = `${path}.${process.pid}`;
  try {
    writeFileSync(unfinished, `qmpsh-schema 1 ${text.length}\n${text}`, { mode: 0o600 });
    renameSync(unfinished, path);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
  forgetOldest(folder);
}

/** By when they were last used; files of other names are not ours. */
function forgetOldest(folder: string): void {
  const names = readdirSync(folder).filter(name => name.includes(SUFFIX));
  if (names.length <= MAX_FILES) return;
  const files = names.map(name => join(folder, name));
  const byAge = files.map(path => ({ path, used: statSync(path).mtimeMs }));
  byAge.sort((a, b) => a.used - b.used);
  for (const { path } of byAge.slice(0, names.length - MAX_FILES)) rmSync(path, { force: true });
}
