// JSON text -> JSON text, without reading it into values: spacing, indentation, members cut out.
// Keys keep their order and numbers their digits, which no value in JavaScript could promise.
// The text must be JSON already; what it does with other text is unspecified but terminates.
import { printString } from './print.js';

/** Where the next token begins: a string's quote, a mark, or a whole number or word. */
const TOKEN_START = /["[\]{}:,]|[^\s[\]{}:,"]+/g;
const NOT_ASCII = /[^\x20-\x7e]/;

interface Token {
  readonly token: string;
  /** Offset of its first character. */
  readonly index: number;
}

/** Strings are walked by hand: a regular expression for them overflows its stack on tens of megabytes. */
function* tokensOf(text: string): Generator<Token> {
  const start = new RegExp(TOKEN_START);
  for (let found = start.exec(text); found !== null; found = start.exec(text)) {
    const { 0: token, index } = found;
    if (token === '"') start.lastIndex = stringEnd(text, index);
    yield { token: token === '"' ? text.slice(index, start.lastIndex) : token, index };
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
  let line = '';
  for (const { token } of tokensOf(text)) {
    line += token === ':' || token === ',' ? `${token} ` : asciiToken(token);
  }
  return line;
}

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
  const tokens = Array.from(tokensOf(text), ({ token }) => token);
  let out = '';
  let depth = 0;
  tokens.forEach((token, index) => {
    const next = tokens[index + 1];
    if (isOpen(token)) {
      depth += 1;
      out += paint(token, 'mark') + (isClose(next) ? '' : newLine(depth));
    } else if (isClose(token)) {
      depth -= 1;
      out += (isOpen(tokens[index - 1]) ? '' : newLine(depth)) + paint(token, 'mark');
    } else if (token === ',') out += paint(token, 'mark') + newLine(depth);
    else if (token === ':') out += `${paint(token, 'mark')} `;
    else out += paint(token, tokenKind(token, next));
  });
  return out;
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
  let depth = 0;
  let key: string | undefined;
  let start = -1;
  let end = -1;
  let isArray = false;
  const close = () => {
    if (start >= 0)
      members.push({ key: key ?? String(members.length), text: text.slice(start, end) });
    key = undefined;
    start = -1;
  };
  for (const { token, index } of tokensOf(text)) {
    if (isClose(token)) depth -= 1;
    if (depth === 0 && isClose(token)) close();
    else if (depth === 0 && isOpen(token)) isArray = token === '[';
    else if (depth === 0) return [];
    else if (depth === 1 && token === ',') close();
    else if (depth === 1 && token === ':') {
      key = JSON.parse(text.slice(start, end)) as string;
      start = -1;
    } else {
      if (start < 0) start = index;
      end = index + token.length;
    }
    if (isOpen(token)) depth += 1;
  }
  return isArray ? members.map((member, at) => ({ ...member, key: String(at) })) : members;
}

/** The text of one member of the object that `text` is, or undefined. */
export function memberText(text: string, key: string): string | undefined {
  return textMembers(text).find(member => member.key === key)?.text;
}
