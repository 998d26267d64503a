// A line editor without a terminal, for tests: keys in, the line with a bar at its cursor out.
import { step } from '../../src/editor/editor.js';
import type { EditorHost, Effect } from '../../src/editor/intents.js';
import { createKeymap, EDITOR_BINDINGS, intentOf } from '../../src/editor/keymap.js';
import { characterKey, chordOf, type InputEvent, namedKey } from '../../src/editor/keys.js';
import { offerMenu, walkMenu } from '../../src/editor/menu.js';
import { type EditorState, INITIAL_STATE } from '../../src/editor/state.js';

const KEYMAP = createKeymap(EDITOR_BINDINGS);

/** Lines of history (newest first) and words offered at every Tab. */
export interface Surroundings {
  readonly history?: readonly string[];
  readonly words?: readonly string[];
}

export interface Result {
  readonly state: EditorState;
  readonly effects: readonly Effect[];
}

/**
 * Types keys: text as it is, chords in angle brackets (`query<C-a><M-f>`), `<paste:TEXT>` for a paste.
 * An open bracket at the end makes a line incomplete.
 */
export function typeKeys(keys: string, around: Surroundings = {}, from = INITIAL_STATE): Result {
  const host: EditorHost = {
    recall: () => around.history ?? [],
    validate: text => (/[({[]$/.test(text) ? 'incomplete' : 'complete'),
  };
  let result: Result = { state: from, effects: [] };
  for (const event of eventsOf(keys)) result = press(result, event, host, around.words ?? []);
  return result;
}

/** The line after these keys, `|` at the cursor. */
export function lineAfter(keys: string, around: Surroundings = {}): string {
  return withBar(typeKeys(keys, around).state);
}

/** The line after these keys where the line was this before, `|` at its cursor. */
export function lineFrom(line: string, keys: string, around: Surroundings = {}): string {
  const cursor = line.indexOf('|');
  const text = line.replace('|', '');
  const start = { ...INITIAL_STATE, buffer: { text, cursor } };
  return withBar(typeKeys(keys, around, start).state);
}

export function withBar({ buffer: { text, cursor } }: EditorState): string {
  return `${text.slice(0, cursor)}|${text.slice(cursor)}`;
}

function press(
  { state, effects }: Result,
  event: InputEvent,
  host: EditorHost,
  words: readonly string[],
): Result {
  const intent = intentOf(KEYMAP, event);
  if (intent === undefined) return { state, effects };
  const next = step(state, intent, host);
  if (next.effect?.kind === 'complete' && words.length > 0) {
    return { state: walkMenu(offerWords(next.state, words), next.effect.direction), effects };
  }
  return { state: next.state, effects: next.effect ? [...effects, next.effect] : effects };
}

function offerWords(state: EditorState, words: readonly string[]): EditorState {
  const { text, cursor } = state.buffer;
  const start = text.lastIndexOf(' ', cursor - 1) + 1;
  const candidates = words.map(word => ({ insert: word, label: word.trim() }));
  return offerMenu(state, { replace: [start, cursor], candidates });
}

function eventsOf(keys: string): InputEvent[] {
  const parts = keys.match(/<paste:[^>]*>|<[^<> ]+-?[<>]?>|[\s\S]/gu) ?? [];
  return parts.map(eventOf);
}

function eventOf(part: string): InputEvent {
  if (part.startsWith('<paste:')) return { kind: 'paste', text: part.slice(7, -1) };
  if (part.length < 3 || !part.startsWith('<')) return characterKey(part);
  return chord(part.slice(1, -1));
}

function chord(written: string): InputEvent {
  const [, prefix = '', name = ''] = /^((?:[CMS]-(?=.))*)(.*)$/u.exec(written) ?? [];
  const modifiers = {
    ctrl: prefix.includes('C-'),
    alt: prefix.includes('M-'),
    shift: prefix.includes('S-'),
  };
  const key = /^.$/u.test(name) ? characterKey(name, modifiers) : namedKey(name, modifiers);
  if (chordOf(key) !== written) throw new Error(`no such chord: ${written}`);
  return key;
}
