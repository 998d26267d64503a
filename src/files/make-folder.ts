// A folder with all above it, for what qmpsh keeps of its own.
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/** Only its owner may look into it. */
const MODE = 0o700;

/**
 * Makes a folder, and those above it that are lacking. Node's own `recursive` never ends below /proc, where the folder
 * above is there and still nothing can be made in it (Node 20 and 22).
 * @param levels how many may be made: services have a home that is not there (`/nonexistent`), and is not to be made.
 * @throws what mkdir throws.
 */
export function makeFolder(path: string, levels: number): void {
  if (isMade(path)) return;
  if (levels > 1) makeFolder(dirname(path), levels - 1);
  mkdirSync(path, { mode: MODE });
}

/** False where a folder above is lacking. */
function isMade(path: string): boolean {
  try {
    mkdirSync(path, { mode: MODE });
    return true;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EEXIST') return true;
    if (code === 'ENOENT') return false;
    throw error;
  }
}
