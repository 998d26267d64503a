// Expression -> definition, by the keyword it begins with: which kinds there are, and the keys of each.
import type { Entry, Expression, ObjectNode } from '../parser/tree.js';
import { type Findings, report } from '../source/findings.js';
import { readIf } from './condition.js';
import type { Definition, DefinitionKind, DefinitionShared } from './definition.js';
import { readFeatures } from './features.js';
import { noteForm } from './forms.js';
import { checkKeys, type KeyRule, showKind } from './keys.js';
import { readAlternate, readCommand, readEnum, readEvent, readStruct, readUnion } from './kinds.js';
import { checkName, checkTypeName } from './names.js';
import type { Subject } from './subject.js';

const FLAGS = ['boxed', 'gen', 'success-response', 'allow-oob', 'allow-preconfig', 'coroutine'];

/** qapi-code-gen.rst, "Schema overview": the keys of each kind of definition beside its keyword. */
const KEYS: Readonly<Record<DefinitionKind, KeyRule>> = {
  struct: { required: ['data'], optional: ['base', 'if', 'features'] },
  union: { required: ['data'], optional: ['base', 'discriminator', 'if', 'features'] },
  alternate: { required: ['data'], optional: ['if', 'features'] },
  enum: { required: ['data'], optional: ['prefix', 'if', 'features'] },
  command: { required: [], optional: ['data', 'returns', ...FLAGS, 'if', 'features'] },
  event: { required: [], optional: ['data', 'boxed', 'if', 'features'] },
};

/** The keyword that begins a definition of each kind; `type` is how QEMU wrote `struct` before 2.4. */
const KEYWORDS: ReadonlyMap<string, DefinitionKind> = new Map([
  ['struct', 'struct'],
  ['type', 'struct'],
  ['union', 'union'],
  ['alternate', 'alternate'],
  ['enum', 'enum'],
  ['command', 'command'],
  ['event', 'event'],
]);

/** The definition that an expression makes, or undefined (and a problem) where it makes none. */
export function readDefinition(expression: Expression, findings: Findings): Definition | undefined {
  const { node } = expression;
  const entry = findKeyword(node, findings);
  const kind = entry && KEYWORDS.get(entry.key);
  if (kind === undefined) return undefined;
  const { key, position, value: name } = entry!;
  if (typeof name !== 'string') {
    report(findings, position, `'${key}' must be a name, found ${showKind(name)}`);
    return undefined;
  }
  if (key === 'type') noteForm(findings, position, 'typeKeyword');
  const subject = { findings, label: `${kind} '${name}'` };
  checkName(subject, position, name, 'its');
  if (kind !== 'command' && kind !== 'event') checkTypeName(subject, position, name);
  const { required, optional } = KEYS[kind];
  checkKeys(subject, node, '', { required: [key, ...required], optional });
  return readKind(kind, subject, node, readShared(subject, name, expression));
}

function findKeyword(node: ObjectNode, findings: Findings): Entry | undefined {
  const found = node.entries.filter(entry => KEYWORDS.has(entry.key));
  if (found.length === 1) return found[0];
  const keys = found.map(entry => `'${entry.key}'`).join(' and ');
  const known = "'struct', 'union', 'alternate', 'enum', 'command' or 'event'";
  report(findings, node.position, `a definition has one of ${known}, found ${keys || 'none'}`);
  return undefined;
}

function readShared(subject: Subject, name: string, expression: Expression): DefinitionShared {
  const { node, comment } = expression;
  const features = readFeatures(subject, node);
  const shared = { name, position: node.position, ...features, ...readIf(subject, node) };
  return comment === undefined ? shared : { ...shared, comment };
}

function readKind(
  kind: DefinitionKind,
  subject: Subject,
  node: ObjectNode,
  shared: DefinitionShared,
): Definition {
  switch (kind) {
    case 'struct':
      return { kind, ...shared, ...readStruct(subject, node) };
    case 'union':
      return { ...shared, ...readUnion(subject, node) };
    case 'alternate':
      return { kind, ...shared, ...readAlternate(subject, node) };
    case 'enum':
      return { kind, ...shared, ...readEnum(subject, node) };
    case 'command':
      return { kind, ...shared, ...readCommand(subject, node) };
    case 'event':
      return { kind, ...shared, ...readEvent(subject, node) };
  }
}
