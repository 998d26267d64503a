// What a server said of itself as a text to be kept: an entry a line, found by searching and read when asked for. A
// short run asks for a handful of a thousand entries, and has not the millisecond that an index of them costs.
import { isJsonArray, type JsonValue } from '../../json/value.js';
import { LazyMap } from '../build/lazy-map.js';
import type { Schema } from '../model.js';
import { commandOf, type EntryKind, entryHead, eventOf, typeOfEntry } from './entry.js';
import { orNothing } from './import.js';

/** Each line begins so, the first too: `\ncommand quit {"name": "quit", ...}`. */
const LINE_START = '\n';

/** How many entries are searched for before all are indexed: completion and help ask for most of them. */
const FEW = 24;

/** The text to keep of a reply to query-qmp-schema. @throws IntrospectionError where it is none. */
export function introspectionText(reply: JsonValue): string {
  const entries = isJsonArray(reply) ? reply : [];
  const lines = entries.map((entry, index) => {
    const { kind, name } = entryHead(entry, index);
    const isPlain = kind !== undefined && /^\S+$/.test(name); // A hostile server's may have anything in them.
    return isPlain ? `${LINE_START}${kind} ${name} ${JSON.stringify(entry)}` : '';
  });
  return `${lines.join('')}${LINE_START}`;
}

/** The schema of a text that `introspectionText` made. Entries are taken as they are. */
export function loadIntrospection(text: string): Schema {
  const types = new EntryMap(text, 'type', entry => typeOfEntry(entry, 0));
  return {
    commands: new EntryMap(text, 'command', entry => commandOf(entry, 0, types)),
    events: new EntryMap(text, 'event', entry => eventOf(entry, 0)),
    types,
  };
}

class EntryMap<T> implements ReadonlyMap<string, T> {
  readonly #text: string;
  readonly #kind: EntryKind;
  readonly #read: (entry: JsonValue) => T | undefined;
  readonly #found = new Map<string, T | undefined>();
  #index: LazyMap<T> | undefined;

  constructor(text: string, kind: EntryKind, read: (entry: JsonValue) => T | undefined) {
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
    const start = `${LINE_START}${this.#kind} ${name} `;
    const at = /\s/.test(name) ? -1 : this.#text.indexOf(start);
    return at < 0 ? undefined : this.#readFrom(at + start.length);
  }

  #readFrom(start: number): T | undefined {
    const json = this.#text.slice(start, this.#text.indexOf(LINE_START, start));
    return orNothing(() => this.#read(JSON.parse(json)));
  }

  get #all(): LazyMap<T> {
    this.#index ??= new LazyMap(this.#readers());
    return this.#index;
  }

  #readers(): Map<string, () => T | undefined> {
    const readers = new Map<string, () => T | undefined>();
    const start = `${LINE_START}${this.#kind} `;
    for (let at = this.#text.indexOf(start); at >= 0; at = this.#text.indexOf(start, at + 1)) {
      const nameStart = at + start.length;
      const nameEnd = this.#text.indexOf(' ', nameStart);
      const name = this.#text.slice(nameStart, nameEnd);
      readers.set(name, () => this.#found.get(name) ?? this.#readFrom(nameEnd + 1));
    }
    return readers;
  }
}
