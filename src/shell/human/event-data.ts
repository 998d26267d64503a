// The data of an event on one line, its numbers exact and with their units.
import { textMembers } from '../../json/text.js';
import { numberFromText, own } from '../../json/value.js';
import type { Annotations } from '../annotations.js';
import { eventWords } from './event-words.js';
import type { Unit } from './member-units.js';
import { fullQuantity } from './quantity.js';

/** Says nothing where it is this: no limit, no name. */
const SAYS_NOTHING: ReadonlyMap<string, string> = new Map([
  ['speed', '0 B/s'],
  ['device', ''],
]);

/**
 * `mirror 'm0' completed, ...` where there are words for it, else the members: `device=b0 len=67108864 (64 MiB)`; members that are objects or lists as their JSON. Not escaped.
 * @param json the text of the event's `data`.
 */
export function eventData(name: string, json: string, annotations: Annotations): string {
  const members = new Map(
    textMembers(json).map(({ key, text }) => [
      key,
      memberText(text, unitOf(annotations, name, key)),
    ]),
  );
  if (members.size === 0) return json;
  const words = eventWords(name, members);
  const rest = [...members].filter(([key, value]) => {
    return words === undefined || !(words.told.has(key) || SAYS_NOTHING.get(key) === value);
  });
  const told = words === undefined ? [] : [words.text];
  return [...told, ...rest.map(([key, value]) => `${key}=${value}`)].join(' ');
}

function unitOf({ events }: Annotations, name: string, key: string): Unit | undefined {
  return own(events.get(name)?.members ?? {}, key)?.unit;
}

function memberText(json: string, unit: Unit | undefined): string {
  if (json.startsWith('"')) {
    const value: unknown = JSON.parse(json);
    return typeof value === 'string' ? value : json;
  }
  const isNumber = unit !== undefined && /^-?\d/.test(json);
  return isNumber ? fullQuantity(numberFromText(json), unit) : json;
}
