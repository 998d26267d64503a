// History as one session has it: what was kept before it began, and its own lines.
import { type HistoryEntry, isKept, recallOrder } from './history.js';

/** Where lines are kept; `HistoryFile` is one. */
export interface HistoryKeeper {
  load(): readonly HistoryEntry[];
  append(entry: HistoryEntry): void;
}

/** The keeper is read when history is first looked at: many sessions never do. */
export class SessionHistory {
  readonly #keeper: HistoryKeeper;
  readonly #now: () => number;
  readonly #start: number;
  #vm: string;
  #before: readonly HistoryEntry[] | undefined;
  #own: readonly HistoryEntry[] = [];
  #order: readonly string[] | undefined;

  /** `vm` is the VM's name, or its target; `now` is in ms since 1970. */
  constructor(keeper: HistoryKeeper, vm: string, now: () => number = Date.now) {
    this.#keeper = keeper;
    this.#vm = vm;
    this.#now = now;
    this.#start = now();
  }

  /** The session has another VM now, or knows its name. */
  setVm(vm: string): void {
    this.#vm = vm;
    this.#order = undefined;
  }

  /** Remembers a line, its secrets masked already, unless it is of the kind that is not kept. */
  add(line: string): void {
    if (!isKept(line)) return;
    const entry = { t: this.#now(), vm: this.#vm, line };
    this.#keeper.append(entry);
    this.#own = [...this.#own, entry];
    this.#order = undefined;
  }

  /** Lines in the order in which they are offered. */
  recall(): readonly string[] {
    this.#order ??= recallOrder(this.entries(), this.#vm);
    return this.#order;
  }

  /** All entries, in the order of time. */
  entries(): readonly HistoryEntry[] {
    this.#before ??= this.#keeper.load().filter(({ t }) => t < this.#start);
    return [...this.#before, ...this.#own];
  }
}
