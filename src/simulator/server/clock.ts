// The seam of time: what a server is told of it, and how it is woken.

export interface Clock {
  /** In ms. */
  now(): number;
  /** Calls back at that time or soon after; gives the way to call it off. */
  wake(at: number, callback: () => void): () => void;
}

/** The longest a timer of Node's goes. */
const MAX_TIMER = 2 ** 31 - 1;

export const SYSTEM_CLOCK: Clock = {
  now: () => Date.now(),
  wake: (at, callback) => {
    const ms = Math.min(Math.max(at - Date.now(), 0), MAX_TIMER);
    const timer = setTimeout(callback, ms);
    timer.unref(); // What is simulated keeps no process alive; its clients do.
    return () => clearTimeout(timer);
  },
};
