// Where a movement leads, and what the screen then begins with.
import type { Destination } from './intents.js';
import { child, countRows, firstRow, lastRow, type Row, rowAway, valueRow } from './rows.js';
import type { Viewer } from './viewer.js';

/** @param height rows of the screen beside the status line */
export function destination(
  viewer: Viewer,
  to: Destination,
  height: number,
): Partial<Pick<Viewer, 'top' | 'current'>> {
  const { current } = viewer;
  switch (to) {
    case 'up':
      return { current: rowAway(viewer, current, -1) };
    case 'down':
      return { current: rowAway(viewer, current, 1) };
    case 'page-up':
      return screenAway(viewer, Math.min(1 - height, -1));
    case 'page-down':
      return screenAway(viewer, Math.max(height - 1, 1));
    case 'half-up':
      return screenAway(viewer, Math.min(-(height >> 1), -1));
    case 'half-down':
      return screenAway(viewer, Math.max(height >> 1, 1));
    case 'first':
      return { current: firstRow(viewer) };
    case 'last':
      return { current: lastRow(viewer) };
    case 'parent':
      return { current: parentRow(current) };
    case 'sibling-up':
      return { current: siblingRow(viewer, current, -1) };
    case 'sibling-down':
      return { current: siblingRow(viewer, current, 1) };
  }
}

function screenAway(viewer: Viewer, rows: number): Pick<Viewer, 'top' | 'current'> {
  const { top, current } = viewer;
  return { top: rowAway(viewer, top, rows), current: rowAway(viewer, current, rows) };
}

/** From a closing bracket: the row where it was opened. */
function parentRow({ node, part }: Row): Row {
  return valueRow(part === 'closing bracket' ? node : (node.parent ?? node));
}

function siblingRow(viewer: Viewer, row: Row, step: 1 | -1): Row {
  const { parent, index } = row.node;
  const wanted = index + step;
  if (parent === undefined || wanted < 0 || wanted >= countRows(viewer, parent)) return row;
  return valueRow(child(viewer, parent, wanted));
}
