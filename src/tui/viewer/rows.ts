// The rows of the tree, each found from the one beside it: nobody ever has all of them.
import type { Document } from './document.js';
import { type Folds, isUnfolded } from './folds.js';
import { childOf, countOf, endOf, isFoldable, type Node, rootOf } from './node.js';

/** What says which rows there are. */
export interface Outline {
  readonly document: Document;
  readonly folds: Folds;
  readonly form: Form;
  /** How wide the terminal is: lines of strings go by it. */
  readonly columns: number;
}

/** `tree` is for reading; `json` is the text itself, where brackets are closed in rows of their own. */
export type Form = 'tree' | 'json';

export interface Row {
  readonly node: Node;
  readonly part: 'value' | 'closing bracket';
}

export function valueRow(node: Node): Row {
  return { node, part: 'value' };
}

/** Whether the node can be folded and unfolded; in JSON text a string is one token. */
export function canFold({ document, form }: Outline, node: Node): boolean {
  return !(node.kind === 'string' && form === 'json') && isFoldable(document, node);
}

/** Whether the node's children have rows. */
export function isOpenNode(outline: Outline, node: Node): boolean {
  return canFold(outline, node) && isUnfolded(outline.folds, node);
}

/** How many columns are left for lines of a string at a depth. */
export function lineColumns({ columns }: Outline, depth: number): number {
  return Math.max(columns - indentOf(depth, columns) - 4, 8);
}

/** Two columns a level, never beyond half of the terminal. */
export function indentOf(depth: number, columns: number): number {
  return Math.min(depth * 2, columns >> 1);
}

export function child(outline: Outline, node: Node, index: number): Node {
  return childOf(outline.document, node, index, lineColumns(outline, node.depth + 1));
}

/** How many children there are to show. */
export function countRows(outline: Outline, node: Node): number {
  return countOf(outline.document, node, lineColumns(outline, node.depth + 1));
}

export function firstRow({ document }: Outline): Row {
  return valueRow(rootOf(document));
}

export function lastRow(outline: Outline): Row {
  return lastRowOf(outline, rootOf(outline.document));
}

/** The row below; undefined below the last one. */
export function nextRow(outline: Outline, { node, part }: Row): Row | undefined {
  if (part === 'value' && isOpenNode(outline, node)) return valueRow(child(outline, node, 0));
  return rowAfter(outline, node);
}

/** The row after all rows of a node. */
export function rowAfter(outline: Outline, node: Node): Row | undefined {
  for (let at = node; at.parent !== undefined; at = at.parent) {
    const { parent, index } = at;
    if (index + 1 < countRows(outline, parent)) return valueRow(child(outline, parent, index + 1));
    if (outline.form === 'json') return { node: parent, part: 'closing bracket' };
  }
  return undefined;
}

/** The row above; undefined above the first one. */
export function previousRow(outline: Outline, { node, part }: Row): Row | undefined {
  if (part === 'closing bracket') return lastChildRow(outline, node);
  const { parent, index } = node;
  if (parent === undefined) return undefined;
  return index === 0 ? valueRow(parent) : lastRowOf(outline, child(outline, parent, index - 1));
}

function lastRowOf(outline: Outline, node: Node): Row {
  let last = node;
  while (isOpenNode(outline, last)) {
    if (outline.form === 'json') return { node: last, part: 'closing bracket' };
    last = lastChild(outline, last);
  }
  return valueRow(last);
}

function lastChildRow(outline: Outline, node: Node): Row {
  return lastRowOf(outline, lastChild(outline, node));
}

function lastChild(outline: Outline, node: Node): Node {
  return child(outline, node, countRows(outline, node) - 1);
}

/** The row itself where it can be seen, else that of what hides it. */
export function seenRow(outline: Outline, row: Row): Row {
  let seen = row.node;
  let isHidden = row.part === 'closing bracket' && !hasClosingRow(outline, row.node);
  for (let at = row.node.parent; at !== undefined; at = at.parent) {
    if (isOpenNode(outline, at)) continue;
    seen = at;
    isHidden = true;
  }
  return isHidden ? valueRow(seen) : row;
}

function hasClosingRow(outline: Outline, node: Node): boolean {
  return outline.form === 'json' && isOpenNode(outline, node);
}

/** A number that grows from row to row. */
export function orderOf({ document }: Outline, { node, part }: Row): number {
  return part === 'value' ? node.from : endOf(document, node) - 1;
}

/** The row so many rows on, or back; as far as there are any. */
export function rowAway(outline: Outline, row: Row, rows: number): Row {
  const step = rows < 0 ? previousRow : nextRow;
  let at = row;
  for (let left = Math.abs(rows); left > 0; left -= 1) {
    const next = step(outline, at);
    if (next === undefined) break;
    at = next;
  }
  return at;
}

/** At most so many rows, from one on. */
export function rowsFrom(outline: Outline, from: Row, most: number): Row[] {
  const rows: Row[] = [];
  for (let row: Row | undefined = from; row !== undefined && rows.length < most; ) {
    rows.push(row);
    row = nextRow(outline, row);
  }
  return rows;
}
