// A place in the tree that a JSON text is: the value itself, found by its way from the root.

import {
  countIn,
  type Document,
  itemsIn,
  kindAt,
  linesIn,
  type ValueKind,
  valueEnd,
  valueOfMember,
} from './document.js';
import { isClose, skipBlank, stringEnd } from './scan.js';
import { decodeString } from './string-lines.js';

export interface Node {
  /** Undefined for the root. */
  readonly parent: Node | undefined;
  /** Which of its parent's it is. */
  readonly index: number;
  /** Where its key begins, else the value; nodes follow each other in this order. */
  readonly from: number;
  /** Where its value begins. */
  readonly start: number;
  readonly kind: NodeKind;
  readonly depth: number;
}

/** A string that is opened has lines for children. */
export type NodeKind = ValueKind | 'line';

export function rootOf(document: Document): Node {
  const start = skipBlank(document.text, 0);
  const kind = kindAt(document, start);
  return { parent: undefined, index: 0, from: start, start, kind, depth: 0 };
}

export function childOf(document: Document, parent: Node, index: number, columns: number): Node {
  const depth = parent.depth + 1;
  if (parent.kind === 'string') {
    const start = linesIn(document, parent.start, columns).starts[index] ?? parent.start;
    return { parent, index, from: start, start, kind: 'line', depth };
  }
  const from = itemsIn(document, parent.start)[index] ?? valueEnd(document, parent.start);
  const start = parent.kind === 'object' ? valueOfMember(document, from) : from;
  return { parent, index, from, start, kind: kindAt(document, start), depth };
}

/** How many children it would have, were it open; `columns` is how wide its lines may be. */
export function countOf(document: Document, node: Node, columns: number): number {
  if (node.kind === 'object' || node.kind === 'list') return countIn(document, node.start);
  if (node.kind !== 'string') return 0;
  const { starts, left } = linesIn(document, node.start, columns);
  return starts.length - 1 + (left > 0 ? 1 : 0);
}

/** Strings that one row can hardly show, in UTF-16 units. */
const LONG = 60;

/** Whether it can be opened and closed. */
export function isFoldable(document: Document, node: Node): boolean {
  if (node.kind === 'string') return isLongString(document, node);
  if (node.kind !== 'object' && node.kind !== 'list') return false;
  const first = skipBlank(document.text, node.start + 1);
  return first < document.text.length && !isClose(document.text.charCodeAt(first));
}

function isLongString({ text }: Document, { start }: Node): boolean {
  const piece = text.slice(start, start + LONG + 1);
  const end = stringEnd(piece, 0);
  return end > LONG || piece.slice(0, end).includes('\\n');
}

/** The member's name; undefined for what is no member of an object. */
export function keyOf({ text }: Document, { parent, from }: Node): string | undefined {
  if (parent?.kind !== 'object') return undefined;
  return decodeString(text.slice(from + 1, stringEnd(text, from) - 1));
}

/** The text of its value as it came. */
export function textOf(document: Document, node: Node): string {
  return document.text.slice(node.start, endOf(document, node));
}

/** The offset after its value. */
export function endOf(document: Document, node: Node): number {
  const { kind, parent, index, start } = node;
  if (kind !== 'line' || parent === undefined) return valueEnd(document, start);
  const next = document.lines.get(parent.start)?.starts[index + 1];
  return next ?? valueEnd(document, parent.start) - 1;
}

/** The way from the root, that of a line being its string's. */
export function wayTo(node: Node): readonly Node[] {
  const way: Node[] = [];
  for (let at: Node | undefined = node; at?.parent !== undefined; at = at.parent) way.push(at);
  return way.filter(({ kind }) => kind !== 'line').reverse();
}
