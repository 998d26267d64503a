// A map kept as text: a row `KIND NAME JSON` on a line, found by searching and read when asked for. A short run asks
// for a handful of a thousand rows, and has not the millisecond that an index of them costs; nor the one for another
// round of collecting garbage, to which 300 kB of strings would bring it: so the text is left in bytes.
import { LazyMap } from './lazy-map.js';
import type { JsonValue } from './value.js';

/** Each row begins so, the first too: `\ncommand quit {"name": "quit", ...}`. After the last comes another. */
export const ROW_START = '\n';

/** How many names are searched for before all are indexed: completion and help ask for most of them. */
const FEW = 24;

/** The row of an entry whose name has no blank in it. @param json on one line. */
export function rowText(kind: string, name: string, json: string): string {
  return `${ROW_START}${kind} ${name} ${json}`;
}

/** The rows of one kind in a text, UTF-8. */
export class RowMap<T> implements ReadonlyMap<string, T> {
  readonly #text: Buffer;
  readonly #kind: string;
  readonly #read: (entry: JsonValue) => T | undefined;
  readonly #found = new Map<string, T | undefined>();
  #index: LazyMap<T> | undefined;

  /** @param read what gives undefined counts as absent. */
  constructor(text: Buffer, kind: string, read: (entry: JsonValue) => T | undefined) {
    this.#text = text;
    this.#kind = kind;
    this.#read = read;
  }

  get size(): number {
    return this.#all.size;
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  get(name: string): T | undefined {
    if (this.#index !== undefined || this.#found.size >= FEW) return this.#all.get(name);
    if (!this.#found.has(name)) this.#found.set(name, this.#search(name));
    return this.#found.get(name);
  }

  keys(): MapIterator<string> {
    return this.#all.keys();
  }

  entries(): MapIterator<[string, T]> {
    return this.#all.entries();
  }

  values(): MapIterator<T> {
    return this.#all.values();
  }

  [Symbol.iterator](): MapIterator<[string, T]> {
    return this.entries();
  }

  forEach(visit: (value: T, name: string, map: ReadonlyMap<string, T>) => void): void {
    for (const [name, value] of this) visit(value, name, this);
  }

  #search(name: string): T | undefined {
    const start = rowText(this.#kind, name, '');
    const at = /\s/.test(name) ? -1 : this.#text.indexOf(start);
    return at < 0 ? undefined : this.#readFrom(at + start.length);
  }

  #textOf(start: number, end: number): string {
    return this.#text.toString('utf8', start, end);
  }

  #readFrom(start: number): T | undefined {
    return this.#read(JSON.parse(this.#textOf(start, this.#text.indexOf(ROW_START, start))));
  }

  get #all(): LazyMap<T> {
    this.#index ??= new LazyMap(this.#readers());
    return this.#index;
  }

  #readers(): Map<string, () => T | undefined> {
    const readers = new Map<string, () => T | undefined>();
    const start = `${ROW_START}${this.#kind} `;
    for (let at = this.#text.indexOf(start); at >= 0; at = this.#text.indexOf(start, at + 1)) {
      const nameStart = at + start.length;
      const nameEnd = this.#text.indexOf(' ', nameStart);
      const name = this.#textOf(nameStart, nameEnd);
      readers.set(name, () => this.#found.get(name) ?? this.#readFrom(nameEnd + 1));
    }
    return readers;
  }
}
