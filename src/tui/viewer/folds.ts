// What is open and what is folded: down to a level, but for some.
import type { Node } from './node.js';

export interface Folds {
  /** Objects and lists above this depth are open, strings only where they are among the others. */
  readonly depth: number;
  /** Values that are not as their depth says, by their offset. */
  readonly others: ReadonlySet<number>;
}

export function foldsTo(depth: number): Folds {
  return { depth: Math.max(depth, 1), others: new Set() };
}

export function isUnfolded({ depth, others }: Folds, node: Node): boolean {
  if (node.kind === 'line') return false;
  const byDepth = node.kind !== 'string' && node.depth < depth;
  return byDepth !== others.has(node.start);
}

export function withFold(folds: Folds, node: Node, unfolded: boolean): Folds {
  if (isUnfolded(folds, node) === unfolded) return folds;
  const others = new Set(folds.others);
  if (!others.delete(node.start)) others.add(node.start);
  return { ...folds, others };
}
