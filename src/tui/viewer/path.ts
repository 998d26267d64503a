// The way to a node, as jq and --get write it.
import type { Document } from './document.js';
import { keyOf, type Node, wayTo } from './node.js';

const PLAIN_NAME = /^[A-Za-z_][A-Za-z0-9_-]*$/;
/** jq takes a dash for a minus. */
const JQ_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** To read: `.return[3].inserted.node-name`. */
export function shownPath(document: Document, node: Node): string {
  return pathWith(document, node, PLAIN_NAME);
}

/** To paste into jq and into --get: `.return[3].inserted["node-name"]`. */
export function exactPath(document: Document, node: Node): string {
  return pathWith(document, node, JQ_NAME);
}

function pathWith(document: Document, node: Node, plain: RegExp): string {
  const steps = wayTo(node).map(({ parent, index }, at, way) => {
    const key = keyOf(document, way[at] ?? node);
    if (key === undefined || parent?.kind !== 'object') return `[${index}]`;
    return plain.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
  });
  const path = steps.join('');
  return path.startsWith('.') ? path : `.${path}`;
}
