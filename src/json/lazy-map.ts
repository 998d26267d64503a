// A map whose entries are made when they are first asked for.

/**
 * Reading a whole schema takes milliseconds, and building all of its types and documentation as long again, of
 * which most users want a few: so an entry is built when it is asked for, once.
 */
export class LazyMap<T> implements ReadonlyMap<string, T> {
  readonly #builders: ReadonlyMap<string, () => T | undefined>;
  readonly #built = new Map<string, T>();

  /** @param builders those that give undefined count as absent. */
  constructor(builders: ReadonlyMap<string, () => T | undefined>) {
    this.#builders = builders;
  }

  get size(): number {
    return this.#builders.size;
  }

  has(name: string): boolean {
    return this.#builders.has(name);
  }

  get(name: string): T | undefined {
    const built = this.#built.get(name);
    if (built !== undefined) return built;
    const fresh = this.#builders.get(name)?.();
    if (fresh !== undefined) this.#built.set(name, fresh);
    return fresh;
  }

  keys(): MapIterator<string> {
    return this.#builders.keys();
  }

  entries(): MapIterator<[string, T]> {
    return this.#all().entries();
  }

  values(): MapIterator<T> {
    return this.#all().values();
  }

  [Symbol.iterator](): MapIterator<[string, T]> {
    return this.entries();
  }

  forEach(visit: (value: T, name: string, map: ReadonlyMap<string, T>) => void): void {
    for (const [name, value] of this) visit(value, name, this);
  }

  /** All entries, in the order of the builders. */
  #all(): Map<string, T> {
    const all = new Map<string, T>();
    for (const name of this.#builders.keys()) {
      const value = this.get(name);
      if (value !== undefined) all.set(name, value);
    }
    return all;
  }
}
