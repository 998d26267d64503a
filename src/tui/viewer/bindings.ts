// The viewer's keys: one table, which binds them and prints the card.
import { type Binding, createKeymap } from '../../editor/keymap.js';
import { chordOf, type InputEvent } from '../../editor/keys.js';
import type { ViewerIntent } from './intents.js';

type ViewerBinding = Binding<ViewerIntent, 'moving' | 'folding' | 'search' | 'program'>;

export const VIEWER_BINDINGS: readonly ViewerBinding[] = [
  ...group('moving', [
    ['down j', { kind: 'move', to: 'down' }, 'a row down', 'C-n'],
    ['up k', { kind: 'move', to: 'up' }, 'a row up', 'C-p'],
    ['pagedown space', { kind: 'move', to: 'page-down' }, 'a screen down', 'C-f f'],
    ['pageup b', { kind: 'move', to: 'page-up' }, 'a screen up', 'C-b S-space'],
    ['C-d', { kind: 'move', to: 'half-down' }, 'half a screen down'],
    ['C-u', { kind: 'move', to: 'half-up' }, 'half a screen up'],
    ['home g', { kind: 'move', to: 'first' }, 'to the first row', 'M-< C-home'],
    ['end G', { kind: 'move', to: 'last' }, 'to the last row', 'M-> C-end'],
    ['J', { kind: 'move', to: 'sibling-down' }, 'to the next one on this level', 'M-down C-down'],
    ['K', { kind: 'move', to: 'sibling-up' }, 'to the one before on this level', 'M-up C-up'],
    ['p', { kind: 'move', to: 'parent' }, 'to what it is in', 'backspace'],
  ]),
  ...group('folding', [
    ['right l', { kind: 'unfold' }, 'unfold; again: into it'],
    ['left h', { kind: 'fold' }, 'fold; again: to what it is in'],
    ['enter', { kind: 'toggle' }, 'fold or unfold', 'C-j C-m tab C-i'],
    ['-', { kind: 'open-to', depth: 1 }, 'fold all'],
    ['+', { kind: 'open-to', depth: Number.POSITIVE_INFINITY }, 'unfold all', '= *'],
    ...[2, 3, 4].map(level),
  ]),
  ...group('search', [
    ['/', { kind: 'ask' }, 'search; a text without capitals finds both cases', 'C-s'],
    ['n', { kind: 'find', direction: 'next' }, 'the next match'],
    ['N', { kind: 'find', direction: 'previous' }, 'the match before'],
  ]),
  ...group('program', [
    ['y', { kind: 'copy', what: 'value' }, 'copy the value'],
    ['Y', { kind: 'copy', what: 'path' }, 'copy the path, for jq and --get'],
    ['r', { kind: 'flip' }, 'the JSON as it came, and back'],
    ['f1 ?', { kind: 'card' }, 'this card'],
    ['q escape', { kind: 'close' }, 'close', 'C-c C-[ C-g'],
  ]),
];

type Row = readonly [keys: string, intent: ViewerIntent, does: string, also?: string];

function level(depth: number): Row {
  return [String(depth), { kind: 'open-to', depth }, `unfold ${depth} levels`];
}

function group(name: ViewerBinding['group'], rows: readonly Row[]): ViewerBinding[] {
  return rows.map(([keys, intent, does, also = '']) => ({ keys, intent, does, also, group: name }));
}

const KEYMAP = createKeymap(VIEWER_BINDINGS);
const TYPING: ReadonlyMap<string, ViewerIntent> = new Map([
  ['enter', { kind: 'accept' }],
  ['C-j', { kind: 'accept' }],
  ['C-m', { kind: 'accept' }],
  ['backspace', { kind: 'erase' }],
  ['C-h', { kind: 'erase' }],
  ['escape', { kind: 'cancel' }],
  ['C-c', { kind: 'cancel' }],
  ['C-g', { kind: 'cancel' }],
]);

/** What an event asks for. @param isTyping whether it is asked what to search for */
export function viewerIntent(event: InputEvent, isTyping: boolean): ViewerIntent | undefined {
  if (event.kind === 'focus') return undefined;
  if (event.kind === 'paste') return isTyping ? { kind: 'type', text: event.text } : undefined;
  if (!isTyping) return KEYMAP.get(chordOf(event));
  const typed: ViewerIntent | undefined =
    event.text === '' ? undefined : { kind: 'type', text: event.text };
  return TYPING.get(chordOf(event)) ?? typed;
}
