// The editor's whole state, and the two ways in which it changes: an edit and a move.

import type { Browse } from './browse.js';
import { EMPTY_BUFFER, type Span, type TextBuffer } from './buffer.js';
import type { KillRing } from './kill-ring.js';
import type { Menu } from './menu.js';
import type { Search } from './search.js';
import { NO_UNDO, remember, type UndoStack } from './undo.js';

export interface EditorState {
  readonly buffer: TextBuffer;
  readonly undo: UndoStack;
  /** Lives on from line to line. */
  readonly kills: KillRing;
  /** What the last intent left for the next one. */
  readonly run: Run | undefined;
  readonly browse: Browse | undefined;
  readonly search: Search | undefined;
  readonly menu: Menu | undefined;
}

/** An intent that the next of its kind joins: one undo step, one kill, one column to keep. */
export type Run =
  | { readonly kind: 'typed'; readonly endsBlank: boolean }
  | { readonly kind: 'deleted' }
  | { readonly kind: 'killed' }
  | { readonly kind: 'yanked'; readonly span: Span; readonly turns: number }
  | { readonly kind: 'argument'; readonly span: Span; readonly turns: number }
  | { readonly kind: 'walked' }
  | { readonly kind: 'vertical'; readonly column: number }
  | { readonly kind: 'recalled' };

export const INITIAL_STATE: EditorState = {
  buffer: EMPTY_BUFFER,
  undo: NO_UNDO,
  kills: [],
  run: undefined,
  browse: undefined,
  search: undefined,
  menu: undefined,
};

/** An empty line after this one: only what was killed lives on. */
export function freshLine({ kills }: EditorState): EditorState {
  return { ...INITIAL_STATE, kills };
}

/** How an edit goes down in history: the run that it is, and whether it is one undo step with the last. */
export interface EditShape {
  readonly run?: Run | undefined;
  readonly joins?: boolean;
}

/** The text changed: a step of undo, and an end of browsing, searching and the menu. */
export function edited(
  state: EditorState,
  buffer: TextBuffer,
  { run, joins = false }: EditShape = {},
): EditorState {
  if (buffer.text === state.buffer.text) return moved(state, buffer, run);
  const undo = joins ? { ...state.undo, future: [] } : remember(state.undo, state.buffer);
  const { kills } = state;
  return { buffer, undo, kills, run, browse: undefined, search: undefined, menu: undefined };
}

/** Only the cursor moved: the menu was for the place where it stood. */
export function moved(state: EditorState, buffer: TextBuffer, run?: Run): EditorState {
  return { ...state, buffer, run, menu: undefined };
}
