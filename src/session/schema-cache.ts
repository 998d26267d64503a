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
/** Before the key and the text, with their lengths in UTF-16 units: what was cut short is not taken for a schema. */
const HEADER = /^qmpsh-schema 2 (\d+) (\d+)\n/;

export interface SchemaCache {
  load(key: string): string | undefined;
  store(key: string, text: string): void;
  /** After a refusal that contradicts the schema. */
  drop(key: string): void;
}

/** The key of a server: its greeting and the reply to query-commands, both as text. The file keeps all of it. */
export function schemaCacheKey(greeting: string, commands: string): string {
  return `${greeting}\n${commands}`;
}

/** How many of the key's characters make the name of its file; which server it is of, the whole key says. */
const SAMPLES = 256;

/** The name of the key's file: 16 hex digits before its suffix. Hashing all of it would cost a short run more than comparing it does. */
export function schemaFileName(key: string): string {
  let state = 0x811c9dc5;
  const stride = Math.ceil(key.length / SAMPLES);
  for (let at = 0; at < key.length; at += stride)
    state = Math.imul(state ^ key.charCodeAt(at), 0x01000193);
  return hex(state) + hex(key.length) + SUFFIX;
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
  const pathOf = (key: string) => join(folder, schemaFileName(key));
  return {
    load: key => attempt(() => readSchema(pathOf(key), key)),
    store: (key, text) => attempt(() => writeSchema(folder, pathOf(key), key, text)),
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

function readSchema(path: string, key: string): string | undefined {
  const file = readFileSync(path, 'utf8');
  const [header = '', keyLength, length] = HEADER.exec(file) ?? [];
  const start = header.length + key.length;
  const isWhole = Number(keyLength) === key.length && Number(length) === file.length - start;
  if (!isWhole || !file.startsWith(key, header.length)) return undefined;
  const now = new Date();
  attempt(() => utimesSync(path, now, now));
  return file.slice(start);
}

/** Written beside and renamed, so that another copy of qmpsh sees all of it or nothing. */
function writeSchema(folder: string, path: string, key: string, text: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const unfinished = `${path}.${process.pid}`;
  try {
    const header = `qmpsh-schema 2 ${key.length} ${text.length}\n`;
    writeFileSync(unfinished, header + key + text, { mode: 0o600 });
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
