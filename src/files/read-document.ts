// A document that somebody else may have written: read only where it is a file, and not without end.
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';

/** In bytes. QEMU's whole schema has a fortieth of it. */
const LARGEST = 64 * 1024 * 1024;

/** What a shell gives for `<(command)`, and its own input. */
const OF_SHELL = /^\/(?:dev\/fd|proc\/self\/fd)\/\d+$|^\/dev\/stdin$/;

/**
 * The text of a document.
 * @throws what the system says, or an Error that says what the path is instead.
 */
export function readDocument(path: string): string {
  if (OF_SHELL.test(path)) return readFileSync(path, 'utf8');
  // Not to wait: opening a pipe that nobody writes to would never come back, nor heed a signal.
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stats = fstatSync(fd);
    if (stats.isDirectory()) throw new Error('it is a directory');
    if (!stats.isFile()) throw new Error('it is no plain file');
    if (stats.size > LARGEST) throw new Error(`it is larger than ${LARGEST >> 20} MiB`);
    return readFileSync(fd, 'utf8');
  } finally {
    closeSync(fd);
  }
}
