// Members, branches and enum values, and the type each of them names.
import {
  type Entry,
  type Item,
  isListNode,
  isObjectNode,
  type Node,
  type ObjectNode,
  valueAt,
} from '../parser/tree.js';
import type { Position } from '../source/position.js';
import { readIf } from './condition.js';
import type { BranchRow, MemberRow, TypeUse, ValueRow } from './definition.js';
import { NO_FEATURES, readFeatures } from './features.js';
import { noteForm, OPEN_TYPES } from './forms.js';
import { checkKeys, showKind } from './keys.js';
import { checkMemberName, checkValueName } from './names.js';
import { complain, type Subject } from './subject.js';

const MEMBER_KEYS = { required: ['type'], optional: ['if', 'features'] };
const BRANCH_KEYS = { required: ['type'], optional: ['if'] };
const VALUE_KEYS = { required: ['name'], optional: ['if', 'features'] };

/** The members of an object `{ 'a': 'int', '*b': ['str'], 'c': { 'type': ..., 'if': ... } }`. */
export function readMembers(subject: Subject, node: ObjectNode): readonly MemberRow[] {
  return node.entries.map(entry => readMember(subject, entry));
}

function readMember(subject: Subject, entry: Entry): MemberRow {
  const optional = entry.key.startsWith('*');
  const name = optional ? entry.key.slice(1) : entry.key;
  const { position, value } = entry;
  checkMemberName(subject, position, name);
  if (typeof value === 'string') {
    const type = knownName(subject, position, value);
    return { name, position, optional, type, ...NO_FEATURES };
  }
  const what = `member '${name}'`;
  if (!isObjectNode(value) || isNestedStruct(value)) {
    const type = readTypeUse(subject, position, value, what);
    return { name, position, optional, type, ...NO_FEATURES };
  }
  checkKeys(subject, value, what, MEMBER_KEYS);
  const typeNode = valueAt(value, 'type');
  const type = typeNode === undefined ? [] : readTypeUse(subject, position, typeNode, what);
  const features = readFeatures(subject, value);
  return { name, position, optional, type, ...features, ...readIf(subject, value) };
}

/** An object without a type is a struct in its place, unless it is a long form that forgot its type. */
function isNestedStruct(value: ObjectNode): boolean {
  return value.entries.length > 0 && valueAt(value, 'type') === undefined;
}

/** A type of a member: by name, or of old as a struct written in its place. */
function readTypeUse(
  subject: Subject,
  position: Position,
  node: Node | undefined,
  what: string,
): TypeUse {
  if (!isObjectNode(node)) return readTypeName(subject, position, node, what);
  noteForm(subject.findings, position, 'nestedStruct');
  return readMembers(subject, node);
}

/** `Foo` or `[Foo]`; `any` in place of what is no type's name, so that one fault is told once. */
export function readTypeName(
  subject: Subject,
  position: Position,
  node: Node | undefined,
  what: string,
): string {
  if (isListNode(node)) {
    const element = node.items[0]?.value;
    if (node.items.length === 1 && typeof element === 'string')
      return `[${knownName(subject, position, element)}]`;
    complain(subject, position, `${what}: an array type holds the name of one type`);
    return 'any';
  }
  if (typeof node === 'string') return knownName(subject, position, node);
  complain(subject, position, `${what}: expected a type's name, found ${showKind(node)}`);
  return 'any';
}

function knownName(subject: Subject, position: Position, name: string): string {
  if (!OPEN_TYPES.has(name)) return name;
  noteForm(subject.findings, position, 'openType');
  return 'any';
}

/** The branches of a union or alternate. */
export function readBranches(subject: Subject, node: ObjectNode): readonly BranchRow[] {
  return node.entries.map(entry => readBranch(subject, entry));
}

function readBranch(subject: Subject, entry: Entry): BranchRow {
  const { key: name, position, value } = entry;
  const what = `branch '${name}'`;
  checkValueName(subject, position, name);
  if (!isObjectNode(value))
    return { name, position, type: readTypeName(subject, position, value, what) };
  checkKeys(subject, value, what, BRANCH_KEYS);
  const type = valueAt(value, 'type');
  const typeName = type === undefined ? 'any' : readTypeName(subject, position, type, what);
  return { name, position, type: typeName, ...readIf(subject, value) };
}

/** A value of an enum: a string, or since QEMU 4.0 an object. */
export function readValue(subject: Subject, item: Item): ValueRow | undefined {
  const { position, value } = item;
  const name = isObjectNode(value) ? valueAt(value, 'name') : value;
  if (isObjectNode(value)) checkKeys(subject, value, 'a value', VALUE_KEYS);
  if (typeof name !== 'string') {
    if (name !== undefined)
      complain(subject, position, `expected a value's name, found ${showKind(name)}`);
    return undefined;
  }
  checkValueName(subject, position, name);
  if (!isObjectNode(value)) return { name, position, ...NO_FEATURES };
  return { name, position, ...readFeatures(subject, value), ...readIf(subject, value) };
}

/** A base or argument type: a name, or members in its place. Arrays are refused. */
export function readObjectUse(subject: Subject, entry: Entry): TypeUse {
  if (isObjectNode(entry.value)) return readMembers(subject, entry.value);
  const name = readTypeName(subject, entry.position, entry.value, `'${entry.key}'`);
  if (!isListNode(entry.value)) return name;
  complain(subject, entry.position, `'${entry.key}' must be an object type, not an array`);
  return [];
}
