// Going through history by lines that begin alike. What was being typed is kept and comes back.
import { bufferOf, type TextBuffer, withCursor } from './buffer.js';
import { SECRET_MASK } from './history.js';
import type { EditorHost, HistoryDirection } from './intents.js';
import { type EditorState, edited } from './state.js';

export interface Browse {
  /** What stood before. */
  readonly draft: TextBuffer;
  /** What the lines begin with: the text before the draft's cursor. */
  readonly prefix: string;
  /** History as it was when browsing began, the line to be offered first at the start. */
  readonly lines: readonly string[];
  /** Which of them stands now. */
  readonly at: number;
}

/** The next line in a direction; beyond the newest, the draft. */
export function recall(
  state: EditorState,
  direction: HistoryDirection,
  host: EditorHost,
): EditorState {
  const browse = state.browse ?? beginBrowse(state, host);
  const at = findFrom(browse, direction, state.buffer.text);
  if (at !== undefined) return show(state, { ...browse, at });
  return direction === 'newer' ? giveDraftBack(state) : state;
}

/** The oldest line that begins so, or the draft. */
export function recallLast(
  state: EditorState,
  direction: HistoryDirection,
  host: EditorHost,
): EditorState {
  if (direction === 'newer') return giveDraftBack(state);
  const browse = state.browse ?? beginBrowse(state, host);
  const at = browse.lines.findLastIndex(line => line.startsWith(browse.prefix));
  return at < 0 ? state : show(state, { ...browse, at });
}

/** Ends browsing with what stood before it; nothing when there was none. */
export function giveDraftBack(state: EditorState): EditorState {
  const { browse, run } = state;
  if (browse === undefined) return state;
  return edited(state, browse.draft, {
    joins: run?.kind === 'recalled',
    run: { kind: 'recalled' },
  });
}

function beginBrowse({ buffer }: EditorState, host: EditorHost): Browse {
  const prefix = buffer.text.slice(0, buffer.cursor);
  return { draft: buffer, prefix, lines: host.recall(), at: -1 };
}

function findFrom(
  { lines, prefix, at }: Browse,
  direction: HistoryDirection,
  standing: string,
): number | undefined {
  const way = direction === 'older' ? 1 : -1;
  for (let next = at + way; next >= 0 && next < lines.length; next += way) {
    const line = lines[next] ?? '';
    if (line.startsWith(prefix) && line !== standing) return next;
  }
  return undefined;
}

function show(state: EditorState, browse: Browse): EditorState {
  const shape = { joins: state.run?.kind === 'recalled', run: { kind: 'recalled' } } as const;
  return { ...edited(state, recalledBuffer(browse.lines[browse.at] ?? ''), shape), browse };
}

/** A recalled line, the cursor at its end, or where a secret was taken out and must be typed again. */
export function recalledBuffer(line: string): TextBuffer {
  const masked = line.indexOf(SECRET_MASK);
  return masked < 0
    ? bufferOf(line)
    : withCursor({ text: line, cursor: 0 }, masked + SECRET_MASK.length);
}
