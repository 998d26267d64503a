// What is unfolded when a reply is opened: as many levels as a screen can show, of long lists the items' beginnings.
import { type Folds, foldsTo, withFold } from './folds.js';
import type { Node } from './node.js';
import { child, countRows, firstRow, type Outline, rowsFrom } from './rows.js';

/** Rows that any terminal has, about. */
const SCREEN = 20;
/** Of fewer rows than these nothing is learned. */
const FEW = 4;
const DEEPEST = 8;

export function firstFolds(outline: Outline): Folds {
  const { node } = firstRow(outline);
  return textsIn(outline, node).reduce(
    (folds, text) => withFold(folds, text, true),
    foldsTo(firstDepth(outline)),
  );
}

function firstDepth(outline: Outline): number {
  let depth = 1;
  while (depth < DEEPEST && rowCount(outline, depth) < FEW) depth += 1;
  while (depth < DEEPEST && rowCount(outline, depth + 1) <= SCREEN) depth += 1;
  return depth;
}

/** Of that many levels, as far as it matters here. */
function rowCount(outline: Outline, depth: number): number {
  const unfolded = { ...outline, folds: foldsTo(depth) };
  return rowsFrom(unfolded, firstRow(unfolded), SCREEN + 1).length;
}

/** A reply that is a text, as the human monitor's, or has nothing but one. */
function textsIn(outline: Outline, root: Node): readonly Node[] {
  if (root.kind === 'string') return [root];
  if (root.kind !== 'object' || countRows(outline, root) > 2) return [];
  return [child(outline, root, 0)].filter(({ kind }) => kind === 'string');
}
