// One word of a line: where it ends, its key, its value. What a value means is for the schema to say (binding/).
import { error, type Problem, type Span } from './problem.js';
import { type JsonNode, readJsonString, readRelaxedJson } from './relaxed-json.js';

/** `key=value`, or a value alone (positional). */
export interface Word {
  readonly span: Span;
  readonly key?: { readonly text: string; readonly span: Span };
  readonly value: ValueSyntax;
  /** One of `| > >> >|` standing alone and unquoted. */
  readonly operator?: Operator;
}

export type Operator = '|' | '>' | '>>' | '>|';

export type ValueSyntax = TextValue | JsonValueSyntax;

/** A value that is not JSON. */
export interface TextValue {
  readonly kind: 'text';
  /** What it says: without its quotes, escapes read, where it is quoted as a whole; as it stands otherwise. */
  readonly text: string;
  readonly quoted: boolean;
  readonly span: Span;
  /** Its parts between commas, for members that are lists. A value quoted as a whole is one element. */
  readonly elements: readonly Element[];
}

export interface Element {
  readonly text: string;
  readonly quoted: boolean;
  readonly span: Span;
}

/** A value that begins with `{` or `[`. */
export interface JsonValueSyntax {
  readonly kind: 'json';
  readonly node: JsonNode;
  readonly span: Span;
}

/** A word read from a line, and where the reading stopped. */
export interface WordRead {
  readonly word: Word;
  readonly end: number;
  readonly problems: readonly Problem[];
  /** A bracket is still open at the end of the text. */
  readonly open: boolean;
}

/** Where a word ends, besides its own rules. */
export interface WordContext {
  /** Offset after the last character that may belong to the word. */
  readonly limit: number;
  /** Blanks end it; not so for a word that a command line's shell has already split off. */
  readonly blanksEnd: boolean;
  /** Inside `transaction(...)`: `;`, and `)` that closes no `(` of the word itself, end it. */
  readonly inTransaction: boolean;
}

const OPERATORS: ReadonlySet<string> = new Set(['|', '>', '>>', '>|']);
const BLANK = /\s/;
const JSON_FILENAME = 'json:{';

/** Reads the word that begins at `start`, which is no blank. */
export function readWord(line: string, start: number, context: WordContext): WordRead {
  const reader = new WordReader(line.slice(0, context.limit), context);
  const word = reader.readWord(start);
  return { word, end: reader.at, problems: reader.problems, open: reader.open };
}

class WordReader {
  readonly problems: Problem[] = [];
  open = false;
  at = 0;
  readonly #line: string;
  readonly #context: WordContext;

  constructor(line: string, context: WordContext) {
    this.#line = line;
    this.#context = context;
  }

