// What was typed -> the names that may be meant, with scores: exact above prefix above word starts above scattered
// letters; fuse.js finds what is misspelled.
import Fuse from 'fuse.js/basic';
import { editDistance } from './edit-distance.js';
import {
  type PreparedName,
  prepareName,
  prepareQuery,
  type Query,
  wordsOf,
} from './prepared-name.js';
import { bestPossible, matchedOffsets, scoreSubsequence } from './subsequence.js';

/** A name that matches. `index` is its place in the list. */
export interface NameMatch {
  readonly index: number;
  /** 1000 for an equal name, about 400 for a prefix, to 190 for letters in their order, to 72 for a misspelling. */
  readonly score: number;
}

/** Names ready to be matched; make it once for a list and keep it. */
export interface NameList {
  readonly names: readonly PreparedName[];
  fuse?: Fuse<FuseRow>;
}

interface FuseRow {
  readonly index: number;
  readonly letters: string;
  readonly dashed: string;
  readonly initials: string;
  readonly words: readonly string[];
}

export const SCORES = { equal: 1000, prefix: 400 } as const;
/** Points on top of 100 for the best alignment of letters. */
const ALL_INITIALS = 60;
const FIRST_INITIALS = 25;
const ALL_WORDS = 120;
const SOME_WORDS = 90;
/** A typed word that runs on into the name's next: `block jobs` in `block-job-set`. */
const CROSSING_COST = 15;
/** A long name is less likely meant; one of several words a little more. */
const LENGTH_COST = 0.42;
const WORD_GAIN = 0.8;
/** Above, fuse.js would cost more than a keystroke may (ecosystem.md, 5). */
const MOST_FOR_FUSE = 1000;
/** Thousands of names are a server's, which have no words in common worth the time. */
const MOST_FOR_WORDS = 1000;
const SHORTEST_FOR_FUSE = 3;
/** Fuse.js is asked only where letters in their order find this little, and nothing that was typed in full so far. */
const ENOUGH_MATCHES = 5;
const GOOD_SCORE = 40;
const SURE_SCORE = 200;
const FUSE_POINTS = 78;
const FUSE_COST = -10;
/** Slips that one makes in a name, and how many letters there must be for each. */
const MOST_SLIPS = 2;
const SLIPS_PER_LETTERS = 3;
const SLIP_POINTS = 72;

/** Lists made of late, by their names: places are completed anew at each keystroke, mostly with the same names. */
const recent = new Map<string, NameList>();
const MOST_RECENT = 16;

/** The prepared list of these names, which is kept for a while. */
export function nameList(names: readonly string[]): NameList {
  const key = names.join('\n');
  const list = recent.get(key) ?? preparedList(names);
  keepRecent(recent, key, list, MOST_RECENT);
  return list;
}

/** The last one used is the last to go. */
function keepRecent<K>(kept: Map<K, NameList>, key: K, list: NameList, most: number): void {
  kept.delete(key);
  kept.set(key, list);
  const [oldest] = kept.keys();
  if (kept.size > most && oldest !== undefined) kept.delete(oldest);
}

/** Lists that belong to an array which stays the same, such as a server's answer: of the last few that were matched. */
const lists = new Map<object, NameList>();
const MOST_LISTS = 8;

/** The prepared list of what an array holds, made once for the array. */
export function listOf<T extends object>(
  holder: readonly T[],
  nameOf: (item: T) => string,
): NameList {
  const list = lists.get(holder) ?? preparedList(holder.map(nameOf));
  keepRecent(lists, holder, list, MOST_LISTS);
  return list;
}

/** Names, each with the words of all of them at hand. */
function preparedList(names: readonly string[]): NameList {
  const words = names.length > MOST_FOR_WORDS ? undefined : wordsOf(names);
  return { names: names.map(name => prepareName(name, words)) };
}

/** The names that what was typed may mean, in no order; without letters, all of them with score 0. */
export function matchNames(list: NameList, typed: string): readonly NameMatch[] {
  const query = prepareQuery(typed);
  if (query.letters === '') return list.names.map((_, index) => ({ index, score: 0 }));
  const scores = new Map<number, number>();
  list.names.forEach((name, index) => {
    const score = scoreName(query, name);
    if (score !== undefined) scores.set(index, score);
  });
  if (wantsFuse(list, query, scores)) addMisspelled(list, query, scores);
  return [...scores].map(([index, score]) => ({ index, score }));
}

