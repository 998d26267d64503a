#!/usr/bin/env node
// Starts the bundled program: loads its modules, with what V8 compiled of them last time from the user's cache.
// CommonJS, as the package.json beside it says: node's ESM loader alone would cost a third of what there is to spend.
'use strict';
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { Script } = require('node:vm');

const dist = join(__dirname, '..', 'dist');
const loaded = new Map();
let modules = openRegistry('core');
let hasAll = false;

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
  if (modules[name] === undefined && !hasAll) {
    modules = { ...modules, ...openRegistry('rest') };
    hasAll = true;
  }
  return modules[name];
}

/** An object of module functions, as the build wrote it. */
function openRegistry(name) {
  const filename = join(dist, `${name}.cjs`);
  const source = readFileSync(filename, 'utf8');
  const cache = cachePath(name, source);
  const cachedData = readIfThere(cache);
  const script = new Script(source, { filename, cachedData });
  const modules = script.runInThisContext();
  if (cachedData === undefined || script.cachedDataRejected) keepOnExit(script, cache);
  return modules;
}

/** V8's own check covers its version and the length of the source; the name adds what it leaves out. */
function cachePath(name, source) {
  const { XDG_CACHE_HOME, HOME } = process.env;
  const folder = XDG_CACHE_HOME || (HOME ? join(HOME, '.cache') : undefined);
  if (folder === undefined) return undefined;
  let hash = 0;
  for (let at = 0; at < source.length; at += 97)
    hash = (Math.imul(hash, 31) + source.charCodeAt(at)) | 0;
  return join(folder, 'qmpsh', `${name}-${process.version}-${(hash >>> 0).toString(36)}.code`);
}

function readIfThere(path) {
  try {
    return path === undefined ? undefined : readFileSync(path);
  } catch {
    return undefined;
  }
}

/** Keeps what V8 compiled in this run. A home that cannot be written to only costs time. */
function keepOnExit(script, path) {
  if (path === undefined) return;
  process.once('exit', () => {
    try {
      mkdirSync(join(path, '..'), { recursive: true, mode: 0o700 });
      const unfinished = `${path}.${process.pid}`;
      writeFileSync(unfinished, script.createCachedData(), { mode: 0o600 });
      renameSync(unfinished, path);
    } catch {
      // As said: only time is lost.
    }
  });
}
