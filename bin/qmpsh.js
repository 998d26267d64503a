#!/usr/bin/env node
// Starts the bundled program: loads its modules, with what V8 compiled of them last time from the user's cache.
// CommonJS, as the package.json beside it says: node's ESM loader alone would cost a third of what there is to spend.
'use strict';
const {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  unlinkSync,
  writeFileSync,
} = require('node:fs');
const { basename, dirname, join } = require('node:path');
const { Script } = require('node:vm');

/** How much of the hash stands in the names of files. */
const HASH_LENGTH = 16;
/** Of each file of the program the code of so many builds and versions of node is kept: who goes back and forth between two has both. */
const KEPT_BUILDS = 4;

/** `core-v20.20.2-0123456789abcdef.code`; with a process's number behind it, one that is being written. */
const CODE_FILE = /^([a-z]+)-v.+-[0-9a-f]{16}\.code(?:\.\d+)?$/;

const dist = join(__dirname, '..', 'dist');
/** Modules that have run, by name. */
const loaded = new Map();
/** What scripts/build.mjs wrote, the least often needed last. */
const unopened = ['core', 'lines', 'directives', 'rest', 'screen'];
const modules = {};

load('./cli.cjs');

/** What a module exports; it runs when it is first asked for. Names that are not ours are node's. */
function load(name) {
  if (!name.startsWith('./')) return require(name);
  const known = loaded.get(name);
  if (known !== undefined) return known.exports;
  const module = { exports: {} };
  loaded.set(name, module);
  moduleFunction(name)(module.exports, load, module, dist);
  return module.exports;
}

function moduleFunction(name) {
  while (modules[name] === undefined) Object.assign(modules, openRegistry(unopened.shift()));
  return modules[name];
}

/** An object of module functions, as the build wrote it. */
function openRegistry(name) {
  const filename = join(dist, `${name}.cjs`);
  const source = readFileSync(filename, 'utf8');
  const path = cachePath(name, source);
  const cache = readCache(path);
  const script = new Script(source, { filename, cachedData: cache?.code });
  const functions = script.runInThisContext();
  const known = script.cachedDataRejected ? undefined : cache?.modules;
  if (path !== undefined) {
    // Where modules have run, of any file, that had not when it was kept.
    process.once('exit', () => {
      const had = ` ${known} `;
      const isMore = [...loaded.keys()].some(name => !had.includes(` ${name} `));
      if (isMore) keepCompiled(script, path, known);
    });
  }
  return functions;
}

/** V8's own check covers its version and the length of the source; the name adds the hash that the build put first. */
function cachePath(name, source) {
  const { XDG_CACHE_HOME, HOME } = process.env;
  const folder = XDG_CACHE_HOME || (HOME ? join(HOME, '.cache') : undefined);
  if (folder === undefined) return undefined;
  const hash = source.slice('//'.length, '//'.length + HASH_LENGTH);
  return join(folder, 'qmpsh', `${name}-${process.version}-${hash}.code`);
}

/**
 * The file begins with the names of all modules that had run when it was written, on a line; the code follows, twice.
 * V8 dies of code that a crash of the machine has torn (20.20: SIGSEGV at every start from then on): where the two
 * differ, there is none. To compare them costs less than any sum over them.
 */
function readCache(path) {
  try {
    const file = readOwn(path);
    const end = file.indexOf(10);
    const middle = end + 1 + (file.length - end - 1) / 2;
    const code = file.subarray(end + 1, middle);
    if (!code.equals(file.subarray(middle))) return undefined;
    return { modules: file.toString('latin1', 0, end), code };
  } catch {
    return undefined;
  }
}

/** Compiled code runs unchecked, so none is taken from another user; nor is it waited for a pipe of that name. */
function readOwn(path) {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stats = fstatSync(fd);
    if (!stats.isFile() || stats.uid !== process.getuid()) throw new Error('not our own');
    return readFileSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Keeps what V8 has compiled. A home that cannot be written to only costs time. */
function keepCompiled(script, path, known) {
  const unfinished = `${path}.${process.pid}`;
  try {
    makeFolder(dirname(path));
    const names = [...new Set([...(known?.split(' ') ?? []), ...loaded.keys()])].join(' ');
    const code = script.createCachedData();
    const file = Buffer.concat([Buffer.from(`${names}\n`), code, code]);
    writeFileSync(unfinished, file, { mode: 0o600 });
    renameSync(unfinished, path);
    removeOlder(path);
  } catch {
    remove(unfinished); // As said: only time is lost.
  }
}

/** Removes the code of builds that are gone, and what killed processes left of theirs. Looked for only where code is written anew. */
function removeOlder(path) {
  const folder = dirname(path);
  const [name] = basename(path).split('-');
  const codes = readdirSync(folder).filter(file => CODE_FILE.exec(file)?.[1] === name);
  if (codes.length <= KEPT_BUILDS) return;
  const paths = codes.map(file => join(folder, file));
  const times = new Map(paths.map(code => [code, writtenAt(code)]));
  paths.sort((one, other) => times.get(other) - times.get(one));
  for (const code of paths.slice(KEPT_BUILDS)) remove(code);
}

/** In ms since 1970; 0 where another process has removed it just now. */
function writtenAt(path) {
  return lstatSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/**
 * Makes the cache's folder in the user's. Not `recursive`: node 20 does not come back from that where a folder that is
 * there has no place for another (ENOENT of autofs and /proc).
 */
function makeFolder(path) {
  for (const folder of [join(path, '..'), path]) {
    try {
      mkdirSync(folder, { mode: 0o700 });
    } catch {
      // There already; or not to be made, as writing into it will tell.
    }
  }
}

function remove(path) {
  try {
    unlinkSync(path);
  } catch {
    // It is not there, or not ours.
  }
}
