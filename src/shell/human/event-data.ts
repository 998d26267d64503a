// The data of an event on one line, its numbers exact and with their units.
import { textMembers } from '../../json/text.js';
import { numberFromText } from '../../json/value.js';
import type { Annotations } from '../annotations.js';
import type { Unit } from './member-units.js';
import { fullQuantity } from './quantity.js';

/**
 * `device=b0 len=67108864 (64 MiB)`; members that are objects or lists as their JSON. Not escaped.
 * @param json the text of the event's `data`.
 */
export function eventData(name: string, json: string, annotations: Annotations): string {
  const members = textMembers(json).map(
    ({ key, text }) => `${key}=${memberText(text, unitOf(annotations, name, key))}`,
  );
  return members.length === 0 ? json : members.join(' ');
}

function unitOf({ events }: Annotations, name: string, key: string): Unit | undefined {
  const members = Object.hasOwn(events, name) ? events[name]?.members : undefined;
  return members !== undefined && Object.hasOwn(members, key) ? members[key]?.unit : undefined;
}

function memberText(json: string, unit: Unit | undefined): string {
  if (json.startsWith('"')) {
    const value: unknown = JSON.parse(json);
    return typeof value === 'string' ? value : json;
  }
  const isNumber = unit !== undefined && /^-?\d/.test(json);
  return isNumber ? fullQuantity(numberFromText(json), unit) : json;
}
