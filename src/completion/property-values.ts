// Values of members that no schema has: typed by what the server says of the property, or known by its name.
import { own } from '../json/value.js';
import { type Schema, typeOf } from '../qapi/model.js';
import { isJsonNumberText } from '../shell/numbers.js';
import type { LiveValue, Sources, Want } from './candidate.js';
import { type Draft, draft, ORDER } from './draft.js';
import type { Offer, PropertyOffer, Slot } from './slot.js';
import { plainInsert, textInsert } from './write-value.js';

/** Properties whose names say what their values are, whichever device has them. */
const BY_NAME: Readonly<Record<string, Want>> = {
  drive: { kind: 'block-any' },
  netdev: { kind: 'netdev' },
  chardev: { kind: 'chardev' },
  'socket-id': { kind: 'cpu-slot', of: 'socket-id' },
  'die-id': { kind: 'cpu-slot', of: 'die-id' },
  'core-id': { kind: 'cpu-slot', of: 'core-id' },
  'thread-id': { kind: 'cpu-slot', of: 'thread-id' },
};

/** Whether a property is what a device is given to work on: the first that one thinks of. */
export function isBackend(name: string, type: string): boolean {
  return Object.hasOwn(BY_NAME, name) || /^link<\w+-backend>$/.test(type);
}

/** The slot with what a property's values are looked for among, as far as its name or the server tells. */
export function withFurtherOffers(slot: Slot, sources: Sources | undefined): Slot {
  const offers = slot.offers.flatMap(offer =>
    offer.kind === 'property' ? [offer, ...furtherOffers(offer, sources)] : [offer],
  );
  return { ...slot, offers };
}

function furtherOffers(offer: PropertyOffer, sources: Sources | undefined): readonly Offer[] {
  const named = own(BY_NAME, offer.name);
  const want = named ?? linkWant(propertyOf(offer, sources));
  return want === undefined ? [] : [{ kind: 'live', want, as: 'value' }];
}

function propertyOf({ want, name }: PropertyOffer, sources?: Sources): LiveValue | undefined {
  return sources?.(want)?.find(row => row.name === name);
}

/** `link<iothread>` is the id of an I/O thread. */
function linkWant(property: LiveValue | undefined): Want | undefined {
  const of = /^link<(.+)>$/.exec(property?.type ?? '')?.[1];
  return of === undefined ? undefined : { kind: 'linked-object', of };
}

/** The values that a property's type has, and the one it has now. */
export function propertyDrafts(
  offer: PropertyOffer,
  slot: Slot,
  schema: Schema | undefined,
  sources: Sources | undefined,
): readonly Draft[] {
  const property = propertyOf(offer, sources);
  if (property === undefined) return [];
  const [now] = (offer.now && sources?.(offer.now)) ?? [];
  const listed = property.type === 'bool' ? ['true', 'false'] : namesOf(property, schema);
  const others = now === undefined || listed.includes(now.name) ? [] : [now.name];
  const place = { ...slot, isBare: offer.isBare };
  return [...others, ...listed].map(value => {
    const isText = value === now?.name ? now.type === 'string' : property.type !== 'bool';
    const mustLookLikeText = readsAsOther(value);
    return draft({
      insert: isText
        ? textInsert(value, { ...place, mustLookLikeText })
        : plainInsert(value, place),
      label: value,
      kind: 'value',
      type: property.type ?? '',
      detail: value === now?.name ? 'what it is now' : '',
      order: ORDER.value,
    });
  });
}

/** Whether an open place takes the bare word for something that is no text (`shell/binding/open-value`). */
function readsAsOther(text: string): boolean {
  return /^(true|false|null)$/.test(text) || isJsonNumberText(text);
}

/** Of an enum: its values by the schema, where it has a type of that name, else by the description. */
function namesOf({ type = '', detail = '' }: LiveValue, schema: Schema | undefined): string[] {
  const known = schema && typeOf(schema, type);
  if (known?.kind === 'enum') return known.values.map(value => value.name);
  const isEnum = /^[A-Z]/.test(type) || type === 'str';
  const listed = /(?:^|\s)([\w-]+(?:\/[\w-]+)+)$/.exec(detail)?.[1];
  return isEnum && listed !== undefined ? listed.split('/') : [];
}
