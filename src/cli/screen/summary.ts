// A long reply as what a terminal is not flooded with: its first rows, and how to see the rest. Pure.

import { shortQuantity } from '../../shell/human/quantity.js';

/** Replies up to this many rows are printed whole. */
const MOST_ROWS = 60;
const SHOWN_ROWS = 20;

/** @param number by which the reply can be opened */
export function summaryOf(text: string, number: number): string {
  const rows = text.split('\n');
  if (rows.length <= MOST_ROWS) return text;
  const left = rows.length - SHOWN_ROWS;
  return [
    ...rows.slice(0, SHOWN_ROWS),
    `  … ${left} more rows: Ctrl-O or .open ${number} shows them all`,
  ].join('\n');
}

/** From this length on a reply is not even laid out: it would take longer than anybody wants to wait. */
const LARGE = 300_000;

/** What is printed of a reply that is opened rather than printed; undefined for one that can be printed. */
export function largeText(json: string, number: number): string | undefined {
  if (json.length < LARGE) return undefined;
  return `  ${shortQuantity(json.length, 'bytes')} of JSON: Ctrl-O or .open ${number} shows it`;
}
