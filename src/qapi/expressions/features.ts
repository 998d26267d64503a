// The features of a definition or member: strings, or objects that may have a condition.
import {
  entryOf,
  type Item,
  isListNode,
  isObjectNode,
  type ObjectNode,
  valueAt,
} from '../parser/tree.js';
import { readIf } from './condition.js';
import { checkKeys, showKind } from './keys.js';
import { checkName, mappedName } from './names.js';
import { complain, type Subject } from './subject.js';

const FEATURE_KEYS = { required: ['name'], optional: ['if'] };

export const NO_FEATURES: readonly string[] = [];

/** The names under `features`, in their order; conditions of single features are checked and not kept. */
export function readFeatures(subject: Subject, node: ObjectNode): readonly string[] {
  const entry = entryOf(node, 'features');
  if (entry === undefined) return NO_FEATURES;
  if (!isListNode(entry.value)) {
    complain(subject, entry.position, `'features' must be a list, found ${showKind(entry.value)}`);
    return NO_FEATURES;
  }
  const names: string[] = [];
  for (const item of entry.value.items) {
    const name = readFeature(subject, item);
    if (name !== undefined) addFeature(subject, item, name, names);
  }
  return names;
}

function addFeature(subject: Subject, item: Item, name: string, names: string[]): void {
  checkName(subject, item.position, name, 'feature');
  const clash = names.find(other => mappedName(other) === mappedName(name));
  if (clash !== undefined) {
    complain(subject, item.position, `feature '${name}' collides with feature '${clash}'`);
  }
  names.push(name);
}

function readFeature(subject: Subject, item: Item): string | undefined {
  if (typeof item.value === 'string') return item.value;
  if (!isObjectNode(item.value)) {
    complain(subject, item.position, `expected a feature, found ${showKind(item.value)}`);
    return undefined;
  }
  checkKeys(subject, item.value, 'a feature', FEATURE_KEYS);
  readIf(subject, item.value);
  const name = valueAt(item.value, 'name');
  if (typeof name === 'string') return name;
  if (name !== undefined) complain(subject, item.position, "'name' of a feature must be a string");
  return undefined;
}
