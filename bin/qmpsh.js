#!/usr/bin/env node
// Starts the bundled program: loads its modules, with what V8 compiled of them last time from the user's cache.
// CommonJS, as the package.json beside it says: node's ESM loader alone would cost a third of what there is to spend.
'use strict';
const {
  closeSync,
  constants,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  unlinkSync,
  writeFileSync,
} = require('node:fs');
const { join } = require('node:path');
const { Script } = require('node:vm');

/** How much of the hash stands in the names of files. */
const HASH_LENGTH = 16;

const dist = join(__dirname, '..', 'dist');
/** Modules that have run, by name. */
const loaded = new Map();
/** What scripts/build.mjs wrote, the least often needed last. */
const unopened = ['core', 'lines', 'rest', 'screen'];
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
  const source = readFileSync(filename, 'latin1'); // The build writes ASCII alone.
  const path = cachePath(name, source);
  const cache = readCache(path);
  const script = new Script(source, { filename, cachedData: cache?.code });
  const functions = script.runInThisContext();
  const known = script.cachedDataRejected ? undefined : cache?.modules;
  if (path !== undefined) process.once('exit', () => keepCompiled(script, path, known));
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
    return { modules: new Set(file.toString('latin1', 0, end).split(' ')), code };
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

/** Keeps what V8 has compiled, if modules have run, of any file, that had not when it was kept. A home that cannot be written to only costs time. */
function keepCompiled(script, path, known) {
  const ran = [...loaded.keys()];
  if (known !== undefined && ran.every(name => known.has(name))) return;
  const unfinished = `${path}.${process.pid}`;
  try {
    makeFolder(join(path, '..'));
    const names = [...new Set([...(known ?? []), ...ran])].join(' ');
    const code = script.createCachedData();
    const file = Buffer.concat([Buffer.from(`${names}\n`), code, code]);
    writeFileSync(unfinished, file, { mode: 0o600 });
    renameSync(unfinished, path);
  } catch {
    removeUnfinished(unfinished); // As said: only time is lost.
  }
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

function removeUnfinished(path) {
  try {
    unlinkSync(path);
  } catch {
    // It was not even begun.
  }
}
