// What is copied from the viewer, as much as a terminal may take.
import { type Node, textOf } from './node.js';
import { exactPath } from './path.js';
import type { ViewerStep } from './step-viewer.js';
import { decodeString } from './string-lines.js';
import type { Viewer } from './viewer.js';

/** Terminals drop what is longer, without a word. In UTF-16 units. */
const MOST = 1_000_000;

export function copied(viewer: Viewer, what: 'path' | 'value'): ViewerStep {
  const { node } = viewer.current;
  const text = what === 'path' ? exactPath(viewer.document, node) : valueText(viewer, node);
  if (text.length > MOST)
    return { viewer: { ...viewer, note: `too long to copy: ${text.length} characters` } };
  const note = what === 'path' ? `copied ${text}` : `copied ${text.length} characters`;
  return { viewer: { ...viewer, note }, effect: { kind: 'copy', text } };
}

/** In the tree a string is its text, in JSON its token; of a line, the whole string. */
function valueText({ document, form }: Viewer, node: Node): string {
  const whole = node.kind === 'line' ? (node.parent ?? node) : node;
  const text = textOf(document, whole);
  return form === 'tree' && whole.kind === 'string' ? decodeString(text.slice(1, -1)) : text;
}
