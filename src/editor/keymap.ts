// Which key asks for what: one table, from which the help card is printed too.
import type { Intent } from './intents.js';
import { chordOf, type InputEvent } from './keys.js';

/** @typeParam Wanted what its keys ask for: the editor's intents, or those of another part of the screen */
export interface Binding<Wanted = Intent, Group extends string = BindingGroup> {
  /** Chords parted by blanks, as `chordOf` writes them; the help card shows these. */
  readonly keys: string;
  /** Other encodings of the same wish, which nobody needs to read about. */
  readonly also?: string;
  readonly intent: Wanted;
  /** A few words for the help card. */
  readonly does: string;
  readonly group: Group;
}

export type BindingGroup =
  | 'line'
  | 'moving'
  | 'changing'
  | 'history'
  | 'completion'
  | 'program'
  | 'views'
  | 'transcript'
  | 'events'
  | 'jobs';

/** The editor's own keys. A host adds rows of its own with `host` intents. */
export const EDITOR_BINDINGS: readonly Binding[] = [
  ...group('line', [
    ['enter', { kind: 'submit' }, 'run the line', 'C-j C-m'],
    ['M-enter S-enter', { kind: 'newline' }, 'go on in a new line', 'C-enter'],
    ['C-c', { kind: 'interrupt' }, 'drop the line; again: the wait'],
    ['C-d', { kind: 'delete-or-end' }, 'leave, on an empty line; else as Delete'],
    ['escape', { kind: 'close' }, 'close the menu; give the draft back; no to a question', 'C-['],
    ['C-g', { kind: 'abandon' }, 'give back what was typed'],
  ]),
  ...group('moving', [
    ['left C-b', { kind: 'move', motion: 'char-left' }, 'a character left'],
    ['right C-f', { kind: 'move', motion: 'char-right' }, 'a character right'],
    ['C-left M-b', { kind: 'move', motion: 'word-left' }, 'a word left', 'M-left'],
    ['C-right M-f', { kind: 'move', motion: 'word-right' }, 'a word right', 'M-right'],
    ['home C-a', { kind: 'move', motion: 'line-start' }, 'to the start of the line'],
    ['end C-e', { kind: 'move', motion: 'line-end' }, 'to the end of the line'],
    ['C-home', { kind: 'move', motion: 'text-start' }, 'to the start of all lines'],
    ['C-end', { kind: 'move', motion: 'text-end' }, 'to the end of all lines'],
  ]),
  ...group('changing', [
    [
      'backspace',
      { kind: 'delete', motion: 'char-left' },
      'delete the character before',
      'C-h S-backspace',
    ],
    ['delete', { kind: 'delete', motion: 'char-right' }, 'delete the character after'],
    ['C-w', { kind: 'kill', motion: 'blank-left' }, 'cut back to a blank'],
    [
      'M-backspace',
      { kind: 'kill', motion: 'word-left' },
      'cut the word before',
      'C-backspace C-M-h',
    ],
    ['M-d', { kind: 'kill', motion: 'word-right' }, 'cut the word after', 'C-delete M-delete'],
    ['C-u', { kind: 'kill', motion: 'line-start' }, 'cut to the start of the line'],
    ['C-k', { kind: 'kill', motion: 'line-end' }, 'cut to the end of the line'],
    ['C-y', { kind: 'yank' }, 'put back what was cut'],
    ['M-y', { kind: 'yank-pop' }, 'after that: what was cut before'],
    ['C-t', { kind: 'transpose', unit: 'character' }, 'swap two characters'],
    ['M-t', { kind: 'transpose', unit: 'word' }, 'swap two words'],
    ['M-u', { kind: 'change-case', to: 'upper' }, 'the word in capitals'],
    ['M-l', { kind: 'change-case', to: 'lower' }, 'the word in small letters'],
    ['M-c', { kind: 'change-case', to: 'capital' }, 'the word with a capital'],
    ['C-_', { kind: 'undo' }, 'undo', 'C-/'],
    ['M-_', { kind: 'redo' }, 'redo', 'M-/'],
  ]),
  ...group('history', [
    ['up C-p', { kind: 'move-line', direction: 'up' }, 'a line up; lines that begin like this'],
    ['down C-n', { kind: 'move-line', direction: 'down' }, 'a line down; back to the draft'],
    ['pageup M-p', { kind: 'recall', direction: 'older' }, 'an older line that begins like this'],
    ['pagedown M-n', { kind: 'recall', direction: 'newer' }, 'a newer line that begins like this'],
    ['M-<', { kind: 'recall-last', direction: 'older' }, 'the oldest of them'],
    ['M->', { kind: 'recall-last', direction: 'newer' }, 'back to the draft'],
    ['C-r', { kind: 'search', direction: 'older' }, 'search; again: an older match'],
    ['C-s', { kind: 'search', direction: 'newer' }, 'while searching: a newer match'],
    ['M-.', { kind: 'last-argument' }, 'the last word of an older line'],
  ]),
  ...group('completion', [
    ['tab', { kind: 'complete', direction: 'next' }, 'complete; the next candidate', 'C-i'],
    ['S-tab', { kind: 'complete', direction: 'previous' }, 'the candidate before'],
  ]),
  ...group('program', [
    ['f1', { kind: 'host', action: 'help' }, 'this card'],
    ['M-e', { kind: 'host', action: 'edit' }, 'the line as JSON in $VISUAL or $EDITOR'],
    ['C-l', { kind: 'host', action: 'clear-screen' }, 'clear the screen'],
    ['C-z', { kind: 'host', action: 'suspend' }, 'suspend; fg comes back'],
  ]),
];

