// "Did you mean": which known names a mistyped one may stand for.

/** Most edits between a typed name and the one it may mean: one for short names, a third of longer ones. */
function mostEdits(typed: string): number {
  return Math.max(1, Math.floor(typed.length / 3));
}

/** A shorter start is not taken for the name that goes on from it. */
const LEAST_START = 3;

/**
 * The known name that the typed one may stand for: the only one that begins with it, else the closest; undefined where
 * none is close. `-`, `_` and case do not count.
 */
export function nearest(typed: string, known: Iterable<string>): string | undefined {
  const names = [...known];
  const wanted = normalise(typed);
  const longer = names.filter(name => normalise(name).startsWith(wanted));
  if (longer.length === 1 && wanted.length >= LEAST_START) return longer[0];
  return closest(wanted, names);
}

function closest(wanted: string, known: readonly string[]): string | undefined {
  let best: string | undefined;
  let least = mostEdits(wanted) + 1;
  for (const name of known) {
    const candidate = normalise(name);
    if (Math.abs(candidate.length - wanted.length) >= least) continue;
    const edits = editDistance(wanted, candidate);
    if (edits < least) {
      best = name;
      least = edits;
    }
  }
  return best;
}

/** `; did you mean 'size'?`, or nothing. */
export function didYouMean(typed: string, known: Iterable<string>): string {
  const name = nearest(typed, known);
  return name === undefined ? '' : `; did you mean '${name}'?`;
}

function normalise(name: string): string {
  return name.toLowerCase().replaceAll('_', '-');
}

/** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let edits = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) edits = Math.min(edits, beforeLast[j - 2]! + 1);
      row.push(edits);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length]!;
}
