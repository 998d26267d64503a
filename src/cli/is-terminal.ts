import { fstatSync } from 'node:fs';

/** Whether a descriptor is a terminal. Node's own `isatty` is loaded only where it may be. */
export async function isTerminal(fd: number): Promise<boolean> {
  try {
    if (!fstatSync(fd).isCharacterDevice()) return false;
  } catch {
    return false; // Closed.
  }
  const { isatty } = await import('node:tty');
  return isatty(fd);
}
