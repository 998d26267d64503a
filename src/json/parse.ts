// JSON text -> value, strictly by RFC 8259, with exact numbers. The shell's relaxed JSON lives in src/shell.
import { JsonSyntaxError } from './errors.js';
import { MAX_DEPTH, surveyJson } from './survey.js';
import { type JsonValue, numberFromText } from './value.js';

/**
 * From how many UTF-16 units on a text is walked over once rather than looked at by several patterns. Native code is
 * quicker in a short run, whose walk over a text is not compiled yet: as quick from here on.
 */
export const LONG_TEXT = 1024 * 1024;

/**
 * Not in a text in which every number is printed again by JavaScript as it stands: JSON.parse is exact then. A colon
 * counts behind a key alone: versions in greetings have some (`1:7.2+dfsg-7`).
 */
const MAY_BE_INEXACT = /[0-9]{16}|(?:^|"\s*:|[,[])\s*(?:-?[0-9]+[.eE]|-0)/;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const PLAIN_STRING = /[^"\\\u0000-\u001f]*/y;
const SPACE = /[ \t\r\n]*/y;
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/**
 * Reads one JSON value that fills the whole text.
 * @throws JsonSyntaxError with the offset of the first wrong character, or where nesting passes MAX_DEPTH.
 */
export function parseJson(text: string): JsonValue {
  if (isPlain(text)) {
    try {
      return JSON.parse(text) as JsonValue;
    } catch {
      // Read again below, for an error with a place.
    }
  }
  return new JsonReader(text).readWhole();
}

/** Whether JSON.parse reads the text exactly, if it is JSON. */
function isPlain(text: string): boolean {
  if (text.length >= LONG_TEXT) return surveyJson(text)?.isExact === true;
  return !MAY_BE_INEXACT.test(text) && !isTooDeep(text);
}

/** Whether brackets outside strings nest deeper than MAX_DEPTH; JSON.parse itself would take any depth. */
function isTooDeep(text: string): boolean {
  if (text.length <= MAX_DEPTH || isShallow(text)) return false;
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length && depth <= MAX_DEPTH; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) inString = !inString;
    else if (inString) at += code === BACKSLASH ? 1 : 0;
    else if (code === 0x5b || code === 0x7b) depth += 1;
    else if (code === 0x5d || code === 0x7d) depth -= 1;
  }
  return depth > MAX_DEPTH;
}

/** All but the brackets outside strings. Matches any text without going back in it: a hostile one costs no more. */
const NO_BRACKETS = /"[^"\\]*(?:\\[\s\S]?[^"\\]*)*(?:"|$)|[^"[\]{}]+/g;
const PAIRS = /\[\]|\{\}/g;
const ROUNDS = 32;

/**
 * Whether few brackets may nest, or none are left once pairs of them were taken away a few times from the inside out:
 * all of it native code, where the walk is not compiled yet when a short run needs it.
 */
function isShallow(text: string): boolean {
  const opening = count(text, '[') + count(text, '{');
  // One that follows its sibling takes its level; one behind a quote is in a string. Inside strings all of them count
  // on both sides.
  if (opening - count(text, '}, {') - count(text, '"[') <= MAX_DEPTH) return true;
  let brackets = text.replace(NO_BRACKETS, '');
  for (let round = 0; round < ROUNDS && brackets !== ''; round += 1)
    brackets = brackets.replace(PAIRS, '');
  return brackets === '';
}

function count(text: string, part: string): number {
  return text.split(part).length - 1;
}

/** A recursive-descent reader over one text; `at` is the offset of the next character to read. */
class JsonReader {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  readWhole(): JsonValue {
    const value = this.#readValue();
    this.#skipSpace();
    if (this.#at < this.#text.length) throw this.#unexpected('the end');
    return value;
  }

  #readValue(): JsonValue {
    this.#skipSpace();
    switch (this.#text[this.#at]) {
      case '{':
        return this.#nested(() => this.#readObject());
      case '[':
        return this.#nested(() => this.#readArray());
      case '"':
        return this.#readString();
      case 't':
        return this.#readWord('true', true);
      case 'f':
        return this.#readWord('false', false);
      case 'n':
        return this.#readWord('null', null);
      default:
        return this.#readNumber();
    }
  }

  #nested(read: () => JsonValue): JsonValue {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) {
      throw new JsonSyntaxError(`nesting deeper than ${MAX_DEPTH} levels`, this.#at);
    }
    this.#at += 1;
    const value = read();
    this.#depth -= 1;
    return value;
  }

  #readObject(): JsonValue {
    const object: Record<string, JsonValue> = {};
    if (this.#skipIf('}')) return object;
    do {
      this.#skipSpace();
      if (this.#text[this.#at] !== '"') throw this.#unexpected('a member name in double quotes');
      const key = this.#readString();
      if (!this.#skipIf(':')) throw this.#unexpected("':'");
      setMember(object, key, this.#readValue());
    } while (this.#skipIf(','));
    if (!this.#skipIf('}')) throw this.#unexpected("',' or '}'");
    return object;
  }

  #readArray(): JsonValue {
    const array: JsonValue[] = [];
    if (this.#skipIf(']')) return array;
    do {
      array.push(this.#readValue());
    } while (this.#skipIf(','));
    if (!this.#skipIf(']')) throw this.#unexpected("',' or ']'");
    return array;
  }

  #readString(): string {
    this.#at += 1;
    let value = '';
    for (;;) {
      value += this.#match(PLAIN_STRING);
      const stop = this.#text[this.#at];
      if (stop === '"') {
        this.#at += 1;
        return value;
      }
      if (stop !== '\\') throw this.#unexpected("'\"'");
      value += this.#readEscape();
    }
  }

  #readEscape(): string {
    const letter = this.#text[this.#at + 1] ?? '';
    if (letter === 'u') {
      const digits = this.#text.slice(this.#at + 2, this.#at + 6);
      if (!/^[0-9a-fA-F]{4}$/.test(digits)) throw this.#unexpected("four hex digits after '\\u'");
      this.#at += 6;
      return String.fromCharCode(Number.parseInt(digits, 16));
    }
    const value = ESCAPES[letter];
    if (value === undefined) throw this.#unexpected('a JSON escape');
    this.#at += 2;
    return value;
  }

  #readNumber(): JsonValue {
    const text = this.#match(NUMBER);
    if (text === '') throw this.#unexpected('a value');
    return numberFromText(text);
  }

  #readWord(word: string, value: JsonValue): JsonValue {
    if (!this.#text.startsWith(word, this.#at)) throw this.#unexpected('a value');
    this.#at += word.length;
    return value;
  }

  #skipIf(char: string): boolean {
    this.#skipSpace();
    if (this.#text[this.#at] !== char) return false;
    this.#at += 1;
    return true;
  }

  #skipSpace(): void {
    this.#match(SPACE);
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? '';
    this.#at += found.length;
    return found;
  }

  #unexpected(wanted: string): JsonSyntaxError {
    const found = this.#text[this.#at];
    const shown = found === undefined ? 'the end' : JSON.stringify(found);
    return new JsonSyntaxError(`expected ${wanted}, found ${shown}`, this.#at);
  }
}

/** Sets a member even where its name is `__proto__`, which plain assignment would take for the prototype. */
export function setMember(object: Record<string, JsonValue>, key: string, value: JsonValue): void {
  if (key === '__proto__') {
    Object.defineProperty(object, key, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  } else {
    object[key] = value;
  }
}
