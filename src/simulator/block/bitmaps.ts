// Dirty bitmaps. Each is also an action of a transaction.
import type { JsonObject, JsonValue } from '../../json/value.js';
import { isJsonObject } from '../../json/value.js';
import { flagOf, listIn, numberOf, textOf } from '../arguments.js';
import type { HandlerTable } from '../command.js';
import { refusal } from '../refusal.js';
import type { Bitmap, BlockNode } from '../vm/state.js';
import type { Turn } from '../vm/turn.js';
import { eitherNamed } from './graph.js';

export const BITMAP_COMMANDS: HandlerTable = {
  'block-dirty-bitmap-add': add,
  'block-dirty-bitmap-remove': (turn, args) => {
    const { node, bitmap } = bitmapOf(turn, args);
    turn.setNode({ ...node, bitmaps: node.bitmaps.filter(each => each.name !== bitmap.name) });
    return undefined;
  },
  'block-dirty-bitmap-clear': (turn, args) => change(turn, args, { count: 0 }),
  'block-dirty-bitmap-enable': (turn, args) => change(turn, args, { isRecording: true }),
  'block-dirty-bitmap-disable': (turn, args) => change(turn, args, { isRecording: false }),
  'block-dirty-bitmap-merge': merge,
  'x-debug-block-dirty-bitmap-sha256': (turn, args) => {
    bitmapOf(turn, args);
    return { sha256: '0'.repeat(64) };
  },
};

const MAX_NAME = 1023;
const LEAST_GRANULARITY = 512;
const USUAL_GRANULARITY = 65_536;

function add(turn: Turn, args: JsonObject): undefined {
  const name = textOf(args, 'name') ?? '';
  if (name === '') throw refusal('Bitmap name cannot be empty');
  const node = eitherNamed(turn.vm, textOf(args, 'node') ?? '');
  const granularity = numberOf(args, 'granularity') ?? USUAL_GRANULARITY;
  const isPower = Number.isInteger(Math.log2(granularity));
  if (granularity < LEAST_GRANULARITY || !isPower)
    throw refusal('Granularity must be power of 2 and at least 512');
  if (name.length > MAX_NAME) throw refusal(`Bitmap name too long: ${name}`);
  if (node.bitmaps.some(each => each.name === name))
    throw refusal(`Bitmap already exists: ${name}`);
  const bitmap: Bitmap = {
    name,
    granularity,
    isPersistent: flagOf(args, 'persistent') ?? false,
    isRecording: flagOf(args, 'disabled') !== true,
    isBusy: false,
    count: 0,
  };
  turn.setNode({ ...node, bitmaps: [bitmap, ...node.bitmaps] });
  return undefined;
}

interface Found {
  readonly node: BlockNode;
  readonly bitmap: Bitmap;
}

function bitmapOf(turn: Turn, args: JsonObject, member = 'name'): Found {
  const node = eitherNamed(turn.vm, textOf(args, 'node') ?? '');
  return { node, bitmap: bitmapNamed(node, textOf(args, member) ?? '') };
}

export function bitmapNamed(node: BlockNode, name: string): Bitmap {
  const bitmap = node.bitmaps.find(each => each.name === name);
  if (bitmap === undefined) throw refusal(`Dirty bitmap '${name}' not found`);
  if (bitmap.isBusy)
    throw refusal(`Bitmap '${name}' is currently in use by another operation and cannot be used`);
  return bitmap;
}

function change(turn: Turn, args: JsonObject, part: Partial<Bitmap>): undefined {
  const { node, bitmap } = bitmapOf(turn, args);
  setBitmap(turn, node, { ...bitmap, ...part });
  return undefined;
}

function setBitmap(turn: Turn, node: BlockNode, bitmap: Bitmap): void {
  const bitmaps = node.bitmaps.map(each => (each.name === bitmap.name ? bitmap : each));
  turn.setNode({ ...node, bitmaps });
}

function merge(turn: Turn, args: JsonObject): undefined {
  const { node, bitmap } = bitmapOf(turn, args, 'target');
  const sources = listIn(args, 'bitmaps').map(value => sourceOf(turn, node, value));
  const count = Math.max(bitmap.count, ...sources.map(each => each.count));
  setBitmap(turn, node, { ...bitmap, count });
  return undefined;
}

/** A bitmap of the same node by its name, or one of another node. */
function sourceOf(turn: Turn, node: BlockNode, value: JsonValue): Bitmap {
  if (isJsonObject(value)) return bitmapOf(turn, value).bitmap;
  return bitmapNamed(node, String(value));
}
