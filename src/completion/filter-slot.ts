// The slot in a filter of events: names and patterns between commas, members of an event's data after its name.
import { own } from '../json/value.js';
import { type Member, objectOf, type Schema, typeOf } from '../qapi/model.js';
import type { CompletionInput } from './candidate.js';
import type { FixedRow, Offer, Slot } from './slot.js';

/** Values by key of what else may stand among the words: `since=now`. */
type Keys = Readonly<Record<string, readonly string[]>>;

/** The slot in FILTER, which begins at `from`. `switches` may stand in its place as a whole. */
export function eventFilterSlot(
  input: CompletionInput,
  from: number,
  switches: readonly FixedRow[],
  keys: Keys = {},
): Slot | undefined {
  const { line, cursor, schema } = input;
  if (cursor < from) return undefined;
  const item = line.slice(from, cursor).split(',').at(-1) ?? '';
  const words = item
    .split(/\s+/)
    .filter((word, index, all) => word !== '' || index === all.length - 1);
  const typed = words.pop() ?? '';
  const start = cursor - typed.length;
  const [event] = words;
  if (event === undefined) return eventSlot(input, start, typed, switches);
  const equals = typed.indexOf('=');
  if (equals < 0) return slot(input, start, typed, memberOffers(schema, event, words, keys));
  const key = typed.slice(0, equals);
  const at = start + equals + 1;
  return slot(input, at, typed.slice(equals + 1), valueOffers(schema, event, key, keys));
}

function eventSlot(
  input: CompletionInput,
  start: number,
  typed: string,
  switches: readonly FixedRow[],
): Slot {
  const prefix = typed.startsWith('-') ? '-' : '';
  const rows: Offer[] = switches.length > 0 ? [{ kind: 'fixed', rows: switches }] : [];
  return slot(input, start, typed, [{ kind: 'events', prefix }, ...rows]);
}

function slot(
  { line, cursor }: CompletionInput,
  start: number,
  typed: string,
  offers: readonly Offer[],
): Slot {
  const end = cursor + (/^[^\s,]*/.exec(line.slice(cursor))?.[0].length ?? 0);
  return { replace: { start, end }, typed, notation: 'words', offers };
}

function membersOf(schema: Schema | undefined, event: string): readonly Member[] {
  const name = event.replace(/^-/, '').toUpperCase().replaceAll('-', '_');
  return schema === undefined
    ? []
    : (objectOf(schema, schema.events.get(name)?.arg)?.members ?? []);
}

function memberOffers(
  schema: Schema | undefined,
  event: string,
  words: readonly string[],
  keys: Keys,
): readonly Offer[] {
  const isGiven = (name: string) => words.some(word => word.startsWith(`${name}=`));
  const rows = membersOf(schema, event)
    .filter(member => !isGiven(member.name))
    .map(member => row(member.name, member.doc?.summary));
  const others = Object.keys(keys)
    .filter(key => !isGiven(key))
    .map(key => row(key));
  return [{ kind: 'fixed', rows: [...rows, ...others] }];
}

function row(label: string, detail = ''): FixedRow {
  return { label, insert: `${label}=`, kind: 'member', detail };
}

function valueOffers(
  schema: Schema | undefined,
  event: string,
  key: string,
  keys: Keys,
): readonly Offer[] {
  const fixed = own(keys, key);
  if (fixed !== undefined) {
    const rows = fixed.map(label => ({ label, insert: `${label} `, kind: 'value' }) as const);
    return [{ kind: 'fixed', rows }];
  }
  const member = membersOf(schema, event).find(({ name }) => name === key);
  const isKnown = member !== undefined && schema !== undefined;
  return isKnown && typeOf(schema, member.type) !== undefined
    ? [{ kind: 'values', type: member.type }]
    : [];
}