type Row = readonly [keys: string, intent: Intent, does: string, also?: string];

function group(name: BindingGroup, rows: readonly Row[]): Binding[] {
  return rows.map(([keys, intent, does, also = '']) => ({ keys, intent, does, also, group: name }));
}

export type Keymap = ReadonlyMap<string, Intent>;

/** Rows that come later win, so a host's rows may take an editor's key over. */
export function createKeymap<Wanted>(
  bindings: readonly Binding<Wanted, string>[],
): ReadonlyMap<string, Wanted> {
  const chords = ({ keys, also = '' }: Binding<Wanted, string>) =>
    `${keys} ${also}`.trim().split(' ');
  return new Map(bindings.flatMap(row => chords(row).map(chord => [chord, row.intent] as const)));
}

/** What an event asks for: what its chord is bound to (with Shift or without), else its text. */
export function intentOf(keymap: Keymap, event: InputEvent): Intent | undefined {
  if (event.kind === 'focus') return undefined;
  if (event.kind === 'paste') return event;
  const chord = chordOf(event);
  const bound = keymap.get(chord) ?? keymap.get(chord.replace('S-', ''));
  return bound ?? (event.text === '' ? undefined : { kind: 'insert', text: event.text });
}

const NAMES: ReadonlyMap<string, string> = new Map([
  ['escape', 'Esc'],
  ['pageup', 'PgUp'],
  ['pagedown', 'PgDn'],
]);

/** A chord for people: `C-a` is `Ctrl-A`, `M-.` is `Alt-.`; a letter alone stays small or capital, as it is typed. */
export function chordLabel(chord: string): string {
  const [, modifiers = '', name = ''] = /^((?:[CMS]-(?=.))*)(.*)$/.exec(chord) ?? [];
  if (modifiers === '' && name.length === 1) return name;
  const written = modifiers.replace('C-', 'Ctrl-').replace('M-', 'Alt-').replace('S-', 'Shift-');
  return written + (NAMES.get(name) ?? name.charAt(0).toUpperCase() + name.slice(1));
}

/** The help card's rows: the keys as people write them, and what they do. */
export function helpRows(
  bindings: readonly Binding<unknown, string>[],
): readonly { readonly keys: string; readonly does: string; readonly group: string }[] {
  return bindings.map(({ keys, does, group: name }) => {
    return { keys: keys.split(' ').map(chordLabel).join(', '), does, group: name };
  });
}
