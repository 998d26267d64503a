// Lines entered one after the other: each is made ready, asked about and sent before the next, whatever that takes;
// only the wait for what the server answers does not hold up others.

/** What one line does. `letNext` is called when it has been sent; at its end it counts as called. */
export type LineWork = (signal: AbortSignal, letNext: () => void) => Promise<void>;

export class LineTurns {
  #last: Promise<void> = Promise.resolve();
  readonly #running = new Set<AbortController>();

  /** Does the work of a line when it is its turn, or at once where it must not wait. */
  async run(work: LineWork, isUrgent = false): Promise<void> {
    const running = new AbortController();
    this.#running.add(running);
    let letNext: () => void = () => undefined;
    const before = this.#last;
    if (!isUrgent) {
      this.#last = new Promise(resolve => {
        letNext = resolve;
      });
      await before;
    }
    try {
      if (!running.signal.aborted) await work(running.signal, letNext);
    } finally {
      this.#running.delete(running);
      letNext();
    }
  }

  /** Ends the wait of the line that came last; says whether there was one. */
  interrupt(): boolean {
    const last = [...this.#running].at(-1);
    if (last === undefined) return false;
    this.#running.delete(last);
    last.abort(new Error('interrupted'));
    return true;
  }
}