  readWord(start: number): Word {
    this.at = start;
    const equals = this.#findKeyEnd(start);
    if (equals === undefined) {
      const value = this.#readValue(start);
      const word: Word = { span: { start, end: this.at }, value };
      const operator = this.#line.slice(start, this.at);
      return OPERATORS.has(operator) ? { ...word, operator: operator as Operator } : word;
    }
    const key = { text: this.#line.slice(start, equals), span: { start, end: equals } };
    if (key.text === '')
      this.#problem({ start, end: equals + 1 }, "expected a member's name before '='");
    const value = this.#readValue(equals + 1);
    return { span: { start, end: this.at }, key, value };
  }

  /** The offset of the `=` after a key, if the word has one: a quote or bracket at its start rules that out. */
  #findKeyEnd(start: number): number | undefined {
    if (/["'{[]/.test(this.#line[start] ?? '') || this.#line.startsWith(JSON_FILENAME, start))
      return undefined;
    for (let at = start; at < this.#line.length && !this.#endsWord(at, start); at += 1) {
      if (this.#line[at] === '=') return at;
    }
    return undefined;
  }

  #readValue(start: number): ValueSyntax {
    const first = this.#line[start];
    if (first === '{' || first === '[') return this.#readJson(start);
    if (this.#line.startsWith(JSON_FILENAME, start)) return this.#readJsonFilename(start);
    return this.#readText(start);
  }

  #readJson(start: number): ValueSyntax {
    const read = readRelaxedJson(this.#line, start);
    this.problems.push(...read.problems);
    this.open = read.open;
    this.at = read.problems.length > 0 || read.open ? this.#line.length : read.end;
    this.#expectEnd(start, 'the value');
    return { kind: 'json', node: read.node, span: { start, end: this.at } };
  }

  /** `json:{...}`, a file name in QEMU's block layer: text up to its matching brace, blanks and all. */
  #readJsonFilename(start: number): ValueSyntax {
    const read = readRelaxedJson(this.#line, start + JSON_FILENAME.length - 1);
    this.problems.push(...read.problems);
    this.open = read.open;
    this.at = read.problems.length > 0 || read.open ? this.#line.length : read.end;
    this.#expectEnd(start, 'the value');
    return plainText(this.#line.slice(start, this.at), { start, end: this.at });
  }

  #readText(start: number): TextValue {
    const elements: Element[] = [];
    let at = start;
    for (;;) {
      const element = this.#readElement(at, start);
      elements.push(element);
      at = this.at;
      if (this.#line[at] !== ',' || this.#endsWord(at, start)) break;
      at += 1;
    }
    const span = { start, end: this.at };
    const [only] = elements;
    if (elements.length === 1 && only?.quoted) return { kind: 'text', ...only, span, elements };
    return { kind: 'text', text: this.#line.slice(start, this.at), quoted: false, span, elements };
  }

  #readElement(start: number, wordStart: number): Element {
    const quote = this.#line[start];
    if (quote === '"' || quote === "'") {
      const quoted = this.#readQuoted(start, start === wordStart);
      if (quoted !== undefined) return quoted;
    }
    this.at = start;
    while (this.#line[this.at] !== ',' && !this.#endsWord(this.at, wordStart)) this.at += 1;
    const span = { start, end: this.at };
    return { text: this.#line.slice(start, this.at), quoted: false, span };
  }

  /**
   * A quoted element, or undefined where the quote is an ordinary character: in the middle of a value a quote
   * counts only if it closes at the end of its element, at the start of one it must.
   */
  #readQuoted(start: number, mustClose: boolean): Element | undefined {
    const read =
      this.#line[start] === '"' ? readJsonString(this.#line, start) : this.#readSingle(start);
    const ends = read.ok && (this.#line[read.end] === ',' || this.#endsWord(read.end, start));
    if (read.ok && ends) {
      this.at = read.end;
      return { text: read.value, quoted: true, span: { start, end: read.end } };
    }
    if (!mustClose) return undefined;
    const message = read.ok ? 'a closing quote must end the word' : read.message;
    this.at = read.ok ? this.#wordEnd(read.end) : this.#line.length;
    this.#problem({ start: read.ok ? read.end : start, end: this.at }, message);
    return { text: this.#line.slice(start, this.at), quoted: true, span: { start, end: this.at } };
  }

  /** Between single quotes nothing is special. */
  #readSingle(start: number): ReturnType<typeof readJsonString> {
    const end = this.#line.indexOf("'", start + 1);
    if (end < 0)
      return { ok: false, message: "the quote is not closed: expected '", at: this.#line.length };
    return { ok: true, value: this.#line.slice(start + 1, end), end: end + 1 };
  }

  #expectEnd(start: number, what: string): void {
    if (this.#endsWord(this.at, start)) return;
    const from = this.at;
    this.at = this.#wordEnd(from);
    this.#problem({ start: from, end: this.at }, `expected a blank after ${what}`);
  }

  #wordEnd(from: number): number {
    let at = from;
    while (!this.#endsWord(at, from)) at += 1;
    return at;
  }

  #endsWord(at: number, wordStart: number): boolean {
    const char = this.#line[at];
    if (char === undefined) return true;
    if (this.#context.blanksEnd && BLANK.test(char)) return true;
    if (!this.#context.inTransaction) return false;
    return char === ';' || (char === ')' && !this.#closesOwn(at, wordStart));
  }

  /** Whether the `)` at that offset closes a `(` of the same word: `disk(1).raw`. */
  #closesOwn(at: number, wordStart: number): boolean {
    let depth = 0;
    for (let i = wordStart; i < at; i += 1) {
      if (this.#line[i] === '(') depth += 1;
      else if (this.#line[i] === ')') depth -= 1;
    }
    return depth > 0;
  }

  #problem(span: Span, message: string): void {
    this.problems.push(error('syntax', span, message));
  }
}

/** Text that is one value however it is written: a word that nothing in it can split. */
export function plainText(text: string, span: Span): TextValue {
  return { kind: 'text', text, quoted: false, span, elements: [{ text, quoted: false, span }] };
}
