// Lists of lists and alternates of alternates must come to an end: whoever walks the types of one value relies on it.
// No schema of QEMU has even two of them in each other.
import { IntrospectionError } from '../errors.js';

const MOST_LEVELS = 8;

/** What lists and alternates are made of, by name; no other type has a row. */
export type Inner = ReadonlyMap<string, readonly string[]>;

/** @throws IntrospectionError where lists and alternates are within each other, in a circle or too deep. */
export function checkNesting(inner: Inner): void {
  const levels = new Map<string, number>();
  for (const name of inner.keys()) levelsOf(name, 0);

  /** How many lists and alternates begin with this one; `above` are around it. */
  function levelsOf(name: string, above: number): number {
    const known = levels.get(name);
    if (above + (known ?? 0) > MOST_LEVELS) throw tooDeep(name);
    if (known !== undefined) return known;
    levels.set(name, MOST_LEVELS + 1); // While it is being looked at: to come back to it is a circle.
    const most = innerOf(inner, name).map(element => levelsOf(element, above + 1) + 1);
    levels.set(name, Math.max(0, ...most));
    return Math.max(0, ...most);
  }
}

/** How the name of a list of lists of lists begins where it has too many of them. */
export const TOO_DEEP = '['.repeat(MOST_LEVELS + 1);

/** @throws IntrospectionError for the name of a list of lists of lists, by its own brackets. */
export function checkName(name: string): void {
  if (name.startsWith(TOO_DEEP)) throw tooDeep(name);
}

/** A list that no entry defines says by its name what it is of: `[int]`. */
function innerOf(inner: Inner, name: string): readonly string[] {
  return inner.get(name) ?? (name.startsWith('[') ? [name.slice(1, -1)] : []);
}

function tooDeep(name: string): IntrospectionError {
  const shown = name.length > 40 ? `${name.slice(0, 40)}...` : name;
  return new IntrospectionError(
    `lists and alternates are nested deeper than ${MOST_LEVELS} levels: '${shown}'`,
  );
}
