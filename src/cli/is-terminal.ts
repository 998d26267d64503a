import { fstatSync } from 'node:fs';

/** Linux's major number of /dev/null and its like. */
const MEMORY_DEVICES = 1;

/** Whether a descriptor is a terminal. Node's own `isatty` is loaded only where it may be. */
export async function isTerminal(fd: number): Promise<boolean> {
  try {
    const stats = fstatSync(fd);
    if (!stats.isCharacterDevice()) return false;
    if (process.platform === 'linux' && stats.rdev >> 8 === MEMORY_DEVICES) return false;
  } catch {
    return false; // Closed.
  }
  const { isatty } = await import('node:tty');
  return isatty(fd);
}
