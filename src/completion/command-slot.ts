// The slot among the words of a command or of a transaction's action.
import type { JsonObject } from '../json/value.js';
import { type EnumType, objectOf, type Schema, type TypeName, typeOf } from '../qapi/model.js';
import type { Annotations, CommandNotes } from '../shell/annotations.js';
import type { Place } from '../shell/binding/walk.js';
import type { Span } from '../shell/problem.js';
import type { Element, TextValue, Word } from '../shell/words.js';
import { backendOffers, chardevOffers } from './chardev-slot.js';
import { jsonSlot } from './json-slot.js';
import { keyCodes } from './member-forms.js';
import { memberOffers } from './member-offers.js';
import { descend, type Scope, type Target } from './object-place.js';
import type { Notation, Offer, Slot } from './slot.js';
import { surroundingsOf } from './surroundings.js';
import { valueOffers } from './value-offers.js';

/** What the words of a command belong to. */
export interface WordsContext {
  readonly line: string;
  readonly cursor: number;
  readonly schema: Schema;
  readonly annotations: Annotations;
  readonly command: string;
  readonly notes: CommandNotes | undefined;
  readonly type: TypeName;
  readonly isOpen: boolean;
  readonly positional: readonly string[];
  readonly words: readonly Word[];
  readonly notation: Notation;
  readonly inTransaction: boolean;
  /** Binds these words alone. */
  readonly bind: (words: readonly Word[]) => {
    readonly places: readonly Place[];
    readonly arguments: JsonObject;
  };
}

/** The slot at the cursor, which stands behind the command's name. */
export function wordsSlot(context: WordsContext): Slot | undefined {
  const { cursor, words } = context;
  const at = words.findLast(({ span }) => span.start <= cursor && cursor <= span.end);
  const scope = scopeOf(context, at);
  const root: Target = { type: context.type, path: [] };
  const shared = { notation: context.notation, inTransaction: context.inTransaction };
  const key = at?.key ?? { text: '', span: { start: cursor, end: cursor } };
  if (context.notation === 'options' && cursor <= key.span.end) {
    return optionSlot(context, scope, root, key, shared);
  }
  if (at?.key === undefined) return bareSlot(context, scope, root, at, shared);
  if (cursor <= at.key.span.end) return keySlot(context, scope, root, at.key, shared);
  const target = descend(scope, root, at.key.text.split('.'));
  return target && valueSlot(context, scope, target, at, shared);
}

type Shared = Pick<Slot, 'notation' | 'inTransaction'>;

function scopeOf(context: WordsContext, at: Word | undefined): Scope {
  const { schema, annotations, command, notes, isOpen, line } = context;
  const bound = context.bind(keyedWords(context, at));
  const around = surroundingsOf(bound.places, line);
  return { schema, annotations, command, notes, isOpen, around, arguments: bound.arguments };
}

/** The words but the one at the cursor, which no longer holds its turn among the bare words. */
function keyedWords({ words, positional }: WordsContext, at: Word | undefined): readonly Word[] {
  let next = 0;
  const keyed = words.map(word => {
    if (word.key !== undefined) return word;
    const text = positional[next] ?? '';
    next += 1;
    return { ...word, key: { text, span: { start: word.span.start, end: word.span.start } } };
  });
  return keyed.filter((word, index) => words[index] !== at && word.key?.text !== '');
}

/** A word without `=` may become a member's name, or be the next positional member's value. */
function bareSlot(
  context: WordsContext,
  scope: Scope,
  root: Target,
  at: Word | undefined,
  shared: Shared,
): Slot | undefined {
  const { cursor } = context;
  const word = at?.value;
  const position = positionalTarget(context, scope, root, at);
  if (at !== undefined && (word?.kind === 'json' || (word?.kind === 'text' && word.quoted))) {
    return position && valueSlot(context, scope, position, at, shared, true);
  }
  if (at !== undefined && position !== undefined && isInChord(context, scope, position, at)) {
    return valueSlot(context, scope, position, at, shared, true);
  }
  const span = at?.span ?? { start: cursor, end: cursor };
  const key = { text: context.line.slice(span.start, span.end), span };
  const members = keySlot(context, scope, root, key, shared);
  const isFirst = key.text.includes('.') && members !== undefined;
  if (position === undefined || (isFirst && members.offers.length > 0)) return members;
  const value = [
    ...valueOffers(scope, position, true),
    ...firstWordOffers(context, scope, root, at),
  ];
  if (members === undefined) return { ...bareReplace(context, span), ...shared, offers: value };
  return { ...members, offers: [...members.offers, ...value] };
}

/** Where the whole command may be one word in option syntax. */
function firstWordOffers(
  { command, words, inTransaction }: WordsContext,
  scope: Scope,
  root: Target,
  at: Word | undefined,
): readonly Offer[] {
  const isAlone = words.every(word => word === at);
  return command === 'chardev-add' && isAlone && !inTransaction ? backendOffers(scope, root) : [];
}

