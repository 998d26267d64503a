// Reads the schema language's own JSON, one value at a time: single quotes, comments to the end of the line, no
// numbers. Documentation comments stand between expressions and are read by comment-block.ts.
import { QapiSyntaxError } from '../errors.js';
import type { Position, SourceFile } from '../source/position.js';
import type { Entry, Item, ListNode, Node, ObjectNode } from './tree.js';

const QUOTE = 0x27;
const HASH = 0x23;

/** Deeper nesting has no meaning in the language; the bound keeps hostile text from exhausting the stack. */
const MAX_DEPTH = 64;

/** JSON's escapes, which the language took until QEMU 4.1; today only `\\`. */
const OLD_ESCAPES: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  '/': '/',
  "'": "'",
  '"': '"',
};

const PLAIN_STRING = /[\x20-\x26\x28-\x5b\x5d-\x7e]*/y;
const STRAY = /[^[\]{}:,\s']+|./suy;

/** Blanks and comments, and blanks alone. Repetition of groups is bounded: each round of it takes stack. */
const BLANK = /(?:\s+|#[^\n]*){0,1000}/y;
const SPACE = /\s*/y;

/** The text of one file and how far it is read. */
export class TextReader {
  readonly text: string;
  readonly file: SourceFile;
  readonly #strict: boolean;
  #depth = 0;
  /** Offset of the next character to read. */
  at = 0;

  constructor(file: SourceFile, strict: boolean) {
    this.text = file.text;
    this.file = file;
    this.#strict = strict;
  }

  get position(): Position {
    return { file: this.file, offset: this.at };
  }

  /** Passes over what the pattern finds here; patterns are sticky. */
  skip(pattern: RegExp): void {
    pattern.lastIndex = this.at;
    pattern.test(this.text);
    this.at = pattern.lastIndex;
  }

  /** The same as often as the pattern finds something. */
  skipAll(pattern: RegExp): void {
    for (let before = -1; this.at > before; ) {
      before = this.at;
      this.skip(pattern);
    }
  }

  /** Passes over blanks; gives the code of the character it stops at, NaN at the end. */
  skipSpace(): number {
    this.skip(SPACE);
    return this.text.charCodeAt(this.at);
  }

  /** Passes over blanks and comments. */
  #skipBlank(): void {
    const code = this.text.charCodeAt(this.at);
    if (code <= 0x20 || code === HASH) this.skipAll(BLANK);
  }

  /** @throws QapiSyntaxError */
  readObject(): ObjectNode {
    const { position } = this;
    const entries: Entry[] = [];
    this.#enter();
    for (let more = this.#isOpen('}', "a string or '}'"); more; more = this.#goesOn('}')) {
      const entry = this.#readEntry();
      if (hasKey(entries, entry.key)) {
        throw new QapiSyntaxError(entry.position, `key '${entry.key}' stands twice in one object`);
      }
      entries.push(entry);
    }
    this.#leave();
    return { kind: 'object', position, entries };
  }

  #readEntry(): Entry {
    const position = this.position;
    if (this.text.charCodeAt(this.at) !== QUOTE) throw this.unexpected('a string');
    const key = this.#readString();
    this.#skipBlank();
    if (this.text[this.at] !== ':') throw this.unexpected("':'");
    this.at += 1;
    this.#skipBlank();
    return { key, position, value: this.#readValue() };
  }

  #readList(): ListNode {
    const { position } = this;
    const items: Item[] = [];
    this.#enter();
    for (let more = this.#isOpen(']', "a value or ']'"); more; more = this.#goesOn(']')) {
      items.push({ position: this.position, value: this.#readValue() });
    }
    this.#leave();
    return { kind: 'list', position, items };
  }

  /** Passes over an opening bracket. */
  #enter(): void {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw this.#wrong(`nesting deeper than ${MAX_DEPTH} levels`);
    this.at += 1;
  }

  /** Whether something stands between the brackets. */
  #isOpen(close: string, wanted: string): boolean {
    this.#skipBlank();
    if (this.at >= this.text.length) throw this.unexpected(wanted);
    return this.text[this.at] !== close;
  }

  /** Passes over a comma, if one stands here; else the closing bracket must. */
  #goesOn(close: string): boolean {
    this.#skipBlank();
    const found = this.text[this.at];
    if (found === close) return false;
    if (found !== ',') throw this.unexpected(`',' or '${close}'`);
    this.at += 1;
    this.#skipBlank();
    return true;
  }

  /** Passes over a closing bracket. */
  #leave(): void {
    this.at += 1;
    this.#depth -= 1;
  }

  #readValue(): Node {
    switch (this.text[this.at]) {
      case "'":
        return this.#readString();
      case '{':
        return this.readObject();
      case '[':
        return this.#readList();
      case 't':
        return this.#readWord('true', true);
      case 'f':
        return this.#readWord('false', false);
      case 'n':
        return this.#readWord('null', null);
      default:
        throw this.unexpected("'{', '[', a string, true or false");
    }
  }

  #readWord(word: string, value: boolean | null): Node {
    if (!this.text.startsWith(word, this.at)) throw this.unexpected('a value');
    this.at += word.length;
    return value;
  }

  #readString(): string {
    this.at += 1;
    let value = '';
    for (;;) {
      PLAIN_STRING.lastIndex = this.at;
      PLAIN_STRING.test(this.text);
      value += this.text.slice(this.at, PLAIN_STRING.lastIndex);
      this.at = PLAIN_STRING.lastIndex;
      const stop = this.text[this.at];
      if (stop === "'") break;
      value += this.#readEscape(stop);
    }
    this.at += 1;
    return value;
  }

  #readEscape(stop: string | undefined): string {
    if (stop === undefined || stop === '\n') throw this.#wrong("a string lacks its closing '");
    if (stop !== '\\') {
      throw this.#wrong(`a string holds ${JSON.stringify(stop)}, only printable ASCII may be`);
    }
    const letter = this.text[this.at + 1] ?? '';
    const value = letter === '\\' ? '\\' : this.#strict ? undefined : this.#oldEscape(letter);
    if (value === undefined) throw this.#wrong(`unknown escape '\\${letter}' in a string`);
    this.at += 2;
    return value;
  }

  #oldEscape(letter: string): string | undefined {
    if (letter !== 'u') return OLD_ESCAPES[letter];
    const digits = /^[0-9a-fA-F]{4}/.exec(this.text.slice(this.at + 2, this.at + 6))?.[0];
    if (digits === undefined) return undefined;
    this.at += 4;
    return String.fromCharCode(Number.parseInt(digits, 16));
  }

  /** The error for what stands here in place of what was wanted. */
  unexpected(wanted: string): QapiSyntaxError {
    STRAY.lastIndex = this.at;
    const found = STRAY.exec(this.text)?.[0];
    const shown = found === undefined ? 'the end of the file' : showFound(found);
    return this.#wrong(`expected ${wanted}, found ${shown}`);
  }

  #wrong(detail: string): QapiSyntaxError {
    return new QapiSyntaxError(this.position, detail);
  }

  /** Ends what a syntax error left open and passes on to the next line that begins an expression or a comment. */
  recover(): void {
    this.#depth = 0;
    this.skip(REST_OF_LINE);
    this.skipAll(OTHER_LINES);
  }
}

/** A loop and not a set: objects are many, their keys few. */
function hasKey(entries: readonly Entry[], key: string): boolean {
  for (const entry of entries) if (entry.key === key) return true;
  return false;
}

const REST_OF_LINE = /[^\n]*\n?/y;
/** Lines that begin neither an expression nor a comment. */
const OTHER_LINES = /(?:(?![{#])[^\n]*(?:\n|$)){0,1000}/y;

const MAX_SHOWN = 20;

function showFound(found: string): string {
  const text = found.length > MAX_SHOWN ? `${found.slice(0, MAX_SHOWN)}...` : found;
  return text === "'"
    ? 'a string'
    : /^[\x21-\x7e]+$/.test(text)
      ? `'${text}'`
      : JSON.stringify(text);
}
