// Candidates for a value: what its type allows, and what the server has.
import {
  type AlternateType,
  type EnumType,
  type Schema,
  type TypeName,
  typeOf,
} from '../qapi/model.js';
import { readInteger } from '../shell/numbers.js';
import type { LiveValue, Sources, Want } from './candidate.js';
import { type Draft, draft, marked, ORDER } from './draft.js';
import { listOf, matchNames } from './match/match-names.js';
import { isStringWrapper, keyCodes } from './member-forms.js';
import { MOST_CANDIDATES } from './rank.js';
import { schemaValues } from './schema-values.js';
import type { Slot, ValuesOffer } from './slot.js';
import { typeText } from './type-text.js';
import { isUsual, placeOfValue } from './usual-values.js';
import { isJson, plainInsert, textInsert, type ValuePlace } from './write-value.js';

/** What is meant most often is ahead of what matches a little better. */
const USUAL_POINTS = 3;

/** A value offer with what all of its candidates are written by. */
interface Values {
  readonly schema: Schema;
  readonly offer: ValuesOffer;
  readonly place: ValuePlace;
  readonly isTyped: boolean;
}

export function valueDrafts(
  schema: Schema,
  offer: ValuesOffer,
  slot: Slot,
  sources: Sources | undefined,
): readonly Draft[] {
  const mustLookLikeText = isOpenToOthers(schema, offer.type);
  const { notation, inTransaction, folder } = slot;
  const isNumber = takesIntegers(schema, offer.type);
  const place = {
    ...{ notation, inTransaction, folder, isNumber, mustLookLikeText },
    ...(slot.joint && { joint: slot.joint }),
    isBare: offer.isBare,
  };
  const values = { schema, offer, place, isTyped: slot.typed !== '' };
  const typed = ofType(values, offer.type);
  const { want } = offer;
  const told = want === undefined || typed.length > 0 ? [] : schemaValues(schema, want.kind);
  const live =
    want === undefined ? [] : liveDrafts(want, sourcesFor(values, sources), place, slot.typed);
  const written = told?.map(value => liveDraft(value, place)) ?? [];
  return [...live, ...written, ...typed, ...sizes(values), ...madeUp(values)];
}

/** Where names of a server's cannot stand, only values that have words of their own remain. */
function sourcesFor({ schema, offer }: Values, sources: Sources | undefined): Sources | undefined {
  if (takesNames(schema, offer.type) || sources === undefined) return sources;
  return want => (offer.isBare ? sources(want)?.filter(row => row.words !== undefined) : []);
}

/** Whether a type takes text or a number that it does not list itself. */
function takesNames(schema: Schema, name: TypeName): boolean {
  const type = typeOf(schema, name);
  switch (type?.kind) {
    case 'builtin':
      return type.json !== 'boolean' && type.json !== 'null';
    case 'array':
      return takesNames(schema, type.element);
    case 'alternate':
      return type.alternatives.some(row => takesNames(schema, row.type));
    case 'object':
      return isStringWrapper(schema, type);
    default:
      return false;
  }
}

function takesIntegers(schema: Schema, name: TypeName): boolean {
  const type = typeOf(schema, name);
  return type?.kind === 'builtin' && type.json === 'int';
}

/** Whether text must be told from other values here. */
function isOpenToOthers(schema: Schema, name: TypeName): boolean {
  const type = typeOf(schema, name);
  if (type?.kind === 'array') return isOpenToOthers(schema, type.element);
  return type?.kind === 'alternate' || (type?.kind === 'builtin' && type.json === 'any');
}

function ofType(values: Values, name: TypeName): readonly Draft[] {
  const { schema, place } = values;
  const type = typeOf(schema, name);
  switch (type?.kind) {
    case 'enum':
      return enumDrafts(values, type);
    case 'builtin':
      return builtinDrafts(values, type.json);
    case 'array':
      return isJson(place.notation) ? [opening('[')] : elementDrafts(values, type.element);
    case 'alternate':
      return alternateDrafts(values, type);
    case 'object':
      return isJson(place.notation) ? [opening('{')] : [];
    default:
      return [];
  }
}

function opening(bracket: string): Draft {
  return draft({ insert: bracket, label: bracket, kind: 'value', order: ORDER.lesser });
}

function enumDrafts({ schema, offer, place }: Values, type: EnumType): readonly Draft[] {
  const text = typeText(schema, type.name);
  const rows = type.values.map(value => {
    const marks = marked(value);
    const place_ = placeOfValue(schema, value.name, offer.union, offer.isNested ?? false);
    const points = isUsual(value.name) ? USUAL_POINTS : 0;
    const lower = marks.deprecated || marks.unstable ? ORDER.deprecated : ORDER.value;
    return draft({
      insert: textInsert(value.name, { ...place, mustLookLikeText: false }),
      label: value.name,
      kind: 'value',
      type: text,
      detail: value.doc?.summary ?? '',
      ...marks,
      order: lower - place_ / 10,
      points,
    });
  });
  return rows;
}

