// What the parser makes of schema text: objects, lists, strings and literals, each with its place. No meaning yet.
import type { Position } from '../source/position.js';

/** A value of the schema language; it has no numbers. */
export type Node = string | boolean | null | ObjectNode | ListNode;

export interface ObjectNode {
  readonly kind: 'object';
  readonly position: Position;
  /** In the order of the text, keys unique. */
  readonly entries: readonly Entry[];
}

export interface Entry {
  readonly key: string;
  readonly position: Position;
  readonly value: Node;
}

export interface ListNode {
  readonly kind: 'list';
  readonly position: Position;
  readonly items: readonly Item[];
}

export interface Item {
  readonly position: Position;
  readonly value: Node;
}

/** Lines of comment as they stand between two expressions. */
export interface Comment {
  /** Whether it stands between two `##` lines, and not before or after. */
  readonly isDoc: boolean;
  /** Where its first line stands. */
  readonly position: Position;
  /** The lines as they stand, each with its `#`. */
  readonly text: string;
}

/** A top-level expression with the documentation above it, if that begins with `@name`. */
export interface Expression {
  readonly node: ObjectNode;
  readonly comment?: Comment;
}

/** One file, parsed. */
export interface ParsedFile {
  readonly expressions: readonly Expression[];
  /** Documentation comments that do not begin with `@name`: chapters of a manual. */
  readonly chapters: readonly Comment[];
}

/** The value under a key, or undefined where there is none. */
export function valueAt(node: ObjectNode, key: string): Node | undefined {
  return entryOf(node, key)?.value;
}

/** The entry of a key, or undefined where there is none. */
export function entryOf(node: ObjectNode, key: string): Entry | undefined {
  for (const entry of node.entries) if (entry.key === key) return entry;
  return undefined;
}

export function isObjectNode(node: Node | undefined): node is ObjectNode {
  return typeof node === 'object' && node !== null && node.kind === 'object';
}

export function isListNode(node: Node | undefined): node is ListNode {
  return typeof node === 'object' && node !== null && node.kind === 'list';
}
