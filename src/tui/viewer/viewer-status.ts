// The viewer's last line: what is looked at, where in it, and the keys that lead on.
import { escapeCell } from '../../shell/escape.js';
import { stringWidth } from '../../text/width.js';
import { cutWidth } from '../../text/wrap.js';
import { type Spans, span, spread } from '../draw/spans.js';
import { shownPath } from './path.js';
import { countRows, orderOf } from './rows.js';
import { countBefore, isSearched } from './search.js';
import { afterRow } from './search-step.js';
import type { Viewer } from './viewer.js';

/** What is shown of the keys, as far as there is room beside the path. */
const KEYS = ['? keys  / search  q close', '? keys', ''];

export function statusSpans(viewer: Viewer, columns: number): Spans {
  if (viewer.typed !== undefined) return typing(viewer.typed, columns);
  const rights = KEYS.map(keys => rightText(viewer, keys));
  const least = stringWidth(fullLeft(viewer)) + 1;
  const right = rights.find(text => stringWidth(text) + least <= columns) ?? rights.at(-1) ?? '';
  const left = leftText(viewer, Math.max(columns - stringWidth(right) - 1, 0));
  return spread([span(left)], [span(right)], columns);
}

function rightText(viewer: Viewer, keys: string): string {
  return ` ${[searchText(viewer), placeText(viewer), keys].filter(Boolean).join('  ')} `;
}

/** The end of a long text stays in sight. */
function typing(typed: string, columns: number): Spans {
  return [span(cutWidth(` /${escapeCell(typed)}▏`, columns, 'start'))];
}

/** What there is to say, else the title and the path. */
function fullLeft({ note, title, document, current, card }: Viewer): string {
  if (card !== undefined) return ' keys; any other closes this';
  if (note !== '') return ` ${escapeCell(note)}`;
  return ` ${escapeCell(title)}  ${escapeCell(shownPath(document, current.node))}`;
}

/** In so much room; of a long path the end. */
function leftText(viewer: Viewer, room: number): string {
  const full = fullLeft(viewer);
  const isPath = viewer.note === '' && viewer.card === undefined;
  if (stringWidth(full) <= room || !isPath) return cutWidth(full, room, 'end');
  const path = escapeCell(shownPath(viewer.document, viewer.current.node));
  return cutWidth(` ${path}`, room, 'start');
}

/** `3/120  38 %`: which of its siblings the current row is, and how far down the text. */
function placeText(viewer: Viewer): string {
  const { current, document } = viewer;
  const { parent, index } = current.node;
  const share = Math.floor(
    (100 * orderOf(viewer, current)) / Math.max(document.text.length - 1, 1),
  );
  const among = parent === undefined ? '' : `${index + 1}/${countRows(viewer, parent)}  `;
  return `${among}${share} %`;
}

/** `match 3 of 17` where the row has one; a `+` while more of the text is to be searched. */
function searchText(viewer: Viewer): string {
  const { search, document, current } = viewer;
  if (search === undefined || search.count === 0) return '';
  const total = `${search.count}${isSearched(search, document.text) ? '' : '+'}`;
  const before = countBefore(search, current.node.from);
  const isMatch = countBefore(search, afterRow(viewer, current)) > before;
  return isMatch ? `match ${before + 1} of ${total}` : `${total} matches`;
}
