// One JSON text to look at. What is inside an object or list is found when somebody looks into it, and kept.

import { findLargeValues, type LargeValues } from './large-values.js';
import { CODE, containerEnd, isClose, skipBlank, stringEnd, wordEnd } from './scan.js';
import { type StringLines, stringLines } from './string-lines.js';

export interface Document {
  readonly text: string;
  readonly large: LargeValues;
  /** By the offset of the opening bracket: where each member's key, or each item, begins. Grows as it is asked. */
  readonly items: Map<number, Int32Array>;
  /** The lines of strings that were opened, for one width of the terminal. */
  readonly lines: Map<number, StringLines>;
  /** How wide the names of members are where they are lined up, by the offset of the opening bracket. */
  readonly labelWidths: Map<number, number>;
}

export type ValueKind = 'object' | 'list' | 'string' | 'number' | 'word';

export function openDocument(text: string): Document {
  return {
    text,
    large: findLargeValues(text),
    items: new Map(),
    lines: new Map(),
    labelWidths: new Map(),
  };
}

/** What kind of value begins at the offset. */
export function kindAt({ text }: Document, start: number): ValueKind {
  const code = text.charCodeAt(start);
  if (code === CODE.openObject) return 'object';
  if (code === CODE.openList) return 'list';
  if (code === CODE.quote) return 'string';
  return code === 0x2d || (code >= 0x30 && code <= 0x39) ? 'number' : 'word';
}

/** The offset after the value that begins at `start`. */
export function valueEnd(document: Document, start: number): number {
  const { text, large } = document;
  const kind = kindAt(document, start);
  if (kind === 'number' || kind === 'word') return wordEnd(text, start);
  const known = large.get(start)?.end;
  return known ?? (kind === 'string' ? stringEnd(text, start) : containerEnd(text, start));
}

/** How many members or items an object or list has. */
export function countIn(document: Document, start: number): number {
  return document.large.get(start)?.count ?? itemsIn(document, start).length;
}

/** Where the members' keys, or the items, of an object or list begin. */
export function itemsIn(document: Document, start: number): Int32Array {
  const known = document.items.get(start);
  if (known !== undefined) return known;
  const items = findItems(document, start);
  document.items.set(start, items);
  return items;
}

/** Where the value begins whose key begins at `key`. */
export function valueOfMember({ text }: Document, key: number): number {
  const colon = skipBlank(text, stringEnd(text, key));
  return skipBlank(text, colon + 1);
}

/** The lines of the string that begins at `start`, each at most `columns` wide. */
export function linesIn(document: Document, start: number, columns: number): StringLines {
  const known = document.lines.get(start);
  if (known !== undefined && known.columns === columns) return known;
  const lines = stringLines(document.text, start, columns);
  document.lines.set(start, lines);
  return lines;
}

function findItems(document: Document, start: number): Int32Array {
  const { text } = document;
  const hasKeys = kindAt(document, start) === 'object';
  let items = new Int32Array(document.large.get(start)?.count ?? 16);
  let count = 0;
  let at = skipBlank(text, start + 1);
  while (at < text.length && !isClose(text.charCodeAt(at))) {
    if (count === items.length) items = longer(items);
    items[count] = at;
    count += 1;
    const value = hasKeys ? valueOfMember(document, at) : at;
    at = afterComma(text, valueEnd(document, value));
  }
  return items.subarray(0, count);
}

function afterComma(text: string, at: number): number {
  const next = skipBlank(text, at);
  return text.charCodeAt(next) === CODE.comma ? skipBlank(text, next + 1) : next;
}

function longer(items: Int32Array): Int32Array<ArrayBuffer> {
  const grown = new Int32Array(items.length * 2 + 16);
  grown.set(items);
  return grown;
}
