// The keys of the screen beside the editor's own: one table, which binds them and prints the card.
import { type Binding, EDITOR_BINDINGS } from '../editor/keymap.js';

export const SCREEN_BINDINGS: readonly Binding[] = [
  ...EDITOR_BINDINGS,
  {
    keys: 'f2',
    intent: { kind: 'host', action: 'view' },
    does: 'the monitor view, and back',
    group: 'program',
  },
  {
    keys: 'f9',
    intent: { kind: 'host', action: 'yank' },
    does: 'while the main loop hangs: put a yank on the line',
    group: 'program',
  },
];
