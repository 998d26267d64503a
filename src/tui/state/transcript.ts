// What has been said: a block for each line that was run, with what came of it, and for each note between. Pure.

export interface Block {
  readonly id: number;
  /** The line that was run, rows of it; empty for a note. */
  readonly head: readonly string[];
  /** What came of it: rows, escaped, colours in them. */
  readonly body: readonly string[];
  readonly isFolded: boolean;
  /** By which the reply can be opened; undefined where there is none. */
  readonly reply: number | undefined;
}

export interface Transcript {
  readonly blocks: readonly Block[];
  readonly nextId: number;
}

export const EMPTY_TRANSCRIPT: Transcript = { blocks: [], nextId: 1 };

/** Beyond these the oldest are forgotten here; the terminal's scrollback still has them. */
const MOST_BLOCKS = 500;
const MOST_ROWS = 20_000;
/** Notes that follow each other become one block up to this. */
const MOST_NOTE_ROWS = 200;

/** A line is run; its block has the id `transcript.nextId`. */
export function beginBlock(transcript: Transcript, head: readonly string[]): Transcript {
  return added(transcript, { head, body: [] });
}

/** Rows for a block; without one, or where it is forgotten, a note at the end. */
export function appendRows(
  transcript: Transcript,
  rows: readonly string[],
  id: number | undefined,
): Transcript {
  const known = id !== undefined && transcript.blocks.some(block => block.id === id);
  if (known)
    return changed(transcript, id, block => ({ ...block, body: [...block.body, ...rows] }));
  const last = transcript.blocks.at(-1);
  if (last !== undefined && last.head.length === 0 && last.body.length < MOST_NOTE_ROWS)
    return changed(transcript, last.id, block => ({ ...block, body: [...block.body, ...rows] }));
  return added(transcript, { head: [], body: rows });
}

/** The block's reply can be opened by that number. */
export function noteReply(transcript: Transcript, id: number, reply: number): Transcript {
  return changed(transcript, id, block => ({ ...block, reply }));
}

export function toggleFold(transcript: Transcript, id: number): Transcript {
  return changed(transcript, id, block => ({ ...block, isFolded: !block.isFolded }));
}

/** The block before or after another, or the last one. */
export function neighbour(
  { blocks }: Transcript,
  id: number | undefined,
  direction: 'older' | 'newer',
): number | undefined {
  const at = blocks.findIndex(block => block.id === id);
  if (at < 0) return blocks.at(-1)?.id;
  return blocks[Math.min(Math.max(at + (direction === 'older' ? -1 : 1), 0), blocks.length - 1)]
    ?.id;
}

function added(
  { blocks, nextId }: Transcript,
  { head, body }: Pick<Block, 'head' | 'body'>,
): Transcript {
  const block: Block = { id: nextId, head, body, isFolded: false, reply: undefined };
  return { blocks: bounded([...blocks, block]), nextId: nextId + 1 };
}

function changed(transcript: Transcript, id: number, change: (block: Block) => Block): Transcript {
  const at = transcript.blocks.findLastIndex(block => block.id === id);
  const block = transcript.blocks[at];
  if (block === undefined) return transcript;
  return { ...transcript, blocks: bounded(transcript.blocks.with(at, change(block))) };
}

function bounded(blocks: readonly Block[]): readonly Block[] {
  let rows = blocks.reduce((sum, { head, body }) => sum + head.length + body.length, 0);
  let first = Math.max(blocks.length - MOST_BLOCKS, 0);
  for (; rows > MOST_ROWS && first < blocks.length - 1; first += 1)
    rows -= (blocks[first]?.head.length ?? 0) + (blocks[first]?.body.length ?? 0);
  return first === 0 ? blocks : blocks.slice(first);
}
