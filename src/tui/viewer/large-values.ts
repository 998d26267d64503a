// Where the large values of a text end, and how much is in them: found once, in one walk over the text, so that nothing
// large is ever walked again only to get past it.
import { CODE, isClose, isOpen, stringEnd } from './scan.js';

export interface LargeValue {
  /** The offset after it. */
  readonly end: number;
  /** Its own members or items; a string has none. */
  readonly count: number;
}

/** By the offset of the opening bracket or quote. */
export type LargeValues = ReadonlyMap<number, LargeValue>;

/** Of this length, in UTF-16 units, and more; walking over less takes some 10 microseconds. */
const LARGE = 4096;
/** Deeper than any reply may be nested (json/parse); keeps the map small for a text that is nothing but brackets. */
const DEEPEST = 2048;

export function findLargeValues(text: string): LargeValues {
  const found = new Map<number, LargeValue>();
  const opens = new Int32Array(DEEPEST);
  const commas = new Int32Array(DEEPEST);
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === CODE.quote) {
      const end = stringEnd(text, at);
      if (end - at >= LARGE) found.set(at, { end, count: 0 });
      at = end - 1;
    } else if (code === CODE.comma) commas[depth - 1] = (commas[depth - 1] ?? 0) + 1;
    else if (isOpen(code)) {
      opens[depth] = at;
      commas[depth] = 0;
      depth += 1;
    } else if (isClose(code)) {
      depth = Math.max(depth - 1, 0);
      const open = opens[depth] ?? at;
      const length = at + 1 - open;
      if (length >= LARGE) found.set(open, { end: at + 1, count: (commas[depth] ?? 0) + 1 });
    }
  }
  return found;
}
