// In which unit a number of a reply counts, by the way to it.
import {
  memberPlace,
  returnPlace,
  type Unit,
  type UnitPlace,
} from '../../shell/human/member-units.js';
import type { Document } from './document.js';
import { keyOf, type Node, wayTo } from './node.js';

/** @param command whose reply, or whose return alone, the document is */
export function unitOf(
  document: Document,
  node: Node,
  command: string | undefined,
): Unit | undefined {
  if (command === undefined || node.kind !== 'number') return undefined;
  const whole = returnPlace(command);
  return wayTo(node).reduce((place: UnitPlace, step) => {
    const key = keyOf(document, step);
    if (key === undefined) return place;
    return step.depth === 1 && key === 'return' ? whole : memberPlace(place, key);
  }, whole).unit;
}
