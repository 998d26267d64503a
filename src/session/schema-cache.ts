// Schemas of live servers, kept from session to session as texts: a file for each kind of server. Whatever is wrong with the cache, there is just none: nothing here throws.
import {
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { makeFolder } from '../files/make-folder.js';

/** Kinds of servers that are remembered; a schema has some 200 kB. */
const MAX_FILES = 32;
const SUFFIX = '.schema';
/** `.cache/qmpsh`. */
const FOLDERS = 2;
/** Before the key and the text, with their lengths in bytes: what was cut short is not taken for a schema. */
const HEADER = /^qmpsh-schema 5 (\d+) (\d+)\n/;
/** The longest header. */
const HEADER_ROOM = 64;

/** What a server is, as far as its schema goes: its greeting and its list of commands, as they came. */
export interface SchemaKey {
  readonly greeting: string;
  readonly commands: string;
}

export interface SchemaCache {
  /** Whether there may be a schema of a server with that greeting. */
  knows(greeting: string): boolean;
  load(key: SchemaKey): Buffer | undefined;
  /** Notes that it is needed: the one that has not been for longest makes room for others. */
  touch(key: SchemaKey): void;
  store(key: SchemaKey, text: Buffer): void;
  /** After a refusal that contradicts the schema. */
  drop(key: SchemaKey): void;
}

/** The key as the file has it, all of it. */
function keyBytes({ greeting, commands }: SchemaKey): Buffer {
  return Buffer.from(`${greeting}\n${commands}\n`);
}

/**
 * The name of the key's file: 8 hex digits of the greeting, 8 of the commands, a suffix. Which server it is of, the
 * whole key in it says: so a hash will do that costs a short run little.
 */
export function schemaFileName({ greeting, commands }: SchemaKey): string {
  return `${hash(greeting)}${hash(commands)}${SUFFIX}`;
}

/** How many characters of a text are hashed at most. */
const SAMPLES = 256;

function hash(text: string): string {
  let state = Math.imul(0x811c9dc5 ^ text.length, 0x01000193);
  const stride = Math.ceil(text.length / SAMPLES);
  for (let at = 0; at < text.length; at += stride)
    state = Math.imul(state ^ text.charCodeAt(at), 0x01000193);
  return (state >>> 0).toString(16).padStart(8, '0');
}

/** `$XDG_CACHE_HOME/qmpsh`, or `~/.cache/qmpsh`; undefined where there is neither. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const { XDG_CACHE_HOME: cache = '', HOME: home = '' } = env;
  if (isAbsolute(cache)) return join(cache, 'qmpsh');
  return isAbsolute(home) ? join(home, '.cache', 'qmpsh') : undefined;
}

/** The cache in a folder, which is made when first needed; without one it is always empty. */
export function schemaCache(folder: string | undefined = cacheFolder()): SchemaCache {
  if (folder === undefined) {
    return { knows: () => false, load: () => undefined, touch() {}, store() {}, drop() {} };
  }
  const pathOf = (key: SchemaKey) => join(folder, schemaFileName(key));
  return {
    knows: greeting => attempt(() => hasFileOf(folder, greeting)) ?? false,
    load: key => attempt(() => readSchema(pathOf(key), keyBytes(key))),
    touch: key => attempt(() => touchFile(pathOf(key))),
    store: (key, text) => attempt(() => writeSchema(folder, pathOf(key), keyBytes(key), text)),
    drop: key => attempt(() => rmSync(pathOf(key), { force: true })),
  };
}

function hasFileOf(folder: string, greeting: string): boolean {
  const start = hash(greeting);
  return readdirSync(folder).some(name => name.startsWith(start) && name.endsWith(SUFFIX));
}

function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined; // Not there, not ours, no room: all the same.
  }
}

function readSchema(path: string, key: Buffer): Buffer | undefined {
  const file = readFileSync(path);
  const [header = '', keyLength, length] =
    HEADER.exec(file.toString('latin1', 0, HEADER_ROOM)) ?? [];
  const start = header.length + key.length;
  const isWhole = Number(keyLength) === key.length && Number(length) === file.length - start;
  if (!isWhole || !file.subarray(header.length, start).equals(key)) return undefined;
  return file.subarray(start);
}

function touchFile(path: string): void {
  const now = new Date();
  utimesSync(path, now, now);
}

/** Written beside and renamed, so that another copy of qmpsh sees all of it or nothing. */
function writeSchema(folder: string, path: string, key: Buffer, text: Buffer): void {
  makeFolder(folder, FOLDERS);
  const unfinished = `${path}.${process.pid}`;
  try {
    const header = Buffer.from(`qmpsh-schema 5 ${key.length} ${text.length}\n`);
    writeFileSync(unfinished, Buffer.concat([header, key, text]), { mode: 0o600 });
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
