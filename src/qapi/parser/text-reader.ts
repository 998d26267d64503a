// Reads the schema language's own JSON, one value at a time: single quotes, comments to the end of the line, no
// numbers. Documentation comments stand between expressions and are read by comment-block.ts.
import { QapiSyntaxError } from '../errors.js';
import type { Position, SourceFile } from '../source/position.js';
import type { Entry, Item, ListNode, Node, ObjectNode } from './tree.js';

const NEWLINE = 0x0a;
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

/** The text of one file and how far it is read. */
export class TextReader {
  readonly text: string;
  readonly file: SourceFile;
  readonly #strict: boolean;
  #depth = 0;
  #position: Position;
  /** Offset of the next character to read. */
  at = 0;
  /** The line it stands on, counted from 1. */
  line = 1;

  constructor(text: string, file: SourceFile, strict: boolean) {
    this.text = text;
    this.file = file;
    this.#strict = strict;
    this.#position = { file, line: 1 };
  }

  /** One object for all that stands on a line: there are many, and they are kept. */
  get position(): Position {
    if (this.#position.line !== this.line) this.#position = { file: this.file, line: this.line };
    return this.#position;
  }

  /** Passes over blanks, and over comments unless `stopAtComment`; gives the character it stops at, -1 at the end. */
  skipBlank(stopAtComment = false): number {
    for (; this.at < this.text.length; this.at += 1) {
      const code = this.text.charCodeAt(this.at);
      if (code === NEWLINE) this.line += 1;
      else if (code === HASH && !stopAtComment) this.at = this.endOfLine() - 1;
      else if (code !== 0x20 && code !== 0x09 && code !== 0x0d) return code;
    }
    return -1;
  }

  /** Offset of the newline that ends this line, or of the end of the text. */
  endOfLine(): number {
    const end = this.text.indexOf('\n', this.at);
    return end < 0 ? this.text.length : end;
  }

  /** Passes on to the next line. */
  skipLine(): void {
    const end = this.endOfLine();
    if (end < this.text.length) this.line += 1;
    this.at = Math.min(end + 1, this.text.length);
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
    this.skipBlank();
    if (this.text[this.at] !== ':') throw this.unexpected("':'");
    this.at += 1;
    this.skipBlank();
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
    if (this.skipBlank() < 0) throw this.unexpected(wanted);
    return this.text[this.at] !== close;
  }

  /** Passes over a comma, if one stands here; else the closing bracket must. */
  #goesOn(close: string): boolean {
    this.skipBlank();
    const found = this.text[this.at];
    if (found === close) return false;
    if (found !== ',') throw this.unexpected(`',' or '${close}'`);
    this.at += 1;
    this.skipBlank();
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
    do this.skipLine();
    while (this.at < this.text.length && !/[{#]/.test(this.text.charAt(this.at)));
  }
}

/** A loop and not a set: objects are many, their keys few. */
function hasKey(entries: readonly Entry[], key: string): boolean {
  for (const entry of entries) if (entry.key === key) return true;
  return false;
}

const MAX_SHOWN = 20;

function showFound(found: string): string {
  const text = found.length > MAX_SHOWN ? `${found.slice(0, MAX_SHOWN)}...` : found;
  return text === "'"
    ? 'a string'
    : /^[\x21-\x7e]+$/.test(text)
      ? `'${text}'`
      : JSON.stringify(text);
}
