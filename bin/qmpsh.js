#!/usr/bin/env node
// Starts the bundled program: loads its modules, with what V8 compiled of them from the user's cache or the package.
// CommonJS, as the package.json beside it says: node's ESM loader alone would cost a third of what there is to spend.
'use strict';
const {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  openSync,
  readFileSync,
  statSync,
} = require('node:fs');
const { join } = require('node:path');
const { Script } = require('node:vm');

/** How much of the hash stands in the names of files. */
const HASH_LENGTH = 16;
const LF = 10;
/** In bytes, of memory and of what is looked at of each. */
const PAGE = 4096;
const SAMPLE = 32;

const dist = join(__dirname, '..', 'dist');
/** Modules that have run, by name. */
const loaded = new Map();
/** The files of scripts/build.mjs that are opened first; which of the others has a module, the first one tells. */
const unopened = ['core', 'lines'];
const modules = {};
/** In bytes; 0 where node was removed meanwhile. */
let nodeSize;

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
  const source = readFileSync(join(dist, `${name}.cjs`), 'utf8');
  const file = codeFile(name, source);
  const path = cachePath(file);
  const cache = keptCode(path) ?? shippedCode(join(dist, file));
  // Not by its path: that would be in the compiled code, of whoever built the package.
  const script = new Script(source, { filename: `qmpsh/${name}.cjs`, cachedData: cache?.code });
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

/**
 * V8's own check covers its version and the length of the source; the name adds the hash that the build put first, and
 * by which build of node the code was compiled, as far as its size tells.
 */
function codeFile(name, source) {
  const { version, platform, arch, execPath } = process;
  const hash = source.slice('//'.length, '//'.length + HASH_LENGTH);
  nodeSize ??= statSync(execPath, { throwIfNoEntry: false })?.size ?? 0;
  return `${name}-${version}-${platform}-${arch}-${nodeSize}-${hash}.code`;
}

function cachePath(file) {
  const { XDG_CACHE_HOME, HOME } = process.env;
  if (XDG_CACHE_HOME?.startsWith('/')) return join(XDG_CACHE_HOME, 'qmpsh', file);
  return HOME?.startsWith('/') ? join(HOME, '.cache', 'qmpsh', file) : undefined;
}

/** What the user's cache has. What is broken there is looked at no more. */
function keptCode(path) {
  if (path === undefined || !existsSync(path)) return undefined; // An error would cost more.
  let file;
  try {
    file = readOwn(path);
  } catch {
    return undefined;
  }
  const found = codeIn(file);
  if (found === undefined) require('./compiled-code.js').remove(path);
  return found;
}

/**
 * The file begins with the names of all modules that had run when it was written, on a line; the code follows, twice.
 * V8 dies of code that a crash of the machine has torn (20.20: SIGSEGV at every start from then on): where the two
 * differ, there is none. To compare them costs less than any sum over them.
 */
function codeIn(file) {
  const end = file.indexOf(LF);
  const middle = end + 1 + (file.length - end - 1) / 2;
  const code = file.subarray(end + 1, middle);
  const isWhole = end >= 0 && code.equals(file.subarray(middle));
  return isWhole ? { modules: file.toString('latin1', 0, end), code } : undefined;
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
 * What the build compiled for the node that it ran on: as safe to run as the sources beside it, and there once, for the
 * package's size. On the first line stand its length, where in its pages samples are taken, and the names of its
 * modules; the samples follow. It is whole pages that a crash of the machine leaves as zeros.
 */
function shippedCode(path) {
  if (!existsSync(path)) return undefined;
  const file = readFileSync(path);
  const end = file.indexOf(LF);
  const line = file.toString('latin1', 0, Math.max(end, 0));
  const [length = '', offset = ''] = line.split(' ', 2);
  const codeStart = file.length - Number(length);
  if (end < 0 || codeStart <= end) return undefined;
  const code = file.subarray(codeStart);
  const isWhole = samplesOf(code, Number(offset)).equals(file.subarray(end + 1, codeStart));
  return isWhole ? { modules: line.slice(length.length + offset.length + 2), code } : undefined;
}

/** Some bytes of each page, and the last ones: as scripts/build.mjs takes them. */
function samplesOf(code, offset) {
  const samples = Buffer.alloc((Math.ceil(code.length / PAGE) + 1) * SAMPLE);
  let to = 0;
  for (let at = offset; at + SAMPLE <= code.length - SAMPLE; at += PAGE) {
    to += code.copy(samples, to, at, at + SAMPLE);
  }
  to += code.copy(samples, to, Math.max(code.length - SAMPLE, 0));
  return samples.subarray(0, to);
}
