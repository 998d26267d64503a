// JSON as people type and paste it -> a tree that keeps every place: single quotes and bare keys are taken too.
// It never throws; what is wrong becomes problems, what is not closed is said to be open.

import { setMember } from '../json/parse.js';
import { printString } from '../json/print.js';
import { type JsonValue, numberFromText } from '../json/value.js';
import { error, type Problem, type Span } from './problem.js';

export type JsonNode =
  | { readonly kind: 'object'; readonly members: readonly JsonMember[]; readonly span: Span }
  | { readonly kind: 'array'; readonly items: readonly JsonNode[]; readonly span: Span }
  | { readonly kind: 'string'; readonly value: string; readonly span: Span }
  | { readonly kind: 'number'; readonly text: string; readonly span: Span }
  | { readonly kind: 'word'; readonly value: boolean | null; readonly span: Span }
  /** Stands where a value was expected and none, or nothing readable, was found. */
  | { readonly kind: 'missing'; readonly span: Span };

export interface JsonMember {
  readonly key: string;
  readonly keySpan: Span;
  readonly value: JsonNode;
}

/** What was read from one place on. */
export interface RelaxedJson {
  readonly node: JsonNode;
  /** Offset of the first character after it. */
  readonly end: number;
  readonly problems: readonly Problem[];
  /** The text ended before its brackets were closed: more lines may follow. */
  readonly open: boolean;
}

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?(?![\w.+-])/y;
const BARE_KEY = /[A-Za-z_$][\w$.-]*/y;
const WORD = /[^\s,:{}[\]"']+/y;
const WORDS: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
]);
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["'", "'"],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

/** Reads one relaxed JSON value that begins at `start` (white space before it is passed over). */
export function readRelaxedJson(text: string, start: number): RelaxedJson {
  const reader = new RelaxedReader(text, start);
  const node = reader.readValue();
  return { node, end: reader.at, problems: reader.problems, open: reader.open };
}

/** The node as strict JSON in pure ASCII, spaced as QEMU does: keys in their order, numbers digit for digit. */
export function nodeText(node: JsonNode): string {
  switch (node.kind) {
    case 'object':
      return `{${node.members.map(row => `${printString(row.key)}: ${nodeText(row.value)}`).join(', ')}}`;
    case 'array':
      return `[${node.items.map(nodeText).join(', ')}]`;
    case 'string':
      return printString(node.value);
    case 'number':
      return node.text;
    default:
      return node.kind === 'word' ? String(node.value) : 'null';
  }
}

/** The value that the node stands for. */
export function nodeValue(node: JsonNode): JsonValue {
  switch (node.kind) {
    case 'object': {
      const object: Record<string, JsonValue> = {};
      for (const { key, value } of node.members) setMember(object, key, nodeValue(value));
      return object;
    }
    case 'array':
      return node.items.map(nodeValue);
    case 'number':
      return numberFromText(node.text);
    default:
      return node.kind === 'missing' ? null : node.value;
  }
}

/** The member of that name, if the node is an object that has it. */
export function memberNode(node: JsonNode, key: string): JsonMember | undefined {
  return node.kind === 'object' ? node.members.find(member => member.key === key) : undefined;
}

/** A JSON string's value and end, or what keeps it from being one. */
export type StringRead =
  | { readonly ok: true; readonly value: string; readonly end: number }
  | { readonly ok: false; readonly message: string; readonly at: number };

/** Reads the string whose opening quote, `"` or `'`, stands at `start`, with JSON's escapes. */
export function readJsonString(text: string, start: number): StringRead {
  const quote = text[start];
  const plain = quote === '"' ? /[^"\\\u0000-\u001f]*/y : /[^'\\\u0000-\u001f]*/y;
  let value = '';
  let at = start + 1;
  for (;;) {
    plain.lastIndex = at;
    const run = plain.exec(text)?.[0] ?? '';
    value += run;
    at += run.length;
    if (text[at] === quote) return { ok: true, value, end: at + 1 };
    if (text[at] !== '\\') return { ok: false, message: unclosed(text, at, quote), at };
    const escaped = readEscape(text, at);
    if (escaped === undefined) return { ok: false, message: "expected one of JSON's escapes", at };
    value += escaped.value;
    at = escaped.end;
  }
}

function unclosed(text: string, at: number, quote: string | undefined): string {
  if (at >= text.length) return `the string is not closed: expected ${quote}`;
  return 'a control character in a string: write it as an escape (\\n, \\u001b)';
}

function readEscape(text: string, at: number): { value: string; end: number } | undefined {
  const letter = text[at + 1] ?? '';
  if (letter === 'u') {
    const digits = text.slice(at + 2, at + 6);
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) return undefined;
    return { value: String.fromCharCode(Number.parseInt(digits, 16)), end: at + 6 };
  }
  const value = ESCAPES.get(letter);
  return value === undefined ? undefined : { value, end: at + 2 };
}