/** The offsets of the matched letters in the name. */
export function matchedLetters(name: string, typed: string): readonly number[] {
  return matchedOffsets(prepareQuery(typed).letters, prepareName(name));
}

function scoreName(query: Query, name: PreparedName): number | undefined {
  if ((query.mask & ~name.mask) !== 0) return undefined;
  const score = tierScore(query, name);
  if (score === undefined) return undefined;
  const extra = name.letters.length - query.letters.length;
  return score - extra * LENGTH_COST + name.words.length * WORD_GAIN;
}

function tierScore(query: Query, name: PreparedName): number | undefined {
  if (name.letters === query.letters) return SCORES.equal;
  const begins = name.letters.startsWith(query.letters);
  const isCrossing = begins && crossesWords(query, name);
  if (begins && !isCrossing) return SCORES.prefix;
  const inOrder = scoreSubsequence(query.letters, name);
  const byLetters =
    inOrder === undefined
      ? undefined
      : (100 * inOrder) / bestPossible(query.letters.length) +
        initialsScore(query, name) -
        (isCrossing ? CROSSING_COST : 0);
  const byWords = wordsScore(query, name);
  if (byLetters === undefined || byWords === undefined) return byLetters ?? byWords;
  return Math.max(byLetters, byWords);
}

/** Whether one of several typed words would have to run over the end of one of the name's. */
function crossesWords({ words }: Query, { starts }: PreparedName): boolean {
  if (words.length < 2) return false;
  let at = 0;
  return words.some(word => {
    const inner = starts.slice(at + 1, at + word.length);
    at += word.length;
    return inner.includes(1);
  });
}

function initialsScore({ letters }: Query, { initials }: PreparedName): number {
  if (initials === letters) return ALL_INITIALS;
  return letters.length > 1 && initials.startsWith(letters) ? FIRST_INITIALS : 0;
}

/** Words in any order, each the beginning of one of the name's: `status query`. */
function wordsScore({ words }: Query, name: PreparedName): number | undefined {
  if (words.length < 2) return undefined;
  const left = [...name.words];
  for (const word of words) {
    const at = left.findIndex(candidate => candidate.startsWith(word));
    if (at < 0) return undefined;
    left.splice(at, 1);
  }
  return left.length === 0 ? ALL_WORDS : SOME_WORDS;
}

function wantsFuse(list: NameList, query: Query, scores: ReadonlyMap<number, number>): boolean {
  if (list.names.length > MOST_FOR_FUSE || query.letters.length < SHORTEST_FOR_FUSE) return false;
  const best = Math.max(...scores.values());
  return best < SURE_SCORE && (scores.size < ENOUGH_MATCHES || best < GOOD_SCORE);
}

function addMisspelled(list: NameList, query: Query, scores: Map<number, number>): void {
  list.fuse ??= new Fuse(list.names.map(fuseRow), FUSE_OPTIONS);
  for (const { item, score = 1 } of list.fuse.search(query.words.join('-'))) {
    const points = Math.max(FUSE_POINTS * (1 - score) + FUSE_COST, slipScore(query, item.letters));
    if (points > (scores.get(item.index) ?? 0)) scores.set(item.index, points);
  }
}

/** A name that differs by a slip or two is what was meant: more so the more letters are right. */
function slipScore({ letters }: Query, name: string): number {
  const slips = editDistance(letters, name, MOST_SLIPS);
  return slips > MOST_SLIPS || letters.length < SLIPS_PER_LETTERS * slips ? 0 : SLIP_POINTS - slips;
}

const FUSE_OPTIONS = {
  includeScore: true,
  threshold: 0.5,
  ignoreLocation: true,
  keys: [
    { name: 'dashed', weight: 3 },
    { name: 'letters', weight: 2 },
    { name: 'initials', weight: 2 },
    { name: 'words', weight: 1 },
  ],
};

function fuseRow({ name, letters, initials, words }: PreparedName, index: number): FuseRow {
  return { index, letters, initials, words, dashed: name.toLowerCase().replaceAll('_', '-') };
}
