// When the next frame is drawn: a key at once, text soon, what the server does a few times a second.

/** How often what the server does is drawn, in ms. */
const SNAPSHOT_MS = 66;
/** How long text gathers before it is printed, in ms. */
const GATHER_MS = 16;
/** While something moves by itself: spinners, times. Else the clock of rates, once a second. */
const BUSY_MS = 100;
const QUIET_MS = 1_000;

export class FrameClock {
  readonly #draw: () => void;
  #now: NodeJS.Immediate | undefined;
  #later: NodeJS.Timeout | undefined;
  #next: NodeJS.Timeout | undefined;

  constructor(draw: () => void) {
    this.#draw = draw;
  }

  /** A key was pressed: whatever else happens before shares the frame. */
  atOnce(): void {
    this.#now ??= setImmediate(this.#draw);
  }

  /** Text waits to be printed. */
  soon(): void {
    this.#later ??= setTimeout(this.#draw, GATHER_MS);
  }

  /** The server has done something. */
  withNextSnapshot(): void {
    this.#later ??= setTimeout(this.#draw, SNAPSHOT_MS);
  }

  /** A frame has been drawn; without reason there is another one all the same. */
  drawn(isBusy: boolean): void {
    this.#next = setTimeout(this.#draw, isBusy ? BUSY_MS : QUIET_MS);
  }

  /** Nothing is drawn until it is asked for again. */
  stop(): void {
    clearImmediate(this.#now);
    clearTimeout(this.#later);
    clearTimeout(this.#next);
    this.#now = undefined;
    this.#later = undefined;
  }
}
