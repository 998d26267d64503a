// The keys of the screen beside the editor's own: tables, which bind them and print the card.
import { type Binding, type BindingGroup, EDITOR_BINDINGS } from '../editor/keymap.js';

/** While a line is typed. */
export const PROMPT_BINDINGS: readonly Binding[] = [
  ...EDITOR_BINDINGS,
  ...rows('views', [
    ['f2', 'view', 'the monitor view, and back'],
    ['f3', 'focus-events', 'to the events'],
    ['f4', 'focus-jobs', 'to the jobs'],
    ['f5', 'focus-transcript', 'to the transcript'],
    ['f9', 'yank', 'while the main loop hangs: put a yank on the line'],
    ['C-o', 'open', 'open the last reply in the viewer'],
  ]),
];

/** While a line is typed in the monitor view, beside those above. */
export const MONITOR_PROMPT_BINDINGS: readonly Binding[] = [
  ...PROMPT_BINDINGS,
  ...rows('views', [
    ['pageup', 'page-up', 'the transcript a page up'],
    ['pagedown', 'page-down', 'the transcript a page down'],
  ]),
];

/** In every pane. */
const PANE_BINDINGS: readonly Binding[] = rows('views', [
  ['escape q', 'focus-prompt', 'back to the prompt', 'C-c C-g'],
  ['tab', 'next-focus', 'the next pane'],
  ['up k', 'choose-older', 'one up', 'C-p'],
  ['down j', 'choose-newer', 'one down', 'C-n'],
  ['pageup', 'page-up', 'a page up'],
  ['pagedown', 'page-down', 'a page down'],
  ['f1', 'help', 'this card'],
  ['f2', 'view', 'the other view'],
  ['f3', 'focus-events', 'to the events'],
  ['f4', 'focus-jobs', 'to the jobs'],
  ['f5', 'focus-transcript', 'to the transcript'],
  ['C-l', 'clear-screen', 'draw all anew'],
  ['C-z', 'suspend', 'suspend; fg comes back'],
]);

const TRANSCRIPT_BINDINGS = rows('transcript', [
  ['space', 'fold', 'fold what came of the line, or show it'],
  ['enter o', 'open', 'open its reply in the viewer'],
  ['y', 'copy', 'copy its reply (OSC 52)'],
]);

const EVENT_BINDINGS = rows('events', [
  ['p space', 'pause', 'pause, and go on'],
  ['c', 'counts', 'how many of each kind, and back'],
  ['/', 'filter', 'which events are shown'],
]);

const JOB_BINDINGS = rows('jobs', [
  ['p', 'job-pause', 'pause it'],
  ['r', 'job-resume', 'let it go on'],
  ['c', 'job-cancel', 'cancel it'],
  ['f', 'job-complete', 'finish it: complete or finalize'],
  ['d', 'job-dismiss', 'dismiss it, once it has concluded'],
]);

/** Over the card of keys. */
const CARD_KEYS = rows('views', [
  ['escape q f1 enter space', 'focus-prompt', 'back', 'C-c C-g'],
  ['up k', 'card-up', 'a row up', 'C-p'],
  ['down j', 'card-down', 'a row down', 'C-n'],
  ['pageup', 'card-page-up', 'a page up'],
  ['pagedown', 'card-page-down', 'a page down'],
  ['C-z', 'suspend', 'suspend; fg comes back'],
]);

/** By what has the keys. */
export const FOCUS_BINDINGS = {
  transcript: [...PANE_BINDINGS, ...TRANSCRIPT_BINDINGS],
  events: [...PANE_BINDINGS, ...EVENT_BINDINGS],
  jobs: [...PANE_BINDINGS, ...JOB_BINDINGS],
  card: CARD_KEYS,
} as const;

/** All there are, for the card; what several panes share stands there once. */
export const CARD_BINDINGS: readonly Binding[] = [
  ...PROMPT_BINDINGS,
  ...PANE_BINDINGS.slice(0, 6),
  ...TRANSCRIPT_BINDINGS,
  ...EVENT_BINDINGS,
  ...JOB_BINDINGS,
];

type Row = readonly [keys: string, action: string, does: string, also?: string];

function rows(group: BindingGroup, table: readonly Row[]): Binding[] {
  return table.map(([keys, action, does, also = '']) => {
    return { keys, intent: { kind: 'host', action }, does, also, group };
  });
}
