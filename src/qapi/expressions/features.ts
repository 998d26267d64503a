// The features of a definition or member: strings, or objects that may have a condition.
import type { Condition } from '../model.js';
import {
  entryOf,
  type Item,
  isListNode,
  isObjectNode,
  type ObjectNode,
  valueAt,
} from '../parser/tree.js';
import { readIf } from './condition.js';
import type { Featured } from './definition.js';
import { checkKeys, showKind } from './keys.js';
import { checkName, mappedName } from './names.js';
import { complain, type Subject } from './subject.js';

const FEATURE_KEYS = { required: ['name'], optional: ['if'] };

export const NO_FEATURES: Featured = { features: [] };

/** What stands under `features`, in its order. */
export function readFeatures(subject: Subject, node: ObjectNode): Featured {
  const entry = entryOf(node, 'features');
  if (entry === undefined) return NO_FEATURES;
  if (!isListNode(entry.value)) {
    complain(subject, entry.position, `'features' must be a list, found ${showKind(entry.value)}`);
    return NO_FEATURES;
  }
  const features: string[] = [];
  const conditions: [string, Condition][] = [];
  for (const item of entry.value.items) {
    const feature = readFeature(subject, item);
    if (feature === undefined) continue;
    addFeature(subject, item, feature.name, features);
    if (feature.condition !== undefined) conditions.push([feature.name, feature.condition]);
  }
  if (conditions.length === 0) return { features };
  return { features, featureConditions: Object.fromEntries(conditions) };
}

function addFeature(subject: Subject, item: Item, name: string, names: string[]): void {
  checkName(subject, item.position, name, 'feature');
  const clash = names.find(other => mappedName(other) === mappedName(name));
  if (clash !== undefined) {
    complain(subject, item.position, `feature '${name}' collides with feature '${clash}'`);
  }
  names.push(name);
}

interface Feature {
  readonly name: string;
  readonly condition?: Condition;
}

function readFeature(subject: Subject, item: Item): Feature | undefined {
  if (typeof item.value === 'string') return { name: item.value };
  if (!isObjectNode(item.value)) {
    complain(subject, item.position, `expected a feature, found ${showKind(item.value)}`);
    return undefined;
  }
  checkKeys(subject, item.value, 'a feature', FEATURE_KEYS);
  const condition = readIf(subject, item.value);
  const name = valueAt(item.value, 'name');
  if (typeof name === 'string') return { name, ...condition };
  if (name !== undefined) complain(subject, item.position, "'name' of a feature must be a string");
  return undefined;
}
