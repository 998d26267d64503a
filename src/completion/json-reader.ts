// JSON as it stands while it is being typed: whatever is there becomes a tree, and nothing is a mistake. The strict
// reading, with its problems, is shell/relaxed-json's.
import type { Span } from '../shell/problem.js';

export type LooseNode = LooseObject | LooseArray | LooseScalar;

export interface LooseObject {
  readonly kind: 'object';
  readonly span: Span;
  readonly isClosed: boolean;
  readonly members: readonly LooseMember[];
}

export interface LooseMember {
  readonly key: LooseScalar;
  /** The offset of its colon. */
  readonly colon?: number;
  readonly value?: LooseNode;
}

export interface LooseArray {
  readonly kind: 'array';
  readonly span: Span;
  readonly isClosed: boolean;
  readonly items: readonly LooseNode[];
}

/** A string, or a bare word; `text` is what it says. */
export interface LooseScalar {
  readonly kind: 'scalar';
  readonly span: Span;
  readonly text: string;
  readonly isString: boolean;
}

const BARE = /[^\s,:{}[\]"']+/y;
/** What no name has: a string that runs over it from the cursor on was not closed. */
const STRUCTURE = /[,:{}[\]\s]/;
const MAX_DEPTH = 200;

/** Reads the value that begins at `start`, which holds `{` or `[`. */
export function readLooseJson(text: string, start: number, cursor: number): LooseNode | undefined {
  return new LooseReader(text, start, cursor).readValue(0);
}

class LooseReader {
  readonly #text: string;
  readonly #cursor: number;
  #at: number;

  constructor(text: string, start: number, cursor: number) {
    this.#text = text;
    this.#at = start;
    this.#cursor = cursor;
  }

  readValue(depth: number): LooseNode | undefined {
    this.#skipSpace();
    const char = this.#text[this.#at];
    if (char === '{' && depth < MAX_DEPTH) return this.#readObject(depth);
    if (char === '[' && depth < MAX_DEPTH) return this.#readArray(depth);
    return this.#readScalar();
  }

  #readObject(depth: number): LooseObject {
    const start = this.#at++;
    const members: LooseMember[] = [];
    while (!this.#isOver('}')) {
      const key = this.#readScalar();
      if (key !== undefined) members.push(this.#readMember(key, depth));
      else this.#at += 1;
    }
    const isClosed = this.#close('}');
    return { kind: 'object', span: { start, end: this.#at }, isClosed, members };
  }

  #readMember(key: LooseScalar, depth: number): LooseMember {
    this.#skipSpace();
    if (this.#text[this.#at] !== ':') return { key };
    const colon = this.#at++;
    const value = this.readValue(depth + 1);
    return value === undefined ? { key, colon } : { key, colon, value };
  }

  #readArray(depth: number): LooseArray {
    const start = this.#at++;
    const items: LooseNode[] = [];
    while (!this.#isOver(']')) {
      const item = this.readValue(depth + 1);
      if (item !== undefined) items.push(item);
      else this.#at += 1;
    }
    const isClosed = this.#close(']');
    return { kind: 'array', span: { start, end: this.#at }, isClosed, items };
  }

  /** At the end of the text, or at either closing bracket: a wrong one ends it too, but is not taken. */
  #isOver(close: string): boolean {
    while (/[\s,]/.test(this.#text[this.#at] ?? '')) this.#at += 1;
    const char = this.#text[this.#at];
    return char === undefined || char === close || char === '}' || char === ']';
  }

  #close(close: string): boolean {
    if (this.#text[this.#at] !== close) return false;
    this.#at += 1;
    return true;
  }

  #readScalar(): LooseScalar | undefined {
    this.#skipSpace();
    const start = this.#at;
    const quote = this.#text[start];
    if (quote === '"' || quote === "'") return this.#readString(start, quote);
    BARE.lastIndex = start;
    const text = BARE.exec(this.#text)?.[0];
    if (text === undefined) return undefined;
    this.#at += text.length;
    return { kind: 'scalar', span: { start, end: this.#at }, text, isString: false };
  }

  #readString(start: number, quote: string): LooseScalar {
    let end = start + 1;
    while (end < this.#text.length && this.#text[end] !== quote) {
      end += this.#text[end] === '\\' ? 2 : 1;
    }
    end = Math.min(end, this.#text.length);
    const rest = this.#text.slice(Math.max(start + 1, this.#cursor), end);
    const isCursorIn = start < this.#cursor && this.#cursor <= end;
    if (isCursorIn && (STRUCTURE.test(rest) || end === this.#text.length)) {
      this.#at = this.#cursor;
      return this.#string(start, this.#cursor);
    }
    this.#at = Math.min(end + 1, this.#text.length);
    return this.#string(start, end);
  }

  #string(start: number, textEnd: number): LooseScalar {
    const text = this.#text.slice(start + 1, textEnd);
    return { kind: 'scalar', span: { start, end: this.#at }, text, isString: true };
  }

  #skipSpace(): void {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at += 1;
  }
}
