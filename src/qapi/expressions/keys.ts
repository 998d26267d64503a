// Which keys an object of the language may have.
import type { Node, ObjectNode } from '../parser/tree.js';
import { valueAt } from '../parser/tree.js';
import { complain, type Subject } from './subject.js';

export interface KeyRule {
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

/** Complains of each key that is missing or unknown; `what` names the object, empty for the definition itself. */
export function checkKeys(subject: Subject, node: ObjectNode, what: string, rule: KeyRule): void {
  const place = what === '' ? '' : ` in ${what}`;
  for (const key of rule.required) {
    if (valueAt(node, key) !== undefined) continue;
    complain(subject, node.position, `key '${key}' is missing${place}`);
  }
  for (const entry of node.entries) {
    if (rule.required.includes(entry.key) || rule.optional.includes(entry.key)) continue;
    const known = [...rule.required, ...rule.optional].map(key => `'${key}'`).join(', ');
    complain(subject, entry.position, `unknown key '${entry.key}'${place}, known are ${known}`);
  }
}

/** `a string`, `a list`: what was found, for messages. */
export function showKind(node: Node | undefined): string {
  if (node === undefined) return 'nothing';
  if (typeof node === 'string') return `'${node}'`;
  if (typeof node !== 'object' || node === null) return String(node);
  return node.kind === 'list' ? 'a list' : 'an object';
}
