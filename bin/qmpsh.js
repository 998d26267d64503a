#!/usr/bin/env node
// Starts the bundled program: loads its modules, with what V8 compiled of them last time from the user's cache.
// CommonJS, as the package.json beside it says: node's ESM loader alone would cost a third of what there is to spend.
'use strict';
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { Script } = require('node:vm');

/** How much of the hash stands in the names of files. */
const HASH_LENGTH = 16;

const dist = join(__dirname, '..', 'dist');
/** Modules that have run, by name. */
const loaded = new Map();
/** What scripts/build.mjs wrote, the least often needed last. */
const unopened = ['core', 'lines', 'rest'];
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
  if (path !== undefined)
    process.once('exit', () => keepCompiled(script, path, Object.keys(functions), known));
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

/** The file begins with the names of the modules that it has compiled functions of, on a line. */
function readCache(path) {
  try {
    const file = readFileSync(path);
    const end = file.indexOf(10);
    return {
      modules: new Set(file.toString('latin1', 0, end).split(' ')),
      code: file.subarray(end + 1),
    };
  } catch {
    return undefined;
  }
}

/** Keeps what V8 has compiled, if modules have run that it had not. A home that cannot be written to only costs time. */
function keepCompiled(script, path, own, known) {
  const ran = own.filter(name => loaded.has(name));
  if (known !== undefined && ran.every(name => known.has(name))) return;
  try {
    mkdirSync(join(path, '..'), { recursive: true, mode: 0o700 });
    const unfinished = `${path}.${process.pid}`;
    const names = [...new Set([...(known ?? []), ...ran])].join(' ');
    writeFileSync(
      unfinished,
      Buffer.concat([Buffer.from(`${names}\n`), script.createCachedData()]),
      { mode: 0o600 },
    );
    renameSync(unfinished, path);
  } catch {
    // As said: only time is lost.
  }
}
