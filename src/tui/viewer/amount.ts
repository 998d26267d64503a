// How much of a value there is, and as much of its text as a row can show.
import type { Document } from './document.js';
import { endOf, type Node } from './node.js';

/** `12 items`. */
export function howMany({ kind }: Node, count: number): string {
  const one = kind === 'object' ? 'member' : kind === 'list' ? 'item' : 'line';
  return `${count} ${one}${count === 1 ? '' : 's'}`;
}

/** An escape has six units, a character two of them at most. */
const UNITS_A_COLUMN = 12;

/** The text of a value as it came, or more of its start than a row is wide. */
export function pieceOf(document: Document, node: Node, columns: number): string {
  const end = Math.min(endOf(document, node), node.start + columns * UNITS_A_COLUMN);
  return document.text.slice(node.start, end);
}
