// A wait that ends by itself: timers that end with it, and one signal for all that it waits for.

/** Why a wait ended whose time was up; never shown. */
class TimeUp extends Error {}

/**
 * The limit of one wait. Plain timers: `AbortSignal.timeout` and `any` are loaded when first used, which a run of 20 ms
 * feels.
 */
export class TimeLimit {
  /** Rejects when the time is up, or with the outer signal's reason; never resolves. */
  readonly reached: Promise<never>;
  /** Made when it is first asked for: that loads what a short run feels, too. */
  #controller: AbortController | undefined;
  #reason: unknown;
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #outer: AbortSignal | undefined;
  #stop: (reason: unknown) => void = () => undefined;
  #isOver = false;

  /** @param outer ends the wait as well. */
  constructor(ms: number, outer?: AbortSignal) {
    this.#outer = outer;
    this.reached = new Promise((_resolve, reject) => {
      this.#stop = reject;
    });
    this.reached.catch(() => undefined); // Whoever waits for something else as well has seen that.
    this.after(Math.max(0, ms), () => this.reach());
    if (outer?.aborted) this.#endFromOuter();
    else outer?.addEventListener('abort', this.#endFromOuter, { once: true });
  }

  /** Aborted when the limit is reached, for what has been begun. */
  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    if (this.#reason !== undefined) this.#controller.abort(this.#reason);
    return this.#controller.signal;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Whether that is what `reached` rejected with since the time was up. */
  isTimeUp(error: unknown): boolean {
    return error instanceof TimeUp;
  }

  /** The time is up, at once. */
  reach(): void {
    this.#end(new TimeUp());
  }

  /** Calls back after so many ms, unless the wait is over by then. */
  after(ms: number, callback: () => void): void {
    this.#timers.push(setTimeout(callback, ms));
  }

  /** The wait is over, one way or the other. */
  end(): void {
    this.#isOver = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#outer?.removeEventListener('abort', this.#endFromOuter);
  }

  readonly #endFromOuter = () => this.#end(this.#outer?.reason);

  #end(reason: unknown): void {
    this.#reason = reason;
    this.#controller?.abort(reason);
    this.#stop(reason);
  }
}
