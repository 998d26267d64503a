// A name as the matcher looks at it: its letters without what stands between its words, and where words begin.

/** A name taken apart once, so that each keystroke only compares. */
export interface PreparedName {
  readonly name: string;
  /** The letters and digits, in small letters, without separators. */
  readonly letters: string;
  /** How much each letter is a word's first: 1, or less for a word hidden in another (`blockdev`), or 0. */
  readonly starts: Float32Array;
  readonly words: readonly string[];
  /** The first letters of the words. */
  readonly initials: string;
  /** One bit for each kind of letter in it: a name without a wanted letter is passed over at once. */
  readonly mask: number;
}

const SEPARATORS = /[-_. /:]+/;
const IS_SEPARATOR = new Set('-_. /:');
/** A word at the end of another (`blockdev`, `blockstats`), which people abbreviate as if it stood by itself. */
const HIDDEN_START = 0.6;
const SHORTEST_HIDDEN = 3;
/** Not a word in any name, but in many: block, char, net and memory devices. */
const DEVICE = 'dev';

/** The words of many names, among which those that hide in others are looked for. */
export function wordsOf(names: readonly string[]): ReadonlySet<string> {
  const words = names.flatMap(name => name.toLowerCase().split(SEPARATORS));
  return new Set([...words.filter(word => word.length >= SHORTEST_HIDDEN), DEVICE]);
}

const NO_WORDS: ReadonlySet<string> = new Set([DEVICE]);

export function prepareName(name: string, known: ReadonlySet<string> = NO_WORDS): PreparedName {
  const lower = name.toLowerCase();
  const offsets = letterOffsets(lower);
  const starts: number[] = offsets.map(at => (IS_SEPARATOR.has(lower[at - 1] ?? '-') ? 1 : 0));
  for (const at of hiddenStarts(lower, known)) starts[offsets.indexOf(at)] = HIDDEN_START;
  const words = lower.split(SEPARATORS).filter(word => word !== '');
  const letters = words.join('');
  return {
    name,
    letters,
    starts: Float32Array.from(starts),
    words,
    initials: words.map(word => word[0]).join(''),
    mask: letterMask(letters),
  };
}

/** The offset in a name of each of its letters. */
export function letterOffsets(name: string): number[] {
  const offsets: number[] = [];
  for (let at = 0; at < name.length; at += 1) if (!IS_SEPARATOR.has(name[at]!)) offsets.push(at);
  return offsets;
}

/** Where a word begins that ends another: the longest known one. */
function hiddenStarts(name: string, known: ReadonlySet<string>): readonly number[] {
  return [...name.matchAll(/[a-z]+(?=$|[-_. /:])/g)].flatMap(({ 0: word, index }) => {
    for (let at = SHORTEST_HIDDEN; at <= word.length - SHORTEST_HIDDEN; at += 1) {
      if (known.has(word.slice(at))) return [index + at];
    }
    return [];
  });
}

/** What was typed, as it is compared with names. */
export interface Query {
  readonly letters: string;
  readonly words: readonly string[];
  readonly mask: number;
}

export function prepareQuery(typed: string): Query {
  const words = typed
    .toLowerCase()
    .split(SEPARATORS)
    .filter(word => word !== '');
  const letters = words.join('');
  return { letters, words, mask: letterMask(letters) };
}

function letterMask(letters: string): number {
  let mask = 0;
  for (let at = 0; at < letters.length; at += 1) mask |= 1 << (letters.charCodeAt(at) & 31);
  return mask;
}
