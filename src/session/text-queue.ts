// Numbered texts, oldest first, in a few blocks of memory outside V8's heap. As strings, a flood of them would grow old
// before it is given up, which is the worst that can be done to a garbage collector: 70 MB of rubbish for 6 MB of texts.

export interface NumberedText {
  readonly seq: number;
  readonly text: string;
}

interface Block {
  readonly bytes: Buffer;
  readonly seqs: Float64Array;
  /** Where each text ends in the bytes, which is where the next begins. */
  readonly ends: Uint32Array;
  /** Places of texts before this are gone; from `count` on nothing stands. */
  first: number;
  count: number;
  /** Places between, of texts that were taken out. */
  readonly holes: Set<number>;
}

const FIRST_BLOCK = 4 * 1024;
const BLOCK = 64 * 1024;
/** An event without data has some 90 bytes; shorter texts only fill a block less. */
const BYTES_A_TEXT = 64;

export class TextQueue {
  readonly #blocks: Block[] = [];
  /** A block that is used up, for the next that is needed. */
  #spare: Block | undefined;
  #count = 0;
  #size = 0;

  /** How many there are. */
  get count(): number {
    return this.#count;
  }

  /** Bytes that they take in UTF-8. */
  get size(): number {
    return this.#size;
  }

  /** @param seq greater than all before it */
  push(seq: number, text: string): void {
    const size = Buffer.byteLength(text);
    const block = this.#blockFor(size);
    const start = startOf(block, block.count);
    block.bytes.write(text, start, 'utf8');
    block.seqs[block.count] = seq;
    block.ends[block.count] = start + size;
    block.count += 1;
    this.#count += 1;
    this.#size += size;
  }

  /** Gives up the oldest ones, that many of them; gives the number of the last that went. */
  dropOldest(count: number): number {
    let last = -1;
    for (let left = Math.min(count, this.#count); left > 0; ) {
      const block = this.#oldest();
      if (!block.holes.delete(block.first)) {
        last = block.seqs[block.first] ?? last;
        this.#uncount(block, block.first);
        left -= 1;
      }
      block.first += 1;
    }
    return last;
  }

  /** Those numbered `seq` and more. Not to be gone on with after a change. */
  *since(seq: number): Generator<NumberedText> {
    for (const block of this.#blocks) {
      if ((block.seqs[block.count - 1] ?? -1) < seq) continue;
      for (let at = block.first; at < block.count; at += 1) {
        const own = block.seqs[at] ?? -1;
        if (own >= seq && !block.holes.has(at)) yield { seq: own, text: textAt(block, at) };
      }
    }
  }

  /** Takes out the one of that number. */
  remove(seq: number): void {
    const block = this.#blocks.find(each => (each.seqs[each.count - 1] ?? -1) >= seq);
    const at = block?.seqs.subarray(0, block.count).indexOf(seq) ?? -1;
    if (block === undefined || at < block.first || block.holes.has(at)) return;
    block.holes.add(at);
    this.#uncount(block, at);
  }

  #uncount(block: Block, at: number): void {
    this.#count -= 1;
    this.#size -= (block.ends[at] ?? 0) - startOf(block, at);
  }

  /** The first block with something in it. */
  #oldest(): Block {
    for (;;) {
      const block = this.#blocks[0];
      if (block === undefined) throw new RangeError('the queue is empty');
      if (block.first < block.count) return block;
      this.#blocks.shift();
      if (block.bytes.length === BLOCK) this.#spare = block;
    }
  }

  #blockFor(size: number): Block {
    const last = this.#blocks.at(-1);
    if (last !== undefined && hasRoom(last, size)) return last;
    const wanted = Math.max(size, last === undefined ? FIRST_BLOCK : BLOCK);
    const block = this.#takeSpare(wanted) ?? newBlock(wanted);
    this.#blocks.push(block);
    return block;
  }

  #takeSpare(size: number): Block | undefined {
    const spare = size > BLOCK ? undefined : this.#spare;
    if (spare === undefined) return undefined;
    this.#spare = undefined;
    spare.first = 0;
    spare.count = 0;
    spare.holes.clear();
    return spare;
  }
}

function newBlock(size: number): Block {
  const places = Math.ceil(size / BYTES_A_TEXT);
  return {
    bytes: Buffer.allocUnsafeSlow(size),
    seqs: new Float64Array(places),
    ends: new Uint32Array(places),
    first: 0,
    count: 0,
    holes: new Set(),
  };
}

function hasRoom(block: Block, size: number): boolean {
  const { bytes, ends, count } = block;
  return count < ends.length && startOf(block, count) + size <= bytes.length;
}

function startOf({ ends }: Block, at: number): number {
  return at === 0 ? 0 : (ends[at - 1] ?? 0);
}

function textAt(block: Block, at: number): string {
  return block.bytes.toString('utf8', startOf(block, at), block.ends[at]);
}
