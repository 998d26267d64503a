// File names of this host, for members that are file names.
import { type Dirent, readdirSync } from 'node:fs';
import type { LiveValue } from '../candidate.js';

/** A folder of more entries is no place to look for one. */
const MOST_ENTRIES = 2000;

/** The entries of a folder, as it stands on the line (`/vm/`; '' is the one qmpsh runs in); none where it cannot be read. */
export function readFolder(folder: string): readonly LiveValue[] {
  try {
    const entries = readdirSync(folder || '.', { withFileTypes: true }).slice(0, MOST_ENTRIES);
    return entries.map(entryValue);
  } catch {
    return [];
  }
}

/** A link is not followed: what it leads to may hang. */
function entryValue(entry: Dirent): LiveValue {
  const detail = entry.isSocket() ? 'socket' : undefined;
  return { name: entry.name, goesOn: entry.isDirectory(), ...(detail && { detail }) };
}
