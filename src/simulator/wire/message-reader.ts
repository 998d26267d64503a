// Bytes of a client -> messages and the errors for what is none, with QEMU's limits. An object is a message where its
// last bracket closes; a bracket that never closes swallows everything, until 0xFF.
import type { JsonValue } from '../../json/value.js';
import { Lexer, MAX_TOKEN_SIZE, type TokenKind } from './lexer.js';
import { parseTokens } from './parser.js';

/** A message, or what is to be said of input that is none. */
export type Incoming = { readonly value: JsonValue } | { readonly problem: string };

/** QEMU's json-streamer: 1024 levels, two million tokens. */
const MAX_NESTING = 1024;
const MAX_TOKEN_COUNT = 2 * 1024 * 1024;

export class MessageReader {
  readonly #lexer = new Lexer();
  #kinds: TokenKind[] = [];
  #texts: string[] = [];
  #size = 0;
  #braces = 0;
  #brackets = 0;

  /** Calls back once for each message and each error, in order. */
  feed(chunk: string, onIncoming: (incoming: Incoming) => void): void {
    this.#lexer.feed(chunk, (kind, text) => {
      const incoming = this.#take(kind, text);
      if (incoming !== undefined) onIncoming(incoming);
    });
  }

  #take(kind: TokenKind, text: string): Incoming | undefined {
    if (kind === 'error') return this.#drop(`JSON parse error, stray '${shownText(text)}'`);
    if (kind === 'mark') this.#count(text);
    const limit = this.#limitPassed(text);
    if (limit !== undefined) return this.#drop(`JSON ${limit} limit exceeded`);
    this.#kinds.push(kind);
    this.#texts.push(text);
    this.#size += text.length + 1;
    if (this.#isOpen()) return undefined;
    const tokens = { kinds: this.#kinds, texts: this.#texts };
    this.#clear();
    return parseTokens(tokens);
  }

  #count(mark: string): void {
    if (mark === '{') this.#braces += 1;
    else if (mark === '}') this.#braces -= 1;
    else if (mark === '[') this.#brackets += 1;
    else if (mark === ']') this.#brackets -= 1;
  }

  #limitPassed(text: string): string | undefined {
    if (this.#size + text.length + 1 > MAX_TOKEN_SIZE) return 'token size';
    if (this.#kinds.length + 1 > MAX_TOKEN_COUNT) return 'token count';
    if (this.#braces + this.#brackets > MAX_NESTING) return 'nesting depth';
    return undefined;
  }

  #isOpen(): boolean {
    const isAny = this.#braces > 0 || this.#brackets > 0;
    return isAny && this.#braces >= 0 && this.#brackets >= 0;
  }

  #drop(problem: string): Incoming {
    this.#clear();
    return { problem };
  }

  #clear(): void {
    this.#kinds = [];
    this.#texts = [];
    this.#size = 0;
    this.#braces = 0;
    this.#brackets = 0;
  }
}

/** C prints text up to a NUL; what is no UTF-8 in it becomes U+FFFD. */
function shownText(latin1: string): string {
  const end = latin1.indexOf('\0');
  return Buffer.from(end < 0 ? latin1 : latin1.slice(0, end), 'latin1').toString('utf8');
}
