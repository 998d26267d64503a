// The tokens of one message -> a value, or what QEMU's JSON parser says is wrong with them; the first thing counts.
import { setMember } from '../../json/parse.js';
import type { JsonValue } from '../../json/value.js';
import type { TokenKind } from './lexer.js';
import { readNumberToken } from './number-token.js';
import { readStringToken } from './string-token.js';

/** Kinds and texts of the tokens, side by side: a message may have two millions of them. */
export interface Tokens {
  readonly kinds: readonly TokenKind[];
  readonly texts: readonly string[];
}

export type Parsed = { readonly value: JsonValue } | { readonly problem: string };

export function parseTokens(tokens: Tokens): Parsed {
  const parser = new Parser(tokens);
  // A mark alone is common in what is no JSON, and a throw for each takes its time.
  if (tokens.kinds.length === 1 && tokens.kinds[0] === 'mark') return problemOf('expecting value');
  try {
    return { value: parser.value() };
  } catch (failure) {
    if (failure instanceof ParseFailure) return problemOf(failure.message);
    throw failure;
  }
}

function problemOf(what: string): Parsed {
  return { problem: `JSON parse error, ${what}` };
}

/** Never leaves this file. */
class ParseFailure extends Error {}

/** Nesting is bounded by who gathers the tokens. */
class Parser {
  readonly #tokens: Tokens;
  #at = 0;

  constructor(tokens: Tokens) {
    this.#tokens = tokens;
  }

  value(): JsonValue {
    const text = this.#tokens.texts[this.#at] ?? '';
    switch (this.#tokens.kinds[this.#at]) {
      case 'mark':
        if (text === '{') return this.#object();
        if (text === '[') return this.#array();
        throw new ParseFailure('expecting value');
      case 'string':
        this.#at += 1;
        return string(text);
      case 'integer':
        this.#at += 1;
        return readNumberToken('integer', text);
      case 'float':
        this.#at += 1;
        return readNumberToken('float', text);
      case 'keyword':
        this.#at += 1;
        return keyword(text);
      default:
        throw new ParseFailure('expecting value');
    }
  }

  #object(): JsonValue {
    const object: Record<string, JsonValue> = {};
    this.#at += 1;
    if (this.#skipIf('}')) return object;
    this.#pair(object);
    while (!this.#skipIf('}')) {
      if (!this.#skipIf(',')) throw new ParseFailure('expected separator in dict');
      this.#pair(object);
    }
    return object;
  }

  #pair(object: Record<string, JsonValue>): void {
    const key = this.value();
    if (typeof key !== 'string') throw new ParseFailure('key is not a string in object');
    if (!this.#skipIf(':')) throw new ParseFailure('missing : in object pair');
    const value = this.value();
    if (Object.hasOwn(object, key)) throw new ParseFailure('duplicate key');
    setMember(object, key, value);
  }

  #array(): JsonValue {
    const array: JsonValue[] = [];
    this.#at += 1;
    if (this.#skipIf(']')) return array;
    array.push(this.value());
    while (!this.#skipIf(']')) {
      if (!this.#skipIf(',')) throw new ParseFailure('expected separator in list');
      array.push(this.value());
    }
    return array;
  }

  #skipIf(mark: string): boolean {
    const { kinds, texts } = this.#tokens;
    if (kinds[this.#at] !== 'mark' || texts[this.#at] !== mark) return false;
    this.#at += 1;
    return true;
  }
}

function string(token: string): string {
  const read = readStringToken(token);
  if ('problem' in read) throw new ParseFailure(read.problem);
  return read.text;
}

function keyword(text: string): JsonValue {
  if (text === 'true') return true;
  if (text === 'false') return false;
  if (text === 'null') return null;
  throw new ParseFailure(`invalid keyword '${text}'`);
}
