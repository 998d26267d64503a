// The condition of a definition or member (`'if'`), in the shapes of all eras.
import type { Condition } from '../model.js';
import type { Entry, ListNode, Node, ObjectNode } from '../parser/tree.js';
import { entryOf, isListNode, isObjectNode } from '../parser/tree.js';
import type { Position } from '../source/position.js';
import { parseConditionText } from './condition-text.js';
import { noteForm } from './forms.js';
import { showKind } from './keys.js';
import { complain, type Subject } from './subject.js';

/** qapi-code-gen.rst, "Configuring the schema": what a condition's identifier is today. */
const IDENTIFIER = /^[A-Z][A-Z0-9_]*$/;

/** The condition under `if`, as a property to spread; none where there is none, or a wrong one. */
export function readIf(subject: Subject, node: ObjectNode): { readonly condition?: Condition } {
  const entry = entryOf(node, 'if');
  const condition = entry && readCondition(subject, entry.position, entry.value);
  return condition === undefined ? NO_CONDITION : { condition };
}

const NO_CONDITION: { readonly condition?: Condition } = {};

function readCondition(subject: Subject, position: Position, node: Node): Condition | undefined {
  if (typeof node === 'string') return readText(subject, position, node);
  if (isListNode(node)) {
    noteForm(subject.findings, position, 'conditionList');
    return readGroup(subject, position, 'all', node);
  }
  if (isObjectNode(node)) return readOperator(subject, node);
  complain(subject, position, `expected a condition, found ${showKind(node)}`);
  return undefined;
}

function readText(subject: Subject, position: Position, text: string): Condition | undefined {
  if (IDENTIFIER.test(text)) return { kind: 'identifier', name: text };
  noteForm(subject.findings, position, 'conditionText');
  if (text.trim() !== '') return parseConditionText(text);
  complain(subject, position, 'a condition is empty');
  return undefined;
}

function readOperator(subject: Subject, node: ObjectNode): Condition | undefined {
  const [entry, second] = node.entries;
  if (entry === undefined || second !== undefined || !isOperator(entry)) {
    complain(subject, node.position, "a condition takes one of 'all', 'any', 'not'");
    return undefined;
  }
  if (entry.key === 'all' || entry.key === 'any') {
    if (isListNode(entry.value)) return readGroup(subject, entry.position, entry.key, entry.value);
    complain(subject, entry.position, `'${entry.key}' of a condition must be a list`);
    return undefined;
  }
  const condition = readCondition(subject, entry.position, entry.value);
  return condition && { kind: 'not', condition };
}

function isOperator(entry: Entry): boolean {
  return entry.key === 'all' || entry.key === 'any' || entry.key === 'not';
}

function readGroup(
  subject: Subject,
  position: Position,
  kind: 'all' | 'any',
  list: ListNode,
): Condition | undefined {
  if (list.items.length === 0) complain(subject, position, `'${kind}' of a condition is empty`);
  const conditions = list.items.map(item => readCondition(subject, item.position, item.value));
  return { kind, conditions: conditions.filter(condition => condition !== undefined) };
}
