// Pauses of any length.

/** The longest that a timer of Node's goes, in ms: 24.8 days. A longer one would go off at once. */
export const LONGEST_TIMER = 2 ** 31 - 1;

/** Settles after so many ms, or when the signal comes. Never rejects. */
export function pauseFor(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    let timer: NodeJS.Timeout | undefined;
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const goOn = (left: number) => {
      const next = () => (left > LONGEST_TIMER ? goOn(left - LONGEST_TIMER) : end());
      timer = setTimeout(next, Math.min(Math.max(left, 0), LONGEST_TIMER));
    };
    if (signal?.aborted) return end();
    signal?.addEventListener('abort', end, { once: true });
    goOn(ms);
  });
}