function builtinDrafts({ place, isTyped }: Values, json: string): readonly Draft[] {
  if (json === 'null') return [word('null', 'null', place)];
  if (json !== 'boolean') return [];
  const flags = ['true', 'false'].map(flag => word(flag, 'bool', place));
  if (!isTyped || isJson(place.notation)) return flags;
  const others = ['on', 'off', 'yes', 'no'].map(flag => word(flag, 'bool', place));
  return [...flags, ...others.map(row => ({ ...row, order: ORDER.lesser }))];
}

function word(text: string, type: string, place: ValuePlace): Draft {
  const insert = plainInsert(text, place);
  return draft({ insert, label: text, kind: 'value', type, order: ORDER.value });
}

function elementDrafts(values: Values, element: TypeName): readonly Draft[] {
  const type = typeOf(values.schema, element);
  if (type?.kind !== 'object') return ofType(values, element);
  const codes = keyCodes(values.schema, type);
  return codes === undefined ? [] : ofType(values, codes);
}

function alternateDrafts(values: Values, { alternatives }: AlternateType): readonly Draft[] {
  return alternatives.flatMap(row => ofType(values, row.type));
}

/** Of more values than this, those that do not match are not even written out. */
const MANY_VALUES = 200;

/** Live values as candidates; none where the server was not, or could not be, asked. */
export function liveDrafts(
  want: Want,
  sources: Sources | undefined,
  place: ValuePlace,
  typed: string,
): readonly Draft[] {
  const values = sources?.(want) ?? [];
  // The array is passed on as it is: what was prepared for matching is kept by it.
  const matches = values.length > MANY_VALUES ? matching(values, typed) : values;
  const likely = fitting(matches, want, place, typed);
  return likely.flatMap(value => {
    const mayGoOn = want.kind === 'qom-path' && value.goesOn === false && isBegun(value, typed);
    const end = liveDraft(value, place);
    if (!mayGoOn) return [end];
    return [end, { ...liveDraft({ ...value, goesOn: true }, place), label: `${value.name}/` }];
  });
}

/** An object is a place of its own and may have others below it; the second is offered when it is begun. */
function isBegun({ name }: LiveValue, typed: string): boolean {
  return typed !== '' && name.startsWith(typed);
}

/** Numbers where one is wanted; hidden files only for who asks for them. */
function fitting(
  values: readonly LiveValue[],
  { kind }: Want,
  { isNumber }: ValuePlace,
  typed: string,
): readonly LiveValue[] {
  if (isNumber) return values.filter(({ name }) => readInteger(name).ok);
  const isFile = kind === 'file' || kind === 'address';
  if (!isFile || typed.startsWith('.')) return values;
  return values.filter(({ name }) => !name.startsWith('.'));
}

/** The best of many, in no order. */
function matching(values: readonly LiveValue[], typed: string): readonly LiveValue[] {
  if (typed === '') return values.slice(0, MOST_CANDIDATES);
  const matches = [
    ...matchNames(
      listOf(values, value => value.name),
      typed,
    ),
  ];
  matches.sort((a, b) => b.score - a.score);
  return matches.slice(0, MOST_CANDIDATES).map(({ index }) => values[index]!);
}

function liveDraft(value: LiveValue, place: ValuePlace): Draft {
  const { name, detail, type, goesOn, words } = value;
  const { joint = '/' } = place;
  const written = place.isNumber
    ? plainInsert(name, place)
    : textInsert(goesOn ? name + joint : name, place, goesOn);
  return draft({
    insert: place.isBare ? (words ?? written) : written,
    label: name,
    kind: goesOn === undefined || joint === ' ' ? 'value' : 'path',
    type: type ?? '',
    detail: detail ?? '',
    order: ORDER.value + 5,
  });
}

/** Where a small bare number is refused, what a size looks like. */
function sizes({ offer, place }: Values): readonly Draft[] {
  if (offer.notes?.['refuse-small'] !== true) return [];
  const rows = isJson(place.notation) ? ['1073741824'] : ['1G', '10G', '512M'];
  return rows.map(text => word(text, 'size', place));
}

/** What the user makes up, where a number would not do; not in the middle of a path. */
function madeUp({ offer, place }: Values): readonly Draft[] {
  const texts = place.folder ? [] : (offer.madeUp ?? []);
  return texts.map(text =>
    draft({ insert: textInsert(text, place), label: text, kind: 'value', detail: 'of your own' }),
  );
}
