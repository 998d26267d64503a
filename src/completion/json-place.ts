// Where the cursor stands in JSON: at a key, at a value, or behind one.
import type { Span } from '../shell/problem.js';
import type {
  LooseArray,
  LooseMember,
  LooseNode,
  LooseObject,
  LooseScalar,
} from './json-reader.js';

/** `path` leads to the object of a key, to a value itself, and to what holds the value that the cursor is behind. */
export interface JsonPlace {
  readonly kind: 'key' | 'value' | 'behind';
  readonly path: readonly string[];
  readonly replace: Span;
  readonly typed: string;
  /** The key at the cursor has its colon already. */
  readonly hasColon?: boolean;
}

interface Reading {
  readonly text: string;
  readonly cursor: number;
}

type Path = readonly string[];

/** The place of the cursor in a node that it stands in. */
export function placeIn(reading: Reading, node: LooseNode, path: Path = []): JsonPlace {
  switch (node.kind) {
    case 'object':
      return placeInObject(reading, node, path);
    case 'array':
      return placeInArray(reading, node, path);
    case 'scalar':
      return { kind: 'value', path, ...replaced(reading, node) };
  }
}

function replaced({ cursor }: Reading, { span, text, isString }: LooseScalar) {
  const length = cursor - span.start - (isString ? 1 : 0);
  return { replace: span, typed: text.slice(0, Math.max(0, length)) };
}

function nothing({ cursor }: Reading) {
  return { replace: { start: cursor, end: cursor }, typed: '' };
}

function placeInObject(reading: Reading, node: LooseObject, path: Path): JsonPlace {
  const member = node.members.findLast(({ key }) => key.span.start < reading.cursor);
  if (member === undefined) return { kind: 'key', path, ...nothing(reading) };
  const { key, colon, value } = member;
  if (reading.cursor <= (colon ?? key.span.end)) return atKey(reading, member, path);
  const way = [...path, key.text];
  if (value === undefined || reading.cursor < value.span.start) {
    if (colon !== undefined && !hasComma(reading, colon)) {
      return { kind: 'value', path: way, ...nothing(reading) };
    }
    return { kind: 'key', path, ...nothing(reading) };
  }
  if (isInside(value, reading.cursor)) return placeIn(reading, value, way);
  const kind = hasComma(reading, value.span.end) ? 'key' : 'behind';
  return { kind, path, ...nothing(reading) };
}

function atKey(reading: Reading, { key, colon }: LooseMember, path: Path): JsonPlace {
  const hasColon = colon !== undefined;
  return { kind: 'key', path, ...replaced(reading, key), hasColon };
}

function placeInArray(reading: Reading, node: LooseArray, path: Path): JsonPlace {
  const index = node.items.findLastIndex(({ span }) => span.start < reading.cursor);
  const item = node.items[index];
  if (item !== undefined && isInside(item, reading.cursor)) {
    return placeIn(reading, item, [...path, String(index)]);
  }
  if (item !== undefined && !hasComma(reading, item.span.end)) {
    return { kind: 'behind', path, ...nothing(reading) };
  }
  return { kind: 'value', path: [...path, String(index + 1)], ...nothing(reading) };
}

function hasComma({ text, cursor }: Reading, from: number): boolean {
  return text.slice(from, cursor).includes(',');
}

function isInside(value: LooseNode, cursor: number): boolean {
  if (value.kind !== 'scalar') return cursor < value.span.end || !value.isClosed;
  return cursor <= value.span.end;
}
