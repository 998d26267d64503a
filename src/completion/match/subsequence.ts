// How well the typed letters run through a name in their order: word starts and runs count, gaps cost.
import { letterOffsets, type PreparedName } from './prepared-name.js';

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

/** Rows of scores, used again for each name: there are thousands at a keystroke. */
const scratch: [Float64Array, Float64Array] = [new Float64Array(256), new Float64Array(256)];

/** The best alignment's score, or undefined where the letters are not all there in their order. */
export function scoreSubsequence(letters: string, name: PreparedName): number | undefined {
  if (!isSubsequence(letters, name.letters)) return undefined;
  const length = name.letters.length;
  if (length > scratch[0].length) growTo(length);
  let [before, row] = scratch;
  fillFirstRow(before, letters.charCodeAt(0), name);
  for (let at = 1; at < letters.length; at += 1) {
    fillNextRow(row, before, letters.charCodeAt(at), name);
    [before, row] = [row, before];
  }
  return bestIn(before, length);
}

function growTo(length: number): void {
  scratch[0] = new Float64Array(length);
  scratch[1] = new Float64Array(length);
}

function bestIn(row: Float64Array, length: number): number {
  let best = NONE;
  for (let at = 0; at < length; at += 1) best = Math.max(best, row[at]!);
  return best;
}

/** The offsets in the name of the letters that the best alignment takes, for those who show them. */
export function matchedOffsets(letters: string, name: PreparedName): readonly number[] {
  if (letters === '' || !isSubsequence(letters, name.letters)) return [];
  const rows = [...letters].map(() => new Float64Array(name.letters.length));
  rows.forEach((row, at) => {
    const before = rows[at - 1];
    if (before === undefined) fillFirstRow(row, letters.charCodeAt(0), name);
    else fillNextRow(row, before, letters.charCodeAt(at), name);
  });
  return traceBack(rows, name);
}

/** From the last letter's best place back to the first: of each row the place that led to the one after it. */
function traceBack(rows: readonly Float64Array[], name: PreparedName): number[] {
  const offsets = letterOffsets(name.name);
  const places: number[] = [];
  let limit = name.letters.length;
  for (let row = rows.length - 1; row >= 0; row -= 1) {
    const scores = rows[row]!;
    let best = -1;
    for (let at = 0; at < limit; at += 1) {
      const runs = at === limit - 1 && row < rows.length - 1 ? POINTS.run : 0;
      if (best < 0 || scores[at]! + runs >= scores[best]!) best = at;
    }
    places.unshift(offsets[best]!);
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
function fillFirstRow(row: Float64Array, code: number, name: PreparedName): void {
  const { letters, starts } = name;
  for (let at = 0; at < letters.length; at += 1) {
    const lead = Math.min(at, MOST_LEAD) * POINTS.lead + (at === 0 ? POINTS.nameStart : 0);
    const score = POINTS.letter + starts[at]! * POINTS.wordStart + lead;
    row[at] = letters.charCodeAt(at) === code ? score : NONE;
  }
}

/** The same for the next letter, from the row of the one before. */
function fillNextRow(
  row: Float64Array,
  before: Float64Array,
  code: number,
  name: PreparedName,
): void {
  const { letters } = name;
  let farther = NONE;
  row[0] = NONE;
  for (let at = 1; at < letters.length; at += 1) {
    const isHere = letters.charCodeAt(at) === code;
    row[at] = isHere ? Math.max(runScore(before, name, at), gapScore(farther, name, at)) : NONE;
    farther = Math.max(farther, before[at - 1]!) + POINTS.gap;
  }
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
