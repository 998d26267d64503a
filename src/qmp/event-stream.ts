// A bounded stream of events for `for await`: the oldest are dropped, counted, when nobody keeps up.
import type { EventMessage } from './messages.js';

/** How many events wait for a reader where the caller does not say: ten seconds of a busy block job. */
export const DEFAULT_CAPACITY = 10_000;

export interface EventStreamOptions {
  /** Which events are wanted; all, where it is absent. */
  readonly filter?: (event: EventMessage) => boolean;
  /** How many wait at most for the reader. */
  readonly capacity?: number;
}

type Pull = (result: IteratorResult<EventMessage, undefined>) => void;

/** Events in order of arrival, until the connection ends or the reader stops. For one reader. */
export class EventStream implements AsyncIterableIterator<EventMessage, undefined> {
  readonly #capacity: number;
  readonly #filter: (event: EventMessage) => boolean;
  readonly #onReturn: () => void;
  /** Those that wait; `#first` is the index of the oldest, moved up rather than shifted. */
  #buffer: EventMessage[] = [];
  #first = 0;
  #pulls: Pull[] = [];
  #ended = false;
  #dropped = 0;

  /** @param onReturn called once, when the reader stops before the end. */
  constructor(options: EventStreamOptions, onReturn: () => void) {
    this.#capacity = Math.max(1, options.capacity ?? DEFAULT_CAPACITY);
    this.#filter = options.filter ?? (() => true);
    this.#onReturn = onReturn;
  }

  /** How many events were dropped so far, always the oldest. */
  get dropped(): number {
    return this.#dropped;
  }

  /** For the client: one more event. */
  push(event: EventMessage): void {
    if (this.#ended || !this.#filter(event)) return;
    const pull = this.#pulls.shift();
    if (pull === undefined) this.#store(event);
    else pull({ done: false, value: event });
  }

  #store(event: EventMessage): void {
    this.#buffer.push(event);
    if (this.#buffer.length - this.#first > this.#capacity) {
      this.#takeOldest();
      this.#dropped += 1;
    }
  }

  /** For the client: no more events; those that wait may still be read. */
  end(): void {
    this.#ended = true;
    for (const pull of this.#pulls.splice(0)) pull({ done: true, value: undefined });
  }

  next(): Promise<IteratorResult<EventMessage, undefined>> {
    const value = this.#takeOldest();
    if (value !== undefined) return Promise.resolve({ done: false, value });
    if (this.#ended) return Promise.resolve({ done: true, value: undefined });
    return new Promise(resolve => this.#pulls.push(resolve));
  }

  return(): Promise<IteratorResult<EventMessage, undefined>> {
    if (!this.#ended) this.#onReturn();
    this.#buffer = [];
    this.#first = 0;
    this.end();
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #takeOldest(): EventMessage | undefined {
    const event = this.#buffer[this.#first];
    if (event === undefined) return undefined;
    this.#first += 1;
    if (this.#first * 2 > this.#buffer.length) {
      this.#buffer.splice(0, this.#first);
      this.#first = 0;
    }
    return event;
  }
}