function bareReplace({ line, cursor }: WordsContext, span: Span) {
  return { replace: span, typed: line.slice(span.start, cursor) };
}

/** The member whose value a bare word at the cursor would be, if it is not given otherwise. */
function positionalTarget(
  { words, positional }: WordsContext,
  scope: Scope,
  root: Target,
  at: Word | undefined,
): Target | undefined {
  const before = at === undefined ? words : words.slice(0, words.indexOf(at));
  const name = positional[before.filter(word => word.key === undefined).length];
  if (name === undefined || scope.around.given([]).includes(name)) return undefined;
  return descend(scope, root, [name]);
}

/** An option's name; the first one's word is a value that its command takes without a name. */
function optionSlot(
  context: WordsContext,
  scope: Scope,
  root: Target,
  key: { readonly text: string; readonly span: Span },
  shared: Shared,
): Slot | undefined {
  if (context.command !== 'chardev-add') return keySlot(context, scope, root, key, shared);
  const offers = chardevOffers(scope, root);
  return { ...bareReplace(context, key.span), ...shared, offers };
}

/** A dotted key: the step at the cursor is replaced, those before it say where. */
function keySlot(
  { line, cursor }: WordsContext,
  scope: Scope,
  root: Target,
  key: { readonly text: string; readonly span: Span },
  shared: Shared,
): Slot | undefined {
  const before = line.slice(key.span.start, cursor);
  const start = key.span.start + before.lastIndexOf('.') + 1;
  const rest = key.text.slice(cursor - key.span.start);
  const dot = rest.indexOf('.');
  const end = dot < 0 ? key.span.end : cursor + dot;
  const steps = before.split('.').slice(0, -1);
  const target = descend(scope, root, steps);
  if (target === undefined) return undefined;
  const offers = memberOffers(scope, target);
  return { replace: { start, end }, typed: line.slice(start, cursor), ...shared, offers };
}

function valueSlot(
  context: WordsContext,
  scope: Scope,
  target: Target,
  word: Word,
  shared: Shared,
  isBare = false,
): Slot | undefined {
  const { value } = word;
  if (value.kind === 'json') return jsonSlot(context, scope, target, value.span.start);
  const part = textPart(context, value);
  const own = chordKeys(scope.schema, target.type) ? keyPart(context, part) : part;
  const offers = valueOffers(scope, target, isBare);
  return { ...shared, ...own, offers };
}

/** The keys that a list may have which are held together; undefined for another type. */
function chordKeys(schema: Schema, name: TypeName): EnumType | undefined {
  const type = typeOf(schema, name);
  const element = type?.kind === 'array' ? objectOf(schema, type.element) : undefined;
  const codes = element && typeOf(schema, keyCodes(schema, element) ?? '');
  return codes?.kind === 'enum' ? codes : undefined;
}

/** Whether the cursor is behind a key of a chord, and not in a name that has a dash: `hold-time`. */
function isInChord(
  { line, cursor }: WordsContext,
  { schema }: Scope,
  position: Target,
  { span }: Word,
): boolean {
  const before = line.slice(span.start, cursor).split('-').slice(0, -1);
  const keys = chordKeys(schema, position.type);
  return before.length > 0 && before.every(key => keys?.values.some(row => row.name === key));
}

/** The element of a text value that the cursor is in. A quote that is not closed reaches to the cursor only. */
function textPart({ line, cursor }: WordsContext, value: TextValue) {
  const element: Element | undefined = value.elements.find(
    ({ span }) => span.start <= cursor && cursor <= span.end,
  );
  const span = element?.span ?? value.span;
  const before = line.slice(span.start, cursor);
  const quote = /^["']/.exec(before)?.[0];
  const isOpen = quote !== undefined && element?.quoted && !isClosed(line, span, quote);
  return {
    replace: { start: span.start, end: isOpen ? cursor : span.end },
    typed: quote === undefined ? before : before.slice(1),
  };
}

/** One key of `ctrl-alt-f1`: what stands between the dashes around the cursor. */
function keyPart({ line, cursor }: WordsContext, part: ReturnType<typeof textPart>) {
  const { start, end } = part.replace;
  if (/^["']/.test(line.slice(start, end))) return part;
  const from = start + line.slice(start, cursor).lastIndexOf('-') + 1;
  const next = line.slice(cursor, end).indexOf('-');
  const replace = { start: from, end: next < 0 ? end : cursor + next };
  // As in option syntax no blank comes behind it where another key does.
  const notation = next < 0 ? {} : ({ notation: 'options' } as const);
  return { replace, typed: line.slice(from, cursor), ...notation };
}

function isClosed(line: string, span: Span, quote: string): boolean {
  return span.end - span.start > 1 && line[span.end - 1] === quote;
}
