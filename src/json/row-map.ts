// A map kept as text: an object on each line, which begins with its name, found by searching and read when asked for.
// A short run asks for a handful of a thousand rows, and has not the millisecond that an index of them costs; nor the
// one for another round of collecting garbage, to which 300 kB of strings would bring it: so the text is left in bytes.
import { LazyMap } from './lazy-map.js';
import type { JsonValue } from './value.js';

/** Each row begins so, the first too: `\n{"name": "quit", ...}`, in QEMU's spacing. After the last comes another. */
export const ROW_START = '\n';

/** How many names are searched for before all are indexed: completion and help ask for most of them. */
const FEW = 24;

/** A name that rows are found by; others, of a hostile server, are in none. */
const NAME = /^[^\s"\\]+$/;

/** Whether a row of that name would be found. */
export function isRowName(name: string): boolean {
  return NAME.test(name);
}

/** The row of such a name, with more members: the text of an object that has some. */
export function rowText(name: string, others: string): string {
  return beginningOf(name) + others.slice(1);
}

/** The name that a row is found by; undefined where it is found by none. */
export function rowName(row: string): string | undefined {
  return ROW_NAME.exec(row)?.[1];
}

const ROW_NAME = /^\{"name": "([^\s"\\]+)", /;

function beginningOf(name: string): string {
  return `{"name": "${name}", `;
}

/** The rows of one kind in a text, UTF-8. Of several of one name the first counts. */
export class RowMap<T> implements ReadonlyMap<string, T> {
  readonly #text: Buffer;
  readonly #mark: RegExp;
  readonly #read: (row: JsonValue) => T | undefined;
  readonly #found = new Map<string, T | undefined>();
  #index: LazyMap<T> | undefined;

  /**
   * @param mark what stands in the rows of that kind alone.
   * @param read what gives undefined counts as absent.
   */
  constructor(text: Buffer, mark: RegExp, read: (row: JsonValue) => T | undefined) {
    this.#text = text;
    this.#mark = mark;
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
    if (!NAME.test(name)) return undefined;
    const start = ROW_START + beginningOf(name);
    for (let at = this.#text.indexOf(start); at >= 0; at = this.#text.indexOf(start, at + 1)) {
      const row = this.#rowAt(at);
      if (this.#mark.test(row)) return this.#readRow(row);
    }
    return undefined;
  }

  /** The row that begins at an offset. */
  #rowAt(start: number): string {
    const end = this.#text.indexOf(ROW_START, start + ROW_START.length);
    return this.#text.toString('utf8', start + ROW_START.length, end);
  }

  #readRow(row: string): T | undefined {
    return this.#read(JSON.parse(row));
  }

  get #all(): LazyMap<T> {
    this.#index ??= new LazyMap(this.#readers());
    return this.#index;
  }

  #readers(): Map<string, () => T | undefined> {
    const readers = new Map<string, () => T | undefined>();
    for (const row of this.#text.toString().split(ROW_START)) {
      const name = rowName(row);
      if (name === undefined || readers.has(name) || !this.#mark.test(row)) continue;
      readers.set(name, () => this.#found.get(name) ?? this.#readRow(row));
    }
    return readers;
  }
}
