// An offset in the text -> the row it is shown in.
import { itemsIn, linesIn } from './document.js';
import { endOf, type Node, rootOf } from './node.js';
import { canFold, child, lineColumns, type Outline } from './rows.js';

/** The deepest node whose key or value has the character at the offset. */
export function nodeAt(outline: Outline, offset: number): Node {
  let node = rootOf(outline.document);
  for (;;) {
    const next = childAt(outline, node, offset);
    if (next === undefined) return node;
    node = next;
  }
}

function childAt(outline: Outline, node: Node, offset: number): Node | undefined {
  if (offset <= node.start || !canFold(outline, node)) return undefined;
  const index = lastAtOrBefore(startsOf(outline, node), offset);
  if (index < 0) return undefined;
  const found = child(outline, node, index);
  return offset < endOf(outline.document, found) ? found : undefined;
}

function startsOf(outline: Outline, node: Node): Int32Array {
  const { document } = outline;
  if (node.kind !== 'string') return itemsIn(document, node.start);
  const { starts, left } = linesIn(document, node.start, lineColumns(outline, node.depth + 1));
  return left > 0 ? starts : starts.subarray(0, -1);
}

function lastAtOrBefore(starts: Int32Array, offset: number): number {
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? offset) <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
