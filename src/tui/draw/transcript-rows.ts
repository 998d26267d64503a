// The transcript in a pane: the rows that can be seen, from the newest up. Pure.
import type { Block, Transcript } from '../state/transcript.js';
import { breakPainted } from './painted.js';
import type { Paint } from './spans.js';

export interface PaneView {
  readonly columns: number;
  readonly rows: number;
  /** How many rows the end is below the last one shown. */
  readonly scrolled: number;
}

/** Exactly `rows` of them; empty ones above the first block. The chosen block is marked, and brought into sight. */
export function transcriptRows(
  { blocks }: Transcript,
  view: PaneView,
  chosen: number | undefined,
  paint: Paint,
): string[] {
  const wanted = view.rows + view.scrolled;
  const found: string[] = [];
  let chosenEnd = 0;
  for (let at = blocks.length - 1; at >= 0; at -= 1) {
    const block = blocks[at];
    if (block === undefined) break;
    const isChosen = block.id === chosen;
    if (isChosen) chosenEnd = found.length;
    if (found.length >= wanted && !isBelowChosen(blocks, at, chosen)) break;
    found.unshift(...blockRows(block, view.columns, isChosen, paint));
  }
  const end =
    found.length -
    Math.min(
      view.scrolled + offsetTo(chosen, chosenEnd, view),
      Math.max(found.length - view.rows, 0),
    );
  const shown = found.slice(Math.max(end - view.rows, 0), end);
  return [...Array.from({ length: view.rows - shown.length }, () => ''), ...shown];
}

/** The chosen block has not been come by yet. */
function isBelowChosen(blocks: readonly Block[], at: number, chosen: number | undefined): boolean {
  return chosen !== undefined && blocks.slice(0, at + 1).some(block => block.id === chosen);
}

/** How much further to scroll until the end of the chosen block can be seen. */
function offsetTo(
  chosen: number | undefined,
  chosenEnd: number,
  { rows, scrolled }: PaneView,
): number {
  if (chosen === undefined || chosenEnd < rows + scrolled) return 0;
  return chosenEnd - scrolled;
}

function blockRows(
  { head, body, isFolded, reply }: Block,
  columns: number,
  isChosen: boolean,
  paint: Paint,
): string[] {
  const rows = head.flatMap(row => breakPainted(row, columns - 2));
  const marked = rows.map((row, at) => mark(row, at === 0 && isChosen, paint));
  const number = reply === undefined ? '' : `  reply ${reply}`;
  if (isFolded) {
    const count = body.length === 1 ? '1 row' : `${body.length} rows`;
    const first = marked[0] ?? mark(body[0] ?? '', isChosen, paint);
    return breakPainted(`${first} ${paint('dim', `▸ ${count}${number}`)}`, columns).slice(0, 1);
  }
  const text = body.flatMap(row => breakPainted(row, columns));
  const isNote = head.length === 0;
  return isNote && isChosen
    ? text.map((row, at) => (at === 0 ? mark(row, true, paint) : row))
    : [...marked, ...text];
}

function mark(row: string, isChosen: boolean, paint: Paint): string {
  return isChosen ? paint('chosen', row.replace(/\x1b\[[0-9;]*m/g, '')) : row;
}
