// The viewer for large replies: one JSON text as a tree that folds. This is its state, opened and made to fit a terminal;
// what keys do to it is in step-viewer.ts, how it looks in viewer-frame.ts.
import type { Size } from '../facts.js';
import { openDocument } from './document.js';
import { firstFolds } from './first-folds.js';
import { foldsTo } from './folds.js';
import { nodeAt } from './place-of.js';
import { firstRow, type Outline, orderOf, type Row, rowAway, rowsFrom, seenRow } from './rows.js';
import { isSearched, type Search } from './search.js';

export interface Viewer extends Outline {
  /** What is looked at, for the status line. */
  readonly title: string;
  /** Whose reply it is: that says in what units its numbers count. */
  readonly command: string | undefined;
  /** The first row on the screen. */
  readonly top: Row;
  readonly current: Row;
  /** What is being typed to search for; undefined while nothing is. */
  readonly typed: string | undefined;
  readonly search: Search | undefined;
  /** What became of the last key, where the rows do not show it. */
  readonly note: string;
  /** The first row of the help card that is shown; undefined while it is not. */
  readonly card: number | undefined;
}

/**
 * @param json a JSON text: a whole reply, or what is under its `return`
 * @param command whose reply it is; undefined where that is not known
 */
export function openViewer(json: string, title: string, command?: string): Viewer {
  const document = openDocument(json);
  const closed: Outline = { document, folds: foldsTo(1), form: 'tree', columns: 80 };
  const outline = { ...closed, folds: firstFolds(closed) };
  const first = firstRow(outline);
  return {
    ...outline,
    title,
    command,
    top: first,
    current: first,
    typed: undefined,
    search: undefined,
    note: '',
    card: undefined,
  };
}

/** Whether more of the text is still to be searched: give it `search-on` when nothing else is to be done. */
export function isSearching({ search, document }: Viewer): boolean {
  return search !== undefined && !isSearched(search, document.text);
}

/** How many rows there are beside the status line. */
export function bodyRows({ rows }: Size): number {
  return Math.max(rows - 1, 0);
}

/** The viewer for a terminal of this width; lines of strings are broken anew. */
export function fitted(viewer: Viewer, { columns }: Size): Viewer {
  if (columns === viewer.columns) return viewer;
  const outline = { ...viewer, columns };
  return { ...outline, ...outlineChanged(outline, viewer) };
}

/** The rows it stands on, once others are open, or the form is another. */
export function outlineChanged(
  outline: Outline,
  { top, current }: Viewer,
): Pick<Viewer, 'top' | 'current'> {
  return { top: keptRow(outline, top), current: keptRow(outline, current) };
}

function keptRow(outline: Outline, row: Row): Row {
  const isLine = row.node.kind === 'line';
  return seenRow(outline, isLine ? { ...row, node: nodeAt(outline, row.node.start) } : row);
}

/** The viewer with its current row on the screen, and no room left below the last one while there are more above. */
export function scrolled(viewer: Viewer, size: Size): Viewer {
  const height = Math.max(bodyRows(size), 1);
  const top = topFor(viewer, height);
  const missing = height - rowsFrom(viewer, top, height).length;
  return { ...viewer, top: missing > 0 ? rowAway(viewer, top, -missing) : top };
}

function topFor(viewer: Viewer, height: number): Row {
  const { top, current } = viewer;
  if (orderOf(viewer, current) < orderOf(viewer, top)) return current;
  const order = orderOf(viewer, current);
  const isSeen = rowsFrom(viewer, top, height).some(row => orderOf(viewer, row) === order);
  return isSeen ? top : rowAway(viewer, current, 1 - height);
}
