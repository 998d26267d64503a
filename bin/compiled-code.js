// Keeps in the user's cache what V8 has compiled, and tidies it up. Apart from the launcher, since few runs need it.
'use strict';
const {
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  unlinkSync,
  writeFileSync,
} = require('node:fs');
const { basename, dirname, join } = require('node:path');

/** Of each file of the program the code of so many builds and versions of node is kept: who goes back and forth between two has both. */
const KEPT_BUILDS = 4;

/** `core-v20.20.2-linux-x64-97234904-0123456789abcdef.code`; with a process's number behind it, one that is being written. */
const CODE_FILE = /^([a-z]+)-v.+-[0-9a-f]{16}\.code(?:\.\d+)?$/;

module.exports = { keepCompiled, remove };

/**
 * Keeps what V8 has compiled of a script. A home that cannot be written to only costs time.
 * @param known the names of the modules that it was kept for before, parted by blanks.
 */
function keepCompiled(script, path, known, loaded) {
  const unfinished = `${path}.${process.pid}`;
  try {
    makeFolder(dirname(path));
    const names = [...new Set([...(known?.split(' ') ?? []), ...loaded])].join(' ');
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
