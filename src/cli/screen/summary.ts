// A long reply as what a terminal is not flooded with: its first rows, and how to see the rest. Pure.

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
