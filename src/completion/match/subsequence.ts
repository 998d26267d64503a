// How well the typed letters run through a name in their order: word starts and runs count, gaps cost.
import type { PreparedName } from './prepared-name.js';

/** Points of one alignment. Weighed on lists of abbreviations (test/completion/fixtures), a half of them unseen. */
const POINTS = {
  letter: 2,
  wordStart: 9,
  /** The letter follows the one before it. */
  run: 8,
  nameStart: 4,
  /** Each letter passed over between two matched ones, and before the first. */
  gap: -0.4,
  lead: -0.24,
  /** Going on in the middle of a word after a gap: the least likely of intents. */
  midWord: -6,
} as const;
const MOST_LEAD = 15;
const NONE = Number.NEGATIVE_INFINITY;

/** The score of a name whose letters all match in the best of places, for a query of that length. */
export function bestPossible(length: number): number {
  return length * POINTS.run + length * POINTS.letter + POINTS.wordStart + POINTS.nameStart;
}

/** The best alignment's score, or undefined where the letters are not all there in their order. */
export function scoreSubsequence(letters: string, name: PreparedName): number | undefined {
  if (!isSubsequence(letters, name.letters)) return undefined;
  let before = firstRow(letters.charCodeAt(0), name);
  for (let at = 1; at < letters.length; at += 1) {
    before = nextRow(before, letters.charCodeAt(at), name);
  }
  let best = NONE;
  for (const score of before) if (score > best) best = score;
  return best;
}

/** The offsets in the name of the letters that the best alignment takes, for those who show them. */
export function matchedOffsets(letters: string, name: PreparedName): readonly number[] {
  if (letters === '' || !isSubsequence(letters, name.letters)) return [];
  const rows = [firstRow(letters.charCodeAt(0), name)];
  for (let at = 1; at < letters.length; at += 1) {
    rows.push(nextRow(rows[at - 1]!, letters.charCodeAt(at), name));
  }
  return traceBack(rows, name);
}

/** From the last letter's best place back to the first: of each row the place that led to the one after it. */
function traceBack(rows: readonly Float64Array[], name: PreparedName): number[] {
  const places: number[] = [];
  let limit = name.letters.length;
  for (let row = rows.length - 1; row >= 0; row -= 1) {
    const scores = rows[row]!;
    let best = -1;
    for (let at = 0; at < limit; at += 1) {
      const runs = at === limit - 1 && row < rows.length - 1 ? POINTS.run : 0;
      if (best < 0 || scores[at]! + runs >= scores[best]!) best = at;
    }
    places.unshift(name.offsets[best]!);
    limit = best;
  }
  return places;
}

function isSubsequence(letters: string, within: string): boolean {
  let at = 0;
  for (let i = 0; i < within.length && at < letters.length; i += 1) {
    if (within.charCodeAt(i) === letters.charCodeAt(at)) at += 1;
  }
  return letters.length > 0 && at === letters.length;
}

/** For each place of the name: the score of the first typed letter there. */
function firstRow(code: number, name: PreparedName): Float64Array {
  const row = new Float64Array(name.letters.length).fill(NONE);
  for (let at = 0; at < row.length; at += 1) {
    if (name.letters.charCodeAt(at) !== code) continue;
    const lead = Math.min(at, MOST_LEAD) * POINTS.lead + (at === 0 ? POINTS.nameStart : 0);
    row[at] = POINTS.letter + name.starts[at]! * POINTS.wordStart + lead;
  }
  return row;
}

/** The same for the next letter, from the row of the one before. */
function nextRow(before: Float64Array, code: number, name: PreparedName): Float64Array {
  const row = new Float64Array(before.length).fill(NONE);
  let farther = NONE;
  for (let at = 1; at < row.length; at += 1) {
    if (name.letters.charCodeAt(at) === code) {
      row[at] = Math.max(runScore(before, name, at), gapScore(farther, name, at));
    }
    farther = Math.max(farther, before[at - 1]!) + POINTS.gap;
  }
  return row;
}

/** After the letter just before: the better of a run and a word's start counts. */
function runScore(before: Float64Array, name: PreparedName, at: number): number {
  const start = name.starts[at]!;
  return before[at - 1]! + POINTS.letter + start * POINTS.wordStart + (1 - start) * POINTS.run;
}

/** After a gap, from the best of the places farther back. */
function gapScore(farther: number, name: PreparedName, at: number): number {
  const start = name.starts[at]!;
  const place = start > 0 ? start * POINTS.wordStart : POINTS.midWord;
  return farther + POINTS.letter + place;
}
