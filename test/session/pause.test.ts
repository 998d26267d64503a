import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LONGEST_TIMER, pauseFor } from '../../src/session/pause.js';

describe('a pause', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it.each([1, 1_000, LONGEST_TIMER, LONGEST_TIMER + 1, 2.5 * LONGEST_TIMER])(
    'of %s ms goes on for just that long',
    async ms => {
      let isOver = false;
      void pauseFor(ms).then(() => {
        isOver = true;
      });
      await vi.advanceTimersByTimeAsync(ms - 1);
      expect(isOver).toBe(false);
      await vi.advanceTimersByTimeAsync(1);
      expect(isOver).toBe(true);
    },
  );

  it('ends with its signal, and leaves no timer', async () => {
    const ends = new AbortController();
    const pause = pauseFor(1_000, ends.signal);
    ends.abort();
    await pause;
    await pauseFor(1_000, ends.signal);
    expect(vi.getTimerCount()).toBe(0);
  });
});
