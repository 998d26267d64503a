// What a key asks of the viewer, as data; and what the viewer asks of its host in turn.

export type ViewerIntent =
  | { readonly kind: 'move'; readonly to: Destination }
  /** Folds what is open; what is folded already: to its parent. */
  | { readonly kind: 'fold' }
  /** Unfolds what is folded; what is open already: to its first child. */
  | { readonly kind: 'unfold' }
  | { readonly kind: 'toggle' }
  /** So many levels are open, all of them with Infinity. */
  | { readonly kind: 'open-to'; readonly depth: number }
  /** From the tree to the JSON text, and back. */
  | { readonly kind: 'flip' }
  /** Asks what to search for. */
  | { readonly kind: 'ask' }
  | { readonly kind: 'find'; readonly direction: 'next' | 'previous' }
  /** More of the text is to be searched: see `isSearching`. */
  | { readonly kind: 'search-on' }
  | { readonly kind: 'copy'; readonly what: 'path' | 'value' }
  | { readonly kind: 'card' }
  | { readonly kind: 'close' }
  /** While it is asked what to search for. */
  | { readonly kind: 'type'; readonly text: string }
  | { readonly kind: 'erase' }
  | { readonly kind: 'accept' }
  | { readonly kind: 'cancel' };

export type Destination =
  | 'up'
  | 'down'
  | 'page-up'
  | 'page-down'
  | 'half-up'
  | 'half-down'
  | 'first'
  | 'last'
  | 'parent'
  | 'sibling-up'
  | 'sibling-down';

/** What the host must do; the viewer's own state is done already. */
export type ViewerEffect =
  /** Into the clipboard (OSC 52). */
  { readonly kind: 'copy'; readonly text: string } | { readonly kind: 'close' };
