import { describe, expect, it } from 'vitest';
import {
  appendRows,
  beginBlock,
  EMPTY_TRANSCRIPT,
  neighbour,
  noteReply,
  type Transcript,
  toggleFold,
} from '../../../src/tui/state/transcript.js';

const twoLines = beginBlock(beginBlock(EMPTY_TRANSCRIPT, ['❯ stop']), ['❯ cont']);
const bodies = ({ blocks }: Transcript) => blocks.map(block => block.body);

describe('the transcript', () => {
  it('puts what came of a line into its block, however late it comes', () => {
    expect(bodies(appendRows(twoLines, ['ok'], 1))).toEqual([['ok'], []]);
  });

  it('puts notes of nobody into one block at the end', () => {
    const noted = appendRows(appendRows(twoLines, ['a'], undefined), ['b'], undefined);
    expect(bodies(noted)).toEqual([[], [], ['a', 'b']]);
  });

  it('makes a note of what is for a block that is forgotten', () => {
    expect(bodies(appendRows(twoLines, ['late'], 99))).toEqual([[], [], ['late']]);
  });

  it('forgets the oldest blocks beyond its bound, by their number and by their rows', () => {
    let many = EMPTY_TRANSCRIPT;
    for (let at = 0; at < 600; at += 1) many = beginBlock(many, [`❯ ${at}`]);
    expect(many.blocks).toHaveLength(500);
    const long = appendRows(
      many,
      Array.from({ length: 19_990 }, () => 'row'),
      many.nextId - 1,
    );
    expect(long.blocks.length).toBeLessThan(20);
    expect(long.blocks.at(-1)?.body).toHaveLength(19_990);
  });

  it('folds a block and shows it again', () => {
    const folded = toggleFold(twoLines, 2);
    expect(folded.blocks.map(block => block.isFolded)).toEqual([false, true]);
    expect(toggleFold(folded, 2)).toEqual(twoLines);
  });

  it('remembers by which number a reply can be opened', () => {
    expect(noteReply(twoLines, 1, 7).blocks[0]?.reply).toBe(7);
  });

  it.each([
    [undefined, 'older', 2],
    [2, 'older', 1],
    [1, 'older', 1],
    [1, 'newer', 2],
    [2, 'newer', 2],
  ] as const)('goes from block %s to the %s one', (from, direction, to) => {
    expect(neighbour(twoLines, from, direction)).toBe(to);
  });
});
