// What a search does to the viewer: goes on, and where it found something unfolds what holds it.
import { withFold } from './folds.js';
import { endOf, type Node } from './node.js';
import { nodeAt } from './place-of.js';
import { canFold, type Row, valueRow } from './rows.js';
import { isSearched, newSearch, searchOn, wantedMatch } from './search.js';
import { outlineChanged, type Viewer } from './viewer.js';

/** Begins to search; nothing to search for is no search. */
export function searchFor(viewer: Viewer, query: string): Viewer {
  if (query === '') return viewer;
  const wanted = { direction: 'next', from: viewer.current.node.from } as const;
  return searchMore({ ...viewer, search: newSearch(query, wanted) });
}

/** To another match. */
export function findOn(viewer: Viewer, direction: 'next' | 'previous'): Viewer {
  const { search, current } = viewer;
  if (search === undefined) return { ...viewer, note: 'nothing was searched for; / searches' };
  const from = direction === 'next' ? afterRow(viewer, current) : current.node.from;
  return arrived({ ...viewer, search: { ...search, wanted: { direction, from } } });
}

/** The next stretch of the text is searched. */
export function searchMore(viewer: Viewer): Viewer {
  const { search, document } = viewer;
  if (search === undefined || isSearched(search, document.text)) return viewer;
  return arrived({ ...viewer, search: searchOn(search, document.text) });
}

/** The offset after what a row shows; what is folded is not shown. */
export function afterRow(viewer: Viewer, { node, part }: Row): number {
  const isHead = part === 'value' && canFold(viewer, node);
  return isHead ? node.start + 1 : endOf(viewer.document, node);
}

/** At the match that is wanted, if it is known by now. */
function arrived(viewer: Viewer): Viewer {
  const { search, document } = viewer;
  const match = search && wantedMatch(search, document.text);
  if (search?.wanted === undefined || match === undefined) return viewer;
  const { from, direction } = search.wanted;
  const there = { ...viewer, search: { ...search, wanted: undefined } };
  if (match === 'nowhere') return { ...there, note: 'not found' };
  const isAround = direction === 'next' ? match < from : match >= from;
  const note = isAround ? `went on at the ${direction === 'next' ? 'top' : 'end'}` : '';
  return { ...unfoldedTo(there, nodeAt(there, match)), note };
}

function unfoldedTo(viewer: Viewer, node: Node): Viewer {
  let { folds } = viewer;
  for (let at = node.parent; at !== undefined; at = at.parent) folds = withFold(folds, at, true);
  const outline = { ...viewer, folds };
  return { ...outline, ...outlineChanged(outline, viewer), current: valueRow(node) };
}
