// JSON text -> JSON text, without reading it into values: spacing, indentation, members cut out.
// Keys keep their order and numbers their digits, which no value in JavaScript could promise.
// The text must be JSON already; what it does with other text is unspecified but terminates.
import { printString } from './print.js';
import { surveyJson } from './survey.js';

/** Where the next token begins: a string's quote, a mark, or a whole number or word. */
const TOKEN_START = /["[\]{}:,]|[^\s[\]{}:,"]+/g;
const NOT_ASCII = /[^\x20-\x7e]/;

/** Strings are walked by hand: a regular expression for them overflows its stack on tens of megabytes. */
function* tokensOf(text: string): Generator<string> {
  const start = new RegExp(TOKEN_START);
  for (let found = start.exec(text); found !== null; found = start.exec(text)) {
    const { 0: token, index } = found;
    if (token === '"') start.lastIndex = stringEnd(text, index);
    yield token === '"' ? text.slice(index, start.lastIndex) : token;
  }
}

/** The offset after the string whose opening quote stands at `open`. */
function stringEnd(text: string, open: number): number {
  for (let quote = text.indexOf('"', open + 1); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let before = quote - 1;
    while (text[before] === '\\') before -= 1;
    if ((quote - before) % 2 === 1) return quote + 1;
  }
  return text.length;
}

/** The text on one line in pure ASCII, spaced as QEMU does: `{"return": {"a": 1}}`. */
export function oneLine(text: string): string {
  // All but pretty-printing servers send it so: looking is ten times as fast as writing it again.
  const isSo = text.length < LONG ? ONE_LINE.test(text) : isOneLine(text);
  return isSo ? text : written(text);
}

/** A pattern needs no compiling by V8 before it is fast, but overflows its stack on megabytes. */
const LONG = 64 * 1024;
const ONE_LINE =
  /^(?:[^\x00-\x20\x7f-\uffff",:]|"(?:[^"\\\x00-\x1f\x7f-\uffff]|\\[\x20-\x7e])*"|[,:] (?! ))*$/;

const BLANK = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const LAST_PLAIN = 0x7e;

/** Whether the JSON text is ASCII with one blank after each `:` and `,` and no other outside strings. */
function isOneLine(text: string): boolean {
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < BLANK || code > LAST_PLAIN) return false;
    if (code === QUOTE) inString = !inString;
    else if (inString) at += code === BACKSLASH ? 1 : 0;
    else if (code === COMMA || code === COLON) {
      at += 1;
      if (text.charCodeAt(at) !== BLANK || text.charCodeAt(at + 1) === BLANK) return false;
    } else if (code === BLANK) return false;
  }
  return true;
}

function written(text: string): string {
  const line = new Pieces();
  for (const token of tokensOf(text)) {
    line.add(token === ':' || token === ',' ? `${token} ` : asciiToken(token));
  }
  return line.joined();
}

/** A text made of pieces, some thousands at a time: V8 keeps a text that grows by single ones as a tree of all of them. */
class Pieces {
  readonly #parts: string[] = [];
  #pieces: string[] = [];

  add(piece: string): void {
    this.#pieces.push(piece);
    if (this.#pieces.length < AT_ONCE) return;
    this.#parts.push(this.#pieces.join(''));
    this.#pieces = [];
  }

  joined(): string {
    return this.#parts.join('') + this.#pieces.join('');
  }
}

const AT_ONCE = 4096;

/** The token, what is not printable ASCII in it escaped: it can only stand in a string. */
export function asciiToken(token: string): string {
  if (!NOT_ASCII.test(token)) return token;
  return token.replace(/[^\x20-\x7e]/g, char => printString(char).slice(1, -1));
}

/** What a printer of indented JSON may do to each token, to colour it or to escape what is not for a terminal. */
export type PaintToken = (token: string, kind: TokenKind) => string;
export type TokenKind = 'key' | 'string' | 'number' | 'word' | 'mark';

/** The text indented by two blanks a level, empty arrays and objects on one line. */
export function indented(text: string, paint: PaintToken = asciiToken): string {
  const out = new Pieces();
  let depth = 0;
  for (const [before, token, next] of neighbours(tokensOf(text))) {
    if (isOpen(token)) {
      depth += 1;
      out.add(paint(token, 'mark') + (isClose(next) ? '' : newLine(depth)));
    } else if (isClose(token)) {
      depth -= 1;
      out.add((isOpen(before) ? '' : newLine(depth)) + paint(token, 'mark'));
    } else if (token === ',') out.add(paint(token, 'mark') + newLine(depth));
    else if (token === ':') out.add(`${paint(token, 'mark')} `);
    else out.add(paint(token, tokenKind(token, next)));
  }
  return out.joined();
}

type Neighbours = readonly [before: string | undefined, token: string, next: string | undefined];

/** Each token with those beside it. */
function* neighbours(tokens: Iterable<string>): Generator<Neighbours> {
  let before: string | undefined;
  let token: string | undefined;
  for (const next of tokens) {
    if (token !== undefined) yield [before, token, next];
    before = token;
    token = next;
  }
  if (token !== undefined) yield [before, token, undefined];
}

function isOpen(token: string | undefined): boolean {
  return token === '{' || token === '[';
}

function isClose(token: string | undefined): boolean {
  return token === '}' || token === ']';
}

function newLine(depth: number): string {
  return `\n${'  '.repeat(depth)}`;
}

function tokenKind(token: string, next: string | undefined): TokenKind {
  if (token.startsWith('"')) return next === ':' ? 'key' : 'string';
  return /^[-0-9]/.test(token) ? 'number' : 'word';
}

/** One member of an object's text, or one element of an array's (`key` is its index then). */
export interface TextMember {
  readonly key: string;
  /** The value's text, as it stands. */
  readonly text: string;
}

/** The members of the object, or the elements of the array, that the text is; [] for any other value. */
export function textMembers(text: string): TextMember[] {
  const members: TextMember[] = [];
  surveyJson(text, ({ keyStart, keyEnd, start, end }) => {
    const key =
      keyStart < 0 ? String(members.length) : (JSON.parse(text.slice(keyStart, keyEnd)) as string);
    members.push({ key, text: text.slice(start, end) });
  });
  return members;
}

/** The text of one member of the object that `text` is, or undefined. */
export function memberText(text: string, key: string): string | undefined {
  return textMembers(text).find(member => member.key === key)?.text;
}
