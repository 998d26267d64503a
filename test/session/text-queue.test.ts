import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TextQueue } from '../../src/session/text-queue.js';

function queueOf(texts: readonly string[]): TextQueue {
  const queue = new TextQueue();
  for (const [seq, text] of texts.entries()) queue.push(seq, text);
  return queue;
}

function kept(queue: TextQueue, since = 0): string[] {
  return [...queue.since(since)].map(({ seq, text }) => `${seq}:${text}`);
}

describe('a queue of texts', () => {
  it('gives them back as they came, from a number on', () => {
    const queue = queueOf(['a', '', 'grün 日本 👩‍👧', 'd']);
    expect(kept(queue)).toEqual(['0:a', '1:', '2:grün 日本 👩‍👧', '3:d']);
    expect(kept(queue, 2)).toEqual(['2:grün 日本 👩‍👧', '3:d']);
  });

  it('counts them and their bytes', () => {
    const queue = queueOf(['a', 'ü', '']);
    expect([queue.count, queue.size]).toEqual([3, 3]);
  });

  it('gives up the oldest, and says which was the last of those', () => {
    const queue = queueOf(['a', 'b', 'c']);
    expect(queue.dropOldest(2)).toBe(1);
    expect([kept(queue), queue.count, queue.size]).toEqual([['2:c'], 1, 1]);
  });

  it('gives up no more than there are', () => {
    const queue = queueOf(['a']);
    expect([queue.dropOldest(5), queue.count, queue.dropOldest(1)]).toEqual([0, 0, -1]);
  });

  it('lets go of one in the middle, once', () => {
    const queue = queueOf(['a', 'b', 'c']);
    queue.remove(1);
    queue.remove(1);
    queue.remove(7);
    expect([kept(queue), queue.count, queue.size]).toEqual([['0:a', '2:c'], 2, 2]);
    expect(queue.dropOldest(2)).toBe(2);
  });

  it('keeps texts that are longer than a block', () => {
    const long = 'x'.repeat(200_000);
    expect(kept(queueOf(['a', long, 'b']))).toEqual(['0:a', `1:${long}`, '2:b']);
  });
});

type Step = { readonly push: string } | { readonly drop: number } | { readonly remove: number };

it('does what a list does, whatever is done to it', () => {
  const step = fc.oneof<fc.Arbitrary<Step>[]>(
    fc.record({ push: fc.string({ unit: 'grapheme', maxLength: 4_000, size: 'max' }) }),
    fc.record({ push: fc.string({ maxLength: 9 }) }),
    fc.record({ drop: fc.nat(5) }),
    fc.record({ remove: fc.nat(60) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), steps => {
      const queue = new TextQueue();
      let list: string[] = [];
      steps.forEach((each, seq) => {
        if ('push' in each) queue.push(seq, each.push);
        else if ('drop' in each) queue.dropOldest(each.drop);
        else queue.remove(each.remove);
        list =
          'push' in each
            ? [...list, `${seq}:${each.push}`]
            : 'drop' in each
              ? list.slice(each.drop)
              : list.filter(row => !row.startsWith(`${each.remove}:`));
      });
      expect(kept(queue)).toEqual(list);
      expect(queue.count).toBe(list.length);
    }),
    { numRuns: 60 },
  );
});
