// The edits of readline: what each does to the state.

import { nextBoundary, previousBoundary } from '../text/graphemes.js';
import {
  insertText,
  lineEnd,
  lineStart,
  replaceSpan,
  type Span,
  spanTo,
  withCursor,
} from './buffer.js';
import type { LetterCase } from './intents.js';
import { joinKill, killAt, pushKill } from './kill-ring.js';
import {
  columnOf,
  destination,
  type Motion,
  verticalDestination,
  wordLeft,
  wordRight,
} from './motions.js';
import { type EditorState, edited, moved } from './state.js';
import { stepBack, stepForth } from './undo.js';

/** Typed text: one undo step for a word with the blanks after it. */
export function type(state: EditorState, text: string): EditorState {
  const endsBlank = /\s$/.test(text);
  const joins = state.run?.kind === 'typed' && (endsBlank || !state.run.endsBlank);
  return edited(state, insertText(state.buffer, text), {
    run: { kind: 'typed', endsBlank },
    joins,
  });
}

/** Text put in as one undo step of its own. */
export function insert(state: EditorState, text: string): EditorState {
  return edited(state, insertText(state.buffer, text));
}

export function move(state: EditorState, motion: Motion): EditorState {
  return moved(state, withCursor(state.buffer, destination(state.buffer, motion)));
}

/** To the line above or below in the column where the walk began; undefined at the first or last line. */
export function moveLine(state: EditorState, direction: 'up' | 'down'): EditorState | undefined {
  const column = state.run?.kind === 'vertical' ? state.run.column : columnOf(state.buffer);
  const place = verticalDestination(state.buffer, direction, column);
  if (place === undefined) return undefined;
  return moved(state, withCursor(state.buffer, place), { kind: 'vertical', column });
}

export function remove(state: EditorState, motion: Motion): EditorState {
  const span = spanTo(state.buffer, destination(state.buffer, motion));
  const shape = { run: { kind: 'deleted' }, joins: state.run?.kind === 'deleted' } as const;
  return edited(state, replaceSpan(state.buffer, span, ''), shape);
}

/** Cuts; cuts in a row are one entry and one undo step. */
export function kill(state: EditorState, motion: Motion): EditorState {
  const { buffer, run } = state;
  const span = spanTo(buffer, killDestination(state, motion));
  const text = buffer.text.slice(...span);
  if (text === '') return state;
  const joins = run?.kind === 'killed';
  const side = span[1] === buffer.cursor ? 'before' : 'after';
  const kills = joins ? joinKill(state.kills, text, side) : pushKill(state.kills, text);
  return {
    ...edited(state, replaceSpan(buffer, span, ''), { run: { kind: 'killed' }, joins }),
    kills,
  };
}

/** To an end of the line, or over it where the cursor is there already. */
function killDestination({ buffer }: EditorState, motion: Motion): number {
  const place = destination(buffer, motion);
  if (place !== buffer.cursor) return place;
  if (motion === 'line-end') return nextBoundary(buffer.text, place);
  return motion === 'line-start' ? previousBoundary(buffer.text, place) : place;
}

export function yank(state: EditorState): EditorState {
  return putYank(state, [state.buffer.cursor, state.buffer.cursor], 0);
}

export function yankPop(state: EditorState): EditorState {
  return state.run?.kind === 'yanked' ? putYank(state, state.run.span, state.run.turns + 1) : state;
}

function putYank(state: EditorState, [start, end]: Span, turns: number): EditorState {
  const text = killAt(state.kills, turns);
  if (text === undefined) return state;
  const run = { kind: 'yanked', span: [start, start + text.length], turns } as const;
  return edited(state, replaceSpan(state.buffer, [start, end], text), { run, joins: turns > 0 });
}

/** The last word of the newest line of history; again: of the one before. */
export function insertLastArgument(state: EditorState, lines: readonly string[]): EditorState {
  const { run, buffer } = state;
  const again = run?.kind === 'argument' ? run : undefined;
  const turns = again === undefined ? 0 : again.turns + 1;
  const word = lines[turns]?.match(LAST_WORD)?.[0];
  if (word === undefined) return state;
  const [start, end] = again?.span ?? [buffer.cursor, buffer.cursor];
  const span = [start, start + word.length] as const;
  const shape = { run: { kind: 'argument', span, turns }, joins: again !== undefined } as const;
  return edited(state, replaceSpan(buffer, [start, end], word), shape);
}

/** A quoted stretch does not end at the blanks in it. */
const LAST_WORD = /(?:"[^"]*"|'[^']*'|\S)+(?=\s*$)/;

/** The characters around the cursor change places; at the end of a line, the last two. */
export function transposeCharacters(state: EditorState): EditorState {
  const { text, cursor } = state.buffer;
  const middle = cursor === lineEnd(text, cursor) ? previousBoundary(text, cursor) : cursor;
  const start = previousBoundary(text, middle);
  const end = nextBoundary(text, middle);
  if (middle <= lineStart(text, cursor) || middle === text.length) return state;
  const swapped = text.slice(middle, end) + text.slice(start, middle);
  return edited(state, replaceSpan(state.buffer, [start, end], swapped));
}

/** The word at or after the cursor and the one before it change places. */
export function transposeWords(state: EditorState): EditorState {
  const { text, cursor } = state.buffer;
  const second = wordLeft(text, wordRight(text, cursor));
  const secondEnd = wordRight(text, second);
  const first = wordLeft(text, second);
  const firstEnd = wordRight(text, first);
  if (firstEnd > second || first === second) return state;
  const between = text.slice(firstEnd, second);
  const swapped = text.slice(second, secondEnd) + between + text.slice(first, firstEnd);
  return edited(state, replaceSpan(state.buffer, [first, secondEnd], swapped));
}

const CASES: Readonly<Record<LetterCase, (word: string) => string>> = {
  upper: word => word.toUpperCase(),
  lower: word => word.toLowerCase(),
  capital: word => word.toLowerCase().replace(/[\p{L}\p{N}]/u, letter => letter.toUpperCase()),
};

/** From the cursor to the end of the word. */
export function changeCase(state: EditorState, to: LetterCase): EditorState {
  const { text, cursor } = state.buffer;
  const span = [cursor, wordRight(text, cursor)] as const;
  const buffer = replaceSpan(state.buffer, span, CASES[to](text.slice(...span)));
  return edited(state, buffer);
}

export function undo(state: EditorState): EditorState {
  return travel(state, stepBack(state.undo, state.buffer));
}

export function redo(state: EditorState): EditorState {
  return travel(state, stepForth(state.undo, state.buffer));
}

function travel(state: EditorState, found: ReturnType<typeof stepBack>): EditorState {
  if (found === undefined) return state;
  const [stack, buffer] = found;
  return { ...edited(state, buffer), undo: stack };
}
