// A viewer played with keys, and what is then on its screen.
import { characterKey, type InputEvent, namedKey } from '../../../src/editor/keys.js';
import type { Size } from '../../../src/tui/facts.js';
import { viewerIntent } from '../../../src/tui/viewer/bindings.js';
import type { ViewerEffect } from '../../../src/tui/viewer/intents.js';
import { stepViewer } from '../../../src/tui/viewer/step-viewer.js';
import { isSearching, openViewer, type Viewer } from '../../../src/tui/viewer/viewer.js';
import { viewerFrame } from '../../../src/tui/viewer/viewer-frame.js';

export const SIZE: Size = { columns: 60, rows: 12 };

export interface Played {
  readonly viewer: Viewer;
  readonly effects: readonly ViewerEffect[];
}

/** Keys parted by blanks; `<...>` is a named key, anything else is typed letter by letter. */
export function keysOf(text: string): InputEvent[] {
  return text.split(' ').flatMap(word => {
    const named = /^<(.+)>$/.exec(word)?.[1];
    if (named !== undefined) return [namedKey(named)];
    return [...word].map(letter => characterKey(letter));
  });
}

export function play(viewer: Viewer, keys: readonly InputEvent[], size: Size): Played {
  let now = viewer;
  const effects: ViewerEffect[] = [];
  for (const key of keys) {
    const intent = viewerIntent(key, now.typed !== undefined);
    if (intent === undefined) continue;
    const step = stepViewer(now, intent, size);
    now = step.viewer;
    if (step.effect !== undefined) effects.push(step.effect);
    while (isSearching(now)) now = stepViewer(now, { kind: 'search-on' }, size).viewer;
  }
  return { viewer: now, effects };
}

const SGR = /\x1b\[[0-9;]*m/g;

/** The rows without colours; the current one begins with `>`, blank ones at the end are left out. */
export function screen(viewer: Viewer, size: Size = SIZE): readonly string[] {
  const lines = viewerFrame(viewer, size).slice(0, -1).map(plainLine);
  return lines.slice(0, lines.findLastIndex(line => line !== ' ') + 1);
}

function plainLine(line: string): string {
  return ((line.startsWith('\x1b[7m') ? '>' : ' ') + line.replace(SGR, '')).trimEnd() || ' ';
}

export function statusLine(viewer: Viewer, size: Size = SIZE): string {
  return viewerFrame(viewer, size).at(-1)?.replace(SGR, '').trim() ?? '';
}

/** As it is opened, then keys. */
export function opened(json: string, keys = '', size: Size = SIZE, command?: string): Played {
  return play(openViewer(json, 'query-x', command), keysOf(keys), size);
}

/** With two levels unfolded, then keys. */
export function view(json: string, keys = '', size: Size = SIZE, command?: string): Played {
  return opened(json, `2 ${keys}`, size, command);
}
