// How many events came, of which kinds, and how fast: cheap enough to be told of each one of a flood.
import type { EventMessage } from '../qmp/messages.js';
import { steadyNow } from '../qmp/steady-clock.js';

/** The rate is that of the last whole second. */
const WINDOW_MS = 1_000;

export class EventTally {
  readonly #now: () => number;
  readonly #counts = new Map<string, number>();
  #total = 0;
  #last: EventMessage | undefined;
  #windowStart: number;
  #inWindow = 0;
  #perSecond = 0;

  /** @param now a steady clock, in ms */
  constructor(now: () => number = steadyNow) {
    this.#now = now;
    this.#windowStart = now();
  }

  take(event: EventMessage): void {
    this.#turnWindow();
    this.#total += 1;
    this.#inWindow += 1;
    this.#last = event;
    this.#counts.set(event.name, (this.#counts.get(event.name) ?? 0) + 1);
  }

  get total(): number {
    return this.#total;
  }

  get last(): EventMessage | undefined {
    return this.#last;
  }

  get perSecond(): number {
    this.#turnWindow();
    return this.#perSecond;
  }

  /** By name, in the order in which they first came. */
  get counts(): ReadonlyMap<string, number> {
    return this.#counts;
  }

  #turnWindow(): void {
    const elapsed = this.#now() - this.#windowStart;
    if (elapsed < WINDOW_MS) return;
    this.#perSecond = elapsed < 2 * WINDOW_MS ? Math.round((this.#inWindow * 1000) / elapsed) : 0;
    this.#inWindow = 0;
    this.#windowStart = this.#now();
  }
}
