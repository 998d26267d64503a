// The completion menu: nothing chosen while one types, walked by Tab and Shift-Tab.
import { replaceSpan, type Span, type TextBuffer } from './buffer.js';
import type { MenuDirection } from './intents.js';
import { type EditorState, edited } from './state.js';

/** What may stand at a place. Only `insert` means anything here; the rest is for those who draw. */
export interface Candidate {
  readonly insert: string;
  readonly label: string;
  readonly type?: string | undefined;
  readonly detail?: string | undefined;
  readonly mandatory?: boolean | undefined;
  readonly deprecated?: boolean | undefined;
  readonly unstable?: boolean | undefined;
}

/** The candidates for a place, best first, and the stretch of the text that each would replace. */
export interface Completion {
  readonly replace: Span;
  readonly candidates: readonly Candidate[];
}

export interface Menu {
  readonly candidates: readonly Candidate[];
  /** Where the chosen candidate stands, or the word that they are for. */
  readonly span: Span;
  readonly chosen: number | undefined;
  /** What was typed, before any candidate was put in. */
  readonly typed: TextBuffer;
}

/** Opens the menu for the text as it is; closes it when there is nothing to offer. */
export function offerMenu(state: EditorState, { replace, candidates }: Completion): EditorState {
  const typed = state.buffer;
  const menu =
    candidates.length === 0 ? undefined : { candidates, span: replace, chosen: undefined, typed };
  return { ...state, menu };
}

/** Whether the host should look for candidates: the place is another, and no walk is going on. */
export function wantsMenu(before: EditorState, after: EditorState): boolean {
  if (after.search !== undefined || after.menu?.chosen !== undefined) return false;
  const moved = before.buffer.cursor !== after.buffer.cursor;
  return moved || before.buffer.text !== after.buffer.text || before.search !== undefined;
}

/** Tab: what all candidates have in common, if that is more than stands; else the next one. */
export function walkMenu(state: EditorState, direction: MenuDirection): EditorState {
  const { menu } = state;
  if (menu === undefined) return state;
  const common = direction === 'next' && menu.chosen === undefined && commonStart(menu.candidates);
  const standing = state.buffer.text.slice(...menu.span);
  if (common && common.length > standing.length && common.startsWith(standing)) {
    return edited(state, replaceSpan(state.buffer, menu.span, common));
  }
  return putIn(state, menu, nextChoice(menu, direction));
}

function nextChoice({ chosen, candidates }: Menu, direction: MenuDirection): number {
  const count = candidates.length;
  if (direction === 'next') return chosen === undefined ? 0 : (chosen + 1) % count;
  return chosen === undefined ? count - 1 : (chosen - 1 + count) % count;
}

/** A candidate instead of what stands; the only one is final, and the menu makes room for what follows. */
function putIn(state: EditorState, menu: Menu, chosen: number): EditorState {
  const insert = menu.candidates[chosen]?.insert ?? '';
  const [start] = menu.span;
  const buffer = replaceSpan(state.buffer, menu.span, insert);
  const walked = { run: { kind: 'walked' }, joins: menu.chosen !== undefined } as const;
  const next = edited(state, buffer, walked);
  if (menu.candidates.length === 1) return next;
  return { ...next, menu: { ...menu, chosen, span: [start, start + insert.length] } };
}

/** The menu is gone and what was typed stands again. */
export function abandonMenu(state: EditorState, menu: Menu): EditorState {
  return edited(state, menu.typed, { joins: menu.chosen !== undefined });
}

function commonStart(candidates: readonly Candidate[]): string {
  const [first = '', ...others] = candidates.map(candidate => candidate.insert);
  let length = first.length;
  for (const other of others) {
    while (!other.startsWith(first.slice(0, length))) length -= 1;
  }
  return first.slice(0, length);
}
