// A name as the matcher looks at it: its letters without what stands between its words, and where words begin.

/** A name taken apart once, so that each keystroke only compares. */
export interface PreparedName {
  readonly name: string;
  /** The letters and digits, in small letters, without separators. */
  readonly letters: string;
  /** The offset in `name` of each letter. */
  readonly offsets: Uint16Array;
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
/** A word that stands at the end of another and that people abbreviate as if it began one. */
const HIDDEN_WORD = /(?<=[a-z]{3})dev(?=$|[-_])/g;
const HIDDEN_START = 0.6;

export function prepareName(name: string): PreparedName {
  const lower = name.toLowerCase();
  const offsets: number[] = [];
  const starts: number[] = [];
  let letters = '';
  for (let at = 0; at < lower.length; at += 1) {
    const char = lower[at]!;
    if (IS_SEPARATOR.has(char)) continue;
    letters += char;
    offsets.push(at);
    starts.push(at === 0 || IS_SEPARATOR.has(lower[at - 1]!) ? 1 : 0);
  }
  for (const found of lower.matchAll(HIDDEN_WORD)) {
    starts[offsets.indexOf(found.index)] = HIDDEN_START;
  }
  const words = lower.split(SEPARATORS).filter(word => word !== '');
  return {
    name,
    letters,
    offsets: Uint16Array.from(offsets),
    starts: Float32Array.from(starts),
    words,
    initials: words.map(word => word[0]).join(''),
    mask: letterMask(letters),
  };
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
