// What a key asks for, as data; and what the editor asks of its host in turn.
import type { Motion } from './motions.js';

export type Intent =
  | { readonly kind: 'insert'; readonly text: string }
  | { readonly kind: 'paste'; readonly text: string }
  | { readonly kind: 'move'; readonly motion: Motion }
  /** To the line above or below; beyond the first and last one, through history. */
  | { readonly kind: 'move-line'; readonly direction: 'up' | 'down' }
  | { readonly kind: 'delete'; readonly motion: Motion }
  /** As delete, but kept to be yanked. */
  | { readonly kind: 'kill'; readonly motion: Motion }
  | { readonly kind: 'yank' }
  /** Right after a yank: what was killed before that, instead. */
  | { readonly kind: 'yank-pop' }
  | { readonly kind: 'transpose'; readonly unit: 'character' | 'word' }
  | { readonly kind: 'change-case'; readonly to: LetterCase }
  | { readonly kind: 'undo' }
  | { readonly kind: 'redo' }
  | { readonly kind: 'newline' }
  | { readonly kind: 'submit' }
  /** The next line of history that begins with what stands before the cursor. */
  | { readonly kind: 'recall'; readonly direction: HistoryDirection }
  /** As far as `recall` goes. */
  | { readonly kind: 'recall-last'; readonly direction: HistoryDirection }
  /** Begins the incremental search, or goes to its next match. */
  | { readonly kind: 'search'; readonly direction: HistoryDirection }
  /** The last word of the line before; again: of the one before that. */
  | { readonly kind: 'last-argument' }
  | { readonly kind: 'complete'; readonly direction: MenuDirection }
  /** Closes the menu; without one as `abandon`. */
  | { readonly kind: 'close' }
  /** Gives back what stood before the menu was walked, history browsed or searched. */
  | { readonly kind: 'abandon' }
  /** The end of input on an empty line, else deletes a character. */
  | { readonly kind: 'delete-or-end' }
  /** The line is dropped and the host told. */
  | { readonly kind: 'interrupt' }
  | { readonly kind: 'host'; readonly action: string };

export type LetterCase = 'upper' | 'lower' | 'capital';
export type HistoryDirection = 'older' | 'newer';
export type MenuDirection = 'next' | 'previous';

/** What the host must do; the editor's own state is done already. */
export type Effect =
  /** Run this line; the editor stands on a fresh one. */
  | { readonly kind: 'submit'; readonly line: string }
  /** Find candidates for the cursor's place, `offerMenu` them, then `walkMenu` in this direction. */
  | { readonly kind: 'complete'; readonly direction: MenuDirection }
  | { readonly kind: 'interrupt' }
  | { readonly kind: 'end' }
  | { readonly kind: 'host'; readonly action: string };

/** What the editor asks its host while it thinks. Must answer at once and without side effects. */
export interface EditorHost {
  /** Lines of history, the one to be offered first at the start. */
  recall(): readonly string[];
  /** Whether Enter runs the text or goes on in a new line (an open bracket, an open quote). */
  validate(text: string): 'complete' | 'incomplete';
}
