#!/usr/bin/env node
// Starts the bundled program: loads its modules, with what V8 compiled of them from the user's cache or the package.
// CommonJS, as the package.json beside it says: node's ESM loader alone would cost a third of what there is to spend.
'use strict';
const { closeSync, constants, existsSync, fstatSync, openSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const { Script } = require('node:vm');

/** How much of the hash stands in the names of files. */
const HASH_LENGTH = 16;
const LF = 10;

const dist = join(__dirname, '..', 'dist');
/** Modules that have run, by name. */
const loaded = new Map();
/** The files of scripts/build.mjs that are opened first; which of the others has a module, the first one tells. */
const unopened = ['core', 'lines'];
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
  while (modules[name] === undefined)
    Object.assign(modules, openRegistry(unopened.shift() ?? homeOf(name)));
  return modules[name];
}

/** The name of the file that a module is in. */
function homeOf(name) {
  const homes = Object.entries(load('./homes'));
  const [home] = homes.find(([, names]) => names.includes(` ${name} `)) ?? [];
  if (home === undefined) throw new Error(`no module ${name}`);
  return home;
}

/** An object of module functions, as the build wrote it. */
function openRegistry(name) {
  const filename = join(dist, `${name}.cjs`);
  const source = readFileSync(filename, 'utf8');
  const file = codeFile(name, source);
  const path = cachePath(file);
  const cache = keptCode(path) ?? shippedCode(join(dist, file));
  const script = new Script(source, { filename, cachedData: cache?.code });
  const functions = script.runInThisContext();
  const known = script.cachedDataRejected ? undefined : cache?.modules;
  if (path !== undefined) {
    // Where modules have run, of any file, that had not when it was kept.
    process.once('exit', () => {
      const had = ` ${known} `;
      const isMore = [...loaded.keys()].some(name => !had.includes(` ${name} `));
      if (isMore)
        require('./compiled-code.js').keepCompiled(script, path, known, [...loaded.keys()]);
    });
  }
  return functions;
}

/** V8's own check covers its version and the length of the source; the name adds the hash that the build put first. */
function codeFile(name, source) {
  const hash = source.slice('//'.length, '//'.length + HASH_LENGTH);
  return `${name}-${process.version}-${process.arch}-${hash}.code`;
}

function cachePath(file) {
  const { XDG_CACHE_HOME, HOME } = process.env;
  const folder = XDG_CACHE_HOME || (HOME ? join(HOME, '.cache') : undefined);
  return folder === undefined ? undefined : join(folder, 'qmpsh', file);
}

/**
 * The file begins with the names of all modules that had run when it was written, on a line; the code follows, twice.
 * V8 dies of code that a crash of the machine has torn (20.20: SIGSEGV at every start from then on): where the two
 * differ, there is none. To compare them costs less than any sum over them.
 */
function keptCode(path) {
  if (path === undefined || !existsSync(path)) return undefined; // An error would cost more.
  let file;
  try {
    file = readOwn(path);
  } catch {
    return undefined;
  }
  const end = file.indexOf(LF);
  const middle = end + 1 + (file.length - end - 1) / 2;
  const code = file.subarray(end + 1, middle);
  if (end >= 0 && code.equals(file.subarray(middle)))
    return { modules: file.toString('latin1', 0, end), code };
  require('./compiled-code.js').remove(path); // It is looked at no more.
  return undefined;
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

/**
 * What the build compiled for the node that it ran on, once: as safe to run as the sources beside it. The names of
 * modules follow the length of the code.
 */
function shippedCode(path) {
  try {
    const file = readFileSync(path);
    const end = file.indexOf(LF);
    const code = file.subarray(end + 1);
    const modules = file.toString('latin1', 0, end);
    return Number.parseInt(modules, 10) === code.length ? { modules, code } : undefined;
  } catch {
    return undefined; // Another node.
  }
}
