// A reply -> its plain values, each with a path that stays the same from look to look: items of lists go by their names.
import { isJsonArray, isJsonObject, type JsonValue, own } from '../../json/value.js';
import { escapeCell } from '../../shell/escape.js';
import { cellText, isPlain } from '../../shell/human/cell.js';
import { memberPlace, type UnitPlace } from '../../shell/human/member-units.js';

export interface Leaf {
  /** `ram.transferred`, `disk0.stats.wr_bytes`, `[2].name`; escaped. */
  readonly path: string;
  readonly value: JsonValue;
  /** The value for a person, escaped. */
  readonly text: string;
  readonly unit: string | undefined;
}

/** Enough for any state that somebody watches; a reply of more is looked at as far as this. */
const MOST_LEAVES = 5_000;

export function leavesOf(value: JsonValue, place: UnitPlace): readonly Leaf[] {
  const leaves: Leaf[] = [];
  collect(value, place, '', leaves);
  return leaves;
}

function collect(value: JsonValue, place: UnitPlace, path: string, leaves: Leaf[]): void {
  if (leaves.length >= MOST_LEAVES) return;
  if (typeof value === 'string' && value.includes('\n')) {
    leaves.push(...textLeaves(value, path));
  } else if (isPlain(value) || isEmpty(value)) {
    leaves.push({ path, value, text: cellText(value, place, 'tree'), unit: place.unit });
  } else if (isJsonArray(value)) {
    const labels = labelsOf(value);
    value.forEach((item, at) => {
      collect(item, place, joined(path, labels[at] ?? `[${at}]`), leaves);
    });
  } else if (isJsonObject(value)) {
    for (const [key, member] of Object.entries(value))
      collect(member, memberPlace(place, key), joined(path, escapeCell(key)), leaves);
  }
}

/** A text of the human monitor, by its lines. */
function textLeaves(text: string, path: string): readonly Leaf[] {
  const lines = text.replace(/\s+$/, '').split(/\r?\n/);
  return lines.map((line, at) => {
    const label = String(at + 1).padStart(String(lines.length).length);
    return { path: joined(path, label), value: line, text: escapeCell(line), unit: undefined };
  });
}

function isEmpty(value: JsonValue): boolean {
  return isJsonObject(value) && Object.keys(value).length === 0;
}

function joined(path: string, step: string): string {
  return path === '' || step.startsWith('[') ? path + step : `${path}.${step}`;
}

/** Members by which QEMU tells the items of its lists apart. */
const NAMES = ['id', 'device', 'node-name', 'qdev', 'name', 'label', 'cpu-index', 'thread-id'];

/** What the items are called, if all have names and no two the same; else their places. */
function labelsOf(list: readonly JsonValue[]): readonly string[] {
  for (const name of NAMES) {
    const labels = list.map(item => labelBy(item, name));
    if (labels.every(label => label !== '') && new Set(labels).size === list.length)
      return labels.map(label => escapeCell(label));
  }
  return list.map((_item, at) => `[${at}]`);
}

function labelBy(item: JsonValue, name: string): string {
  const label = isJsonObject(item) ? own(item, name) : undefined;
  if (typeof label === 'string') return label;
  return typeof label === 'number' ? `${name}=${label}` : '';
}
