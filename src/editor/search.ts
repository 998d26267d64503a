// Ctrl-R: a part of a line is typed, the newest line that holds it is shown, and the next on demand.

import { previousBoundary } from '../text/graphemes.js';
import { type Span, type TextBuffer, withCursor } from './buffer.js';
import type { EditorHost, HistoryDirection } from './intents.js';
import type { EditorState } from './state.js';
import { remember } from './undo.js';

export interface Search {
  readonly query: string;
  /** False when no line holds the query; the last one that held a part of it stays. */
  readonly found: boolean;
  /** Where the query stands in the text shown. */
  readonly match: Span;
  /** What stood before. */
  readonly draft: TextBuffer;
  readonly lines: readonly string[];
  /** Which of them is shown; -1 for the draft. */
  readonly at: number;
}

/** Begins the search, or goes on to the next line that holds the query. */
export function searchOn(
  state: EditorState,
  direction: HistoryDirection,
  host: EditorHost,
): EditorState {
  const { search } = state;
  if (search === undefined) return beginSearch(state, host);
  const way = direction === 'older' ? 1 : -1;
  return lookFrom(state, search, search.at + way, way);
}

function beginSearch(state: EditorState, host: EditorHost): EditorState {
  const { buffer: draft } = state;
  const search = { query: '', found: true, match: [draft.cursor, draft.cursor], at: -1 } as const;
  const lines = host.recall();
  return { ...state, run: undefined, menu: undefined, search: { ...search, draft, lines } };
}

/** More of the query. */
export function extendQuery(state: EditorState, search: Search, text: string): EditorState {
  const query = search.query + text.replaceAll('\n', ' ');
  return lookFrom(state, { ...search, query }, Math.max(search.at, 0), 1);
}

/** Less of the query, looked for from the newest line again. */
export function shortenQuery(state: EditorState, search: Search): EditorState {
  const query = search.query.slice(0, previousBoundary(search.query, search.query.length));
  if (query !== '') return lookFrom(state, { ...search, query }, 0, 1);
  const match = [search.draft.cursor, search.draft.cursor] as const;
  const restarted = { ...search, query, found: true, at: -1, match };
  return { ...state, buffer: search.draft, search: restarted };
}

/** The line found becomes the text; the draft is a step of undo away. */
export function acceptMatch(state: EditorState, search: Search): EditorState {
  const changed = state.buffer.text !== search.draft.text;
  const undo = changed ? remember(state.undo, search.draft) : state.undo;
  const browse = changed ? undefined : state.browse;
  return { ...state, undo, browse, search: undefined };
}

/** As if it had never been. */
export function giveUpSearch(state: EditorState, search: Search): EditorState {
  return { ...state, buffer: search.draft, search: undefined };
}

function lookFrom(state: EditorState, search: Search, from: number, way: 1 | -1): EditorState {
  for (let at = from; at >= 0 && at < search.lines.length; at += way) {
    const line = search.lines[at] ?? '';
    const start = matchIn(line, search.query);
    if (start >= 0) return showMatch(state, { ...search, at }, line, start);
  }
  return { ...state, search: { ...search, found: false } };
}

function showMatch(state: EditorState, search: Search, line: string, start: number): EditorState {
  const match = [start, start + search.query.length] as const;
  const buffer = withCursor({ text: line, cursor: 0 }, start);
  return { ...state, buffer, search: { ...search, found: true, match } };
}

/** Upper case in the query means it; without any, case does not matter. */
function matchIn(line: string, query: string): number {
  const exact = query !== query.toLowerCase();
  return exact ? line.indexOf(query) : line.toLowerCase().indexOf(query);
}
