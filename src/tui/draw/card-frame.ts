// The card of keys over the whole screen. Pure.
import type { Size } from '../facts.js';
import type { Frame } from './frame.js';
import { cutPainted } from './painted.js';
import { type Paint, paintRow, span } from './spans.js';

/** @param scrolled rows of the card above the first one shown; more than there are is the end */
export function cardFrame(
  card: readonly string[],
  scrolled: number,
  size: Size,
  paint: Paint,
): Frame {
  const { columns, rows } = size;
  const height = Math.max(rows - 1, 1);
  const first = Math.min(scrolled, Math.max(card.length - height, 0));
  const shown = card.slice(first, first + height).map(row => cutPainted(row, columns));
  const blank = Array.from({ length: height - shown.length }, () => '');
  const more = card.length - first - shown.length;
  const keys = more > 0 ? ` Up Down PgUp PgDn: ${more} more rows · Esc back` : ' Esc back';
  const status = rows > 1 ? [paintRow([span(keys, 'chosen')], columns, paint)] : [];
  return { lines: [...shown, ...blank, ...status], cursor: undefined };
}
