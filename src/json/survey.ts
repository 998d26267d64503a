// One walk over a long JSON text, which tells what can be done with it before anything is read into values: whether it
// is JSON, how it is spaced, whether JSON.parse reads its numbers exactly, and where its outermost members stand.
import { numberFromText } from './value.js';

/** Deepest nesting read. QEMU itself stops at 1024 levels; a reply adds two around what it was sent. */
export const MAX_DEPTH = 2048;

export interface Survey {
  /** ASCII on one line, spaced as QEMU does: `{"return": [1, 2]}`. */
  readonly isOneLine: boolean;
  /** JSON.parse gives each number so that JavaScript prints it as it stands. */
  readonly isExact: boolean;
}

/** A member of the outermost object, or an element of the outermost array: offsets in UTF-16 units, ends exclusive. */
export interface Place {
  /** Of the key, its quotes included; -1 for an element. */
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly start: number;
  readonly end: number;
}

/**
 * Walks over a text; undefined where it is no JSON, or nests deeper than MAX_DEPTH.
 * @param onMember is told of each member or element as its end is reached, also where the text turns out to be no JSON.
 */
export function surveyJson(text: string, onMember?: (place: Place) => void): Survey | undefined {
  return new Walk(text, onMember).survey();
}

const TAB = 0x09;
const LF = 0x0a;
const CR = 0x0d;
const BLANK = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const COLON = 0x3a;
const UPPER_E = 0x45;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const LOWER_E = 0x65;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const LAST_PLAIN = 0x7e;

/** Integers of fewer characters are exact. */
const LONG_INTEGER = 16;
const ESCAPE = /[bfnrt"\\/]|u[0-9a-fA-F]{4}/y;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const WORD = /true|false|null/y;

/** What was found: no JSON, the end of a value, or the place where one begins. */
type Found = 'wrong' | 'end' | 'begin';

/** What stands at `#at` decides what is read next; each method leaves it behind what it has read. */
class Walk {
  readonly #text: string;
  readonly #onMember: ((place: Place) => void) | undefined;
  /** 1 at the depth of each open object, 0 at that of an array. */
  readonly #isObject = new Uint8Array(MAX_DEPTH + 1);
  #at = 0;
  #depth = 0;
  #isOneLine = true;
  #isExact = true;
  #keyStart = -1;
  #keyEnd = -1;
  #start = 0;

  constructor(text: string, onMember: ((place: Place) => void) | undefined) {
    this.#text = text;
    this.#onMember = onMember;
  }

  survey(): Survey | undefined {
    this.#skipBlanks(0);
    let found: Found = 'begin';
    while (found === 'begin') {
      found = this.#value();
      if (found === 'end') found = this.#afterValue();
    }
    this.#skipBlanks(0);
    if (found === 'wrong' || this.#at < this.#text.length) return undefined;
    return { isOneLine: this.#isOneLine, isExact: this.#isExact };
  }

  #value(): Found {
    if (this.#depth === 1) this.#start = this.#at;
    const code = this.#text.charCodeAt(this.#at);
    if (code === QUOTE) return this.#string() ? 'end' : 'wrong';
    if (code === OPEN_BRACE) return this.#open(1, CLOSE_BRACE);
    if (code === OPEN_BRACKET) return this.#open(0, CLOSE_BRACKET);
    if (code === MINUS || (code >= ZERO && code <= NINE)) return this.#number();
    return this.#match(WORD) ? 'end' : 'wrong';
  }

  #open(isObject: 0 | 1, close: number): Found {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) return 'wrong';
    this.#isObject[this.#depth] = isObject;
    this.#at += 1;
    this.#skipBlanks(0);
    if (this.#text.charCodeAt(this.#at) !== close) return this.#beforeValue();
    this.#at += 1;
    this.#depth -= 1;
    return 'end';
  }

  /** Behind a value: what it ends with it, up to the next one. */
  #afterValue(): Found {
    while (this.#depth > 0) {
      if (this.#depth === 1) this.#tellMember();
      this.#skipBlanks(0);
      const code = this.#text.charCodeAt(this.#at);
      this.#at += 1;
      if (code === COMMA) {
        this.#skipBlanks(1);
        return this.#beforeValue();
      }
      if (code !== (this.#isObject[this.#depth] === 1 ? CLOSE_BRACE : CLOSE_BRACKET))
        return 'wrong';
      this.#depth -= 1;
    }
    return 'end';
  }

  /** The key of a member, where it is one. */
  #beforeValue(): Found {
    if (this.#isObject[this.#depth] === 0) return 'begin';
    const start = this.#at;
    if (this.#text.charCodeAt(start) !== QUOTE || !this.#string()) return 'wrong';
    if (this.#depth === 1) {
      this.#keyStart = start;
      this.#keyEnd = this.#at;
    }
    this.#skipBlanks(0);
    if (this.#text.charCodeAt(this.#at) !== COLON) return 'wrong';
    this.#at += 1;
    this.#skipBlanks(1);
    return 'begin';
  }

  #tellMember(): void {
    this.#onMember?.({
      keyStart: this.#keyStart,
      keyEnd: this.#keyEnd,
      start: this.#start,
      end: this.#at,
    });
  }

  /** The hot loop: most of a reply is strings. */
  #string(): boolean {
    const text = this.#text;
    let at = this.#at + 1;
    for (; ; at += 1) {
      const code = text.charCodeAt(at);
      if (code === QUOTE) break;
      if (code === BACKSLASH) {
        this.#at = at + 1;
        if (!this.#match(ESCAPE)) return false;
        at = this.#at - 1;
      } else if (code > LAST_PLAIN) this.#isOneLine = false;
      else if (!(code >= BLANK)) return false; // Also NaN, behind the end.
    }
    this.#at = at + 1;
    return true;
  }

  /** Digits alone are by far the most. */
  #number(): Found {
    const text = this.#text;
    const start = this.#at;
    let at = start;
    let code = text.charCodeAt(at);
    while (code >= ZERO && code <= NINE) {
      at += 1;
      code = text.charCodeAt(at);
    }
    const isPlain =
      at > start &&
      at - start < LONG_INTEGER &&
      code !== POINT &&
      code !== LOWER_E &&
      code !== UPPER_E;
    if (!isPlain || (text.charCodeAt(start) === ZERO && at - start > 1)) return this.#oddNumber();
    this.#at = at;
    return 'end';
  }

  #oddNumber(): Found {
    const start = this.#at;
    if (!this.#match(NUMBER)) return 'wrong';
    const number = numberFromText(this.#text.slice(start, this.#at));
    this.#isExact &&= typeof number === 'number';
    return 'end';
  }

  #match(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    const isThere = pattern.test(this.#text);
    if (isThere) this.#at = pattern.lastIndex;
    return isThere;
  }

  /** Passes over blanks; `wanted` is how many QEMU puts there. */
  #skipBlanks(wanted: 0 | 1): void {
    const start = this.#at;
    let code = this.#text.charCodeAt(start);
    const isWanted = wanted === 0 || code === BLANK;
    if (wanted === 1 && isWanted) {
      this.#at += 1;
      code = this.#text.charCodeAt(this.#at);
    }
    if (isWanted && code > BLANK) return;
    while (code === BLANK || code === LF || code === CR || code === TAB) {
      this.#at += 1;
      code = this.#text.charCodeAt(this.#at);
    }
    if (this.#at - start !== wanted || !isWanted) this.#isOneLine = false;
  }
}
