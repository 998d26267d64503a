// Finding a text in the keys and values, a stretch at a time: a key is never kept waiting by tens of megabytes.
import { jsonPattern, mayCrossTokens } from './pattern.js';
import { CODE, stringEnd } from './scan.js';

export interface Search {
  readonly query: string;
  /** Where it was found so far, in order, a page for each stretch. */
  readonly pages: readonly (readonly number[])[];
  readonly count: number;
  /** How far the text has been searched; all of it where that is its length. */
  readonly until: number;
  /** An offset not beyond `until` that is not within a string. */
  readonly token: number;
  /** Where to go as soon as it is known. */
  readonly wanted: Wanted | undefined;
}

export interface Wanted {
  readonly direction: 'next' | 'previous';
  /** Matches before (`previous`: from there on) do not count, unless there are no others. */
  readonly from: number;
}

/** How much of the text is searched at a time, in UTF-16 units; a few ms. */
const STRETCH = 1 << 20;

export function newSearch(query: string, wanted: Wanted): Search {
  return { query, pages: [], count: 0, until: 0, token: 0, wanted };
}

export function isSearched({ until }: Search, text: string): boolean {
  return until >= text.length;
}

/** Searches the next stretch of the text. */
export function searchOn(search: Search, text: string): Search {
  const { query, pages, count, until } = search;
  const stop = Math.min(until + STRETCH, text.length);
  const strings = new StringsOf(text, search.token);
  const page: number[] = [];
  const pattern = jsonPattern(query);
  // An escape is six units at most; what begins in this stretch is found whole.
  const stretch = text.slice(until, stop + query.length * 6);
  for (let found = pattern.exec(stretch); found !== null; found = pattern.exec(stretch)) {
    const at = until + found.index;
    if (at >= stop) break;
    const isOne = !mayCrossTokens(query) || strings.hold(at, until + pattern.lastIndex);
    if (isOne && !isEscapeLetter(text, at)) page.push(at);
  }
  const next = { until: stop, token: strings.passed, count: count + page.length };
  return { ...search, ...next, pages: [...pages, page] };
}

/** The `n` of `\n` is nothing that somebody sees. */
function isEscapeLetter(text: string, at: number): boolean {
  let before = at - 1;
  while (text.charCodeAt(before) === CODE.backslash) before -= 1;
  return (at - before) % 2 === 0 && before >= 0;
}

/** Walks over a text's strings, forwards only. */
class StringsOf {
  readonly #text: string;
  /** Not within a string, and before all strings still to come. */
  passed: number;
  #open: number;
  #end: number;

  constructor(text: string, token: number) {
    this.#text = text;
    this.passed = token;
    this.#open = token;
    this.#end = token;
  }

  /** Whether a stretch lies within one string, its quotes not counted; asked in rising order. */
  hold(start: number, end: number): boolean {
    while (this.#end <= start && this.#open < this.#text.length) this.#toNext();
    return start > this.#open && end < this.#end;
  }

  #toNext(): void {
    this.passed = this.#end;
    const open = this.#text.indexOf('"', this.#end);
    this.#open = open < 0 ? this.#text.length : open;
    this.#end = open < 0 ? this.#text.length : stringEnd(this.#text, open);
  }
}

/**
 * Where the search wants to go: an offset, `nowhere` if the text is not there at all, undefined while it is not known.
 * From the last match it goes on at the first, and back.
 */
export function wantedMatch(search: Search, text: string): number | 'nowhere' | undefined {
  const { wanted, until } = search;
  if (wanted === undefined) return undefined;
  const isDone = isSearched(search, text);
  if (isDone && search.count === 0) return 'nowhere';
  const rank = countBefore(search, wanted.from);
  if (wanted.direction === 'next')
    return matchAt(search, rank) ?? (isDone ? matchAt(search, 0) : undefined);
  if (until < wanted.from && !isDone) return undefined;
  return rank > 0
    ? matchAt(search, rank - 1)
    : isDone
      ? matchAt(search, search.count - 1)
      : undefined;
}

/** How many matches were found before an offset. */
export function countBefore({ pages }: Search, offset: number): number {
  let count = 0;
  for (const page of pages) {
    if ((page.at(-1) ?? offset) < offset) count += page.length;
    else return count + firstFrom(page, offset);
  }
  return count;
}

function firstFrom(page: readonly number[], offset: number): number {
  let [low, high] = [0, page.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((page[middle] ?? offset) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function matchAt({ pages }: Search, rank: number): number | undefined {
  let left = rank;
  for (const page of pages) {
    if (left < page.length) return page[left];
    left -= page.length;
  }
  return undefined;
}
