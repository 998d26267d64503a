// What an integer must keep to: the range of its type, and the guard against sizes without a unit.
import { typeOf } from '../../qapi/model.js';
import type { Span } from '../problem.js';
import type { TextValue } from '../words.js';
import { fail, notesOf, type Walk, type Where } from './walk.js';

/** Any integer of QMP lies in here; a live server says `int` for all of them (int64 and uint64 alike). */
const WIDEST: readonly [bigint, bigint] = [-(2n ** 63n), 2n ** 64n - 1n];
const MIB = 1024n * 1024n;

export function checkRange(walk: Walk, where: Where, value: bigint, span: Span): void {
  const type = typeOf(walk.schema, where.type);
  const [least, most] = (type?.kind === 'builtin' ? type.range : undefined) ?? WIDEST;
  if (value >= least && value <= most) return;
  fail(walk, 'wrong-type', span, `expected an integer from ${least} to ${most}, found ${value}`);
}

/**
 * A bare number below 1 MiB for the size of an image, of memory or of a balloon is a forgotten suffix: QEMU truncates
 * an image to 10 bytes without a word. One below zero is no size, whatever its unit.
 */
export function checkSize(
  walk: Walk,
  path: readonly string[],
  { value, hasUnit }: Size,
  { text, span }: TextValue,
): void {
  if (notesOf(walk, path)?.['refuse-small'] !== true) return;
  if (value < 0n) fail(walk, 'small-size', span, `expected a size, found '${text}'`);
  else if (!hasUnit && value > 0n && value < MIB)
    fail(walk, 'small-size', span, `${value} bytes? write ${value}M, or ${value}B`);
}

/** An integer as it was read, and whether a unit stood behind it. */
interface Size {
  readonly value: bigint;
  readonly hasUnit: boolean;
}
