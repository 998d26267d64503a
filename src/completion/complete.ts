// The engine: a place in a line -> ranked candidates. Pure; never throws, whatever stands on the line.
import { escapeLine } from '../shell/escape.js';
import type { Completion, CompletionInput, Sources, Want } from './candidate.js';
import { type Draft, draft, ORDER } from './draft.js';
import { findSlot } from './find-slot.js';
import { memberDrafts } from './member-drafts.js';
import {
  actionDrafts,
  commandDrafts,
  directiveDrafts,
  eventDrafts,
  topicDrafts,
} from './name-drafts.js';
import { pathSlot, wantsOf } from './path-slot.js';
import { isBackend, propertyDrafts, withFurtherOffers } from './property-values.js';
import { rank } from './rank.js';
import type { FixedRow, LiveOffer, MembersOffer, Offer, Slot } from './slot.js';
import { liveDrafts, valueDrafts } from './value-drafts.js';
import { isJson } from './write-value.js';

/** What may stand at the cursor, best first. */
export function complete(given: CompletionInput): Completion {
  const cursor = Math.min(Math.max(0, given.cursor), given.line.length);
  const input = { ...given, cursor };
  const found = findSlot(input);
  if (found === undefined) return { replace: [cursor, cursor], candidates: [], wants: [] };
  const slot = pathSlot(withFurtherOffers(found, input.sources));
  const drafts = distinct(
    slot,
    slot.offers.flatMap(offer => draftsOf(input, slot, offer)),
  );
  return {
    replace: [slot.replace.start, slot.replace.end],
    candidates: rank(
      drafts.filter(isTypeable).map(row => fitted(row, input, slot)),
      slot.typed,
    ),
    wants: slot.offers.flatMap(wantsOf),
  };
}

/** What several kinds of live values have in common stands once: a socket is a file too. */
function distinct({ offers }: Slot, drafts: readonly Draft[]): readonly Draft[] {
  if (offers.filter(offer => offer.kind === 'live').length < 2) return drafts;
  const seen = new Set<string>();
  return drafts.filter(({ insert }) => !seen.has(insert) && seen.add(insert));
}

/** A name with terminal control in it is none that a line could take; only a hostile server has such. */
function isTypeable({ insert }: Draft): boolean {
  return /^[ -~]*$/.test(insert) || insert === escapeLine(insert);
}

function draftsOf(input: CompletionInput, slot: Slot, offer: Offer): readonly Draft[] {
  const { schema, sources } = input;
  switch (offer.kind) {
    case 'commands':
      return permitted(input, offer.want, commandDrafts(input, offer.which, slot.notation));
    case 'actions':
      return actionDrafts(input);
    case 'directives':
      return directiveDrafts(input);
    case 'topics':
      return topicDrafts(input);
    case 'events':
      return eventDrafts(schema, offer.prefix);
    case 'members':
      return withSettings(input, offer, slot);
    case 'values':
      return schema === undefined ? [] : valueDrafts(schema, offer, slot, sources);
    case 'live':
      return liveOffer(input, slot, offer);
    case 'property':
      return propertyDrafts(offer, slot, schema, sources);
    case 'fixed':
      return offer.rows.map(row => fixedDraft(row, slot));
  }
}

/** Without those that the server is known to refuse. */
function permitted(
  { sources }: CompletionInput,
  want: Want | undefined,
  drafts: readonly Draft[],
): readonly Draft[] {
  const known = want && sources?.(want);
  if (known === undefined) return drafts;
  const names = new Set(known.map(row => row.name));
  return drafts.filter(row => names.has(row.label));
}

/** Members, each with what it is set to now, where that is known. */
function withSettings(
  { schema, sources }: CompletionInput,
  { rows, want }: MembersOffer,
  { notation }: Slot,
): readonly Draft[] {
  const drafts = schema === undefined ? [] : memberDrafts(schema, rows, notation);
  const settings = (want && sources?.(want)) ?? [];
  const now = new Map(settings.map(({ name, detail }) => [name, detail]));
  return drafts.map(row => {
    const value = now.get(row.label);
    return value === undefined ? row : { ...row, detail: `now ${value}; ${row.detail}` };
  });
}

function fixedDraft(row: FixedRow, { notation }: Slot): Draft {
  const comma = notation === 'json-next' ? ', ' : '';
  const order = row.mandatory ? ORDER.mandatory : ORDER.plain;
  return draft({ ...row, insert: comma + row.insert, order });
}

/** A name that can stand before `=` as it is. */
const MEMBER_NAME = /^[^\s="'{}[\],;()]+$/;

function liveOffer(
  { sources }: CompletionInput,
  slot: Slot,
  { want, as, except = [] }: LiveOffer,
): readonly Draft[] {
  const rows = liveDrafts(
    want,
    isWhole(want) ? withinFolder(slot, sources) : sources,
    slot,
    slot.typed,
  );
  if (as === 'value') return rows;
  const comma = slot.notation === 'json-next' ? ', ' : '';
  return rows
    .filter(({ label }) => MEMBER_NAME.test(label) && !except.includes(label))
    .map(row => {
      const insert = isJson(slot.notation)
        ? `${comma}${JSON.stringify(row.label)}: `
        : `${row.label}=`;
      return { ...row, ...propertyOrder(row), kind: 'member' as const, insert };
    });
}

/** Whether names stand with all of their path, in a place where paths go by steps. */
function isWhole({ kind }: Want): boolean {
  return kind === 'target';
}

/** Of names with a path, those below what stands already. */
function withinFolder({ folder = '' }: Slot, sources: Sources | undefined): Sources {
  return want =>
    sources?.(want)?.flatMap(value =>
      value.name.startsWith(folder) ? [{ ...value, name: value.name.slice(folder.length) }] : [],
    );
}

/** What a device works on comes before its other properties, and experiments last. */
function propertyOrder({ label, type }: Draft): Pick<Draft, 'order' | 'points'> {
  if (isBackend(label, type)) return { order: ORDER.plain + 8, points: 3 };
  return { order: label.startsWith('x-') ? ORDER.lesser : ORDER.plain };
}

/** What the line has already behind the place is not put in again: `=`, a dot, a blank, a colon. */
function fitted(row: Draft, { line }: CompletionInput, { replace, notation }: Slot): Draft {
  const next = line[replace.end] ?? '';
  const colon =
    notation === 'json' && row.kind === 'member' ? /^("(?:[^"\\]|\\.)*"): .*$/ : undefined;
  if (colon !== undefined && /^\s*:/.test(line.slice(replace.end))) {
    return { ...row, insert: row.insert.replace(colon, '$1') };
  }
  const isThere = /[=.\s]/.test(next) && row.insert.endsWith(next === '\n' ? ' ' : next);
  return isThere ? { ...row, insert: row.insert.slice(0, -1) } : row;
}