/** Deepest nesting read of a line, a little beyond the 1024 levels of QEMU: what it is made into is walked over too. */
export const MAX_LEVELS = 1_100;

/** A recursive-descent reader. After its first problem it stops looking for others: the rest may be misread. */
class RelaxedReader {
  readonly problems: Problem[] = [];
  open = false;
  at: number;
  readonly #text: string;
  #depth = 0;

  constructor(text: string, start: number) {
    this.#text = text;
    this.at = start;
  }

  readValue(): JsonNode {
    this.#skipSpace();
    const start = this.at;
    switch (this.#text[start]) {
      case '{':
        return this.#nested('object', start);
      case '[':
        return this.#nested('array', start);
      case '"':
      case "'":
        return { kind: 'string', value: this.#readString(), span: this.#since(start) };
      default:
        return this.#readScalar(start);
    }
  }

  #nested(kind: 'object' | 'array', start: number): JsonNode {
    this.#depth += 1;
    this.at += 1;
    if (this.#depth > MAX_LEVELS) {
      this.#problem(`nested deeper than ${MAX_LEVELS} levels`);
      return { kind: 'missing', span: this.#since(start) };
    }
    const node: JsonNode =
      kind === 'object'
        ? { kind, members: this.#readMembers(), span: this.#since(start) }
        : { kind, items: this.#readItems(), span: this.#since(start) };
    this.#depth -= 1;
    return { ...node, span: this.#since(start) };
  }

  #readMembers(): JsonMember[] {
    const members: JsonMember[] = [];
    const keys = new Set<string>();
    if (this.#skipIf('}')) return members;
    while (!this.#stopped()) {
      const member = this.#readMember();
      if (member === undefined) break;
      if (keys.has(member.key))
        this.#problem(`member '${member.key}' is given twice`, member.keySpan);
      keys.add(member.key);
      members.push(member);
      if (this.#skipIf(',')) continue;
      this.#expect('}', "',' or '}'");
      break;
    }
    return members;
  }

  #readMember(): JsonMember | undefined {
    this.#skipSpace();
    const start = this.at;
    const key = this.#readKey();
    if (key === undefined) {
      this.#expect('', 'a member name');
      return undefined;
    }
    const keySpan = this.#since(start);
    if (!this.#stopped()) this.#expect(':', "':'");
    const value: JsonNode = this.#stopped()
      ? { kind: 'missing', span: { start: this.at, end: this.at } }
      : this.readValue();
    return { key, keySpan, value };
  }

  #readKey(): string | undefined {
    const first = this.#text[this.at];
    if (first === '"' || first === "'") return this.#readString();
    return this.#match(BARE_KEY);
  }

  #readItems(): JsonNode[] {
    const items: JsonNode[] = [];
    if (this.#skipIf(']')) return items;
    while (!this.#stopped()) {
      items.push(this.readValue());
      if (this.#stopped() || this.#skipIf(',')) continue;
      this.#expect(']', "',' or ']'");
      break;
    }
    return items;
  }

  #readString(): string {
    const read = readJsonString(this.#text, this.at);
    if (read.ok) {
      this.at = read.end;
      return read.value;
    }
    const start = this.at;
    this.at = read.at;
    this.#problem(read.message, { start, end: read.at });
    return '';
  }

  #readScalar(start: number): JsonNode {
    const number = this.#match(NUMBER);
    if (number !== undefined) return { kind: 'number', text: number, span: this.#since(start) };
    const word = this.#match(WORD);
    const value = WORDS.get(word ?? '');
    if (value !== undefined) return { kind: 'word', value, span: this.#since(start) };
    if (word === undefined) this.#expect('', 'a value');
    else this.#problem(`expected a JSON value, found '${word}'`, this.#since(start));
    return { kind: 'missing', span: this.#since(start) };
  }

  #expect(char: string, wanted: string): void {
    if (char !== '' && this.#skipIf(char)) return;
    this.#skipSpace();
    if (this.at >= this.#text.length) this.open = true;
    else this.#problem(`expected ${wanted}, found '${this.#text[this.at]}'`);
  }

  #stopped(): boolean {
    return this.open || this.problems.length > 0;
  }

  #problem(message: string, span: Span = { start: this.at, end: this.at + 1 }): void {
    if (this.problems.length === 0) this.problems.push(error('syntax', span, message));
  }

  #since(start: number): Span {
    return { start, end: this.at };
  }

  #skipIf(char: string): boolean {
    this.#skipSpace();
    if (this.#text[this.at] !== char) return false;
    this.at += 1;
    return true;
  }

  #skipSpace(): void {
    while (/\s/.test(this.#text[this.at] ?? 'x')) this.at += 1;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.#text)?.[0];
    this.at += found?.length ?? 0;
    return found;
  }
}
