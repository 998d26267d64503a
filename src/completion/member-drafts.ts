// Candidates for a member's name, with what goes on behind it.
import type { Schema } from '../qapi/model.js';
import { type Draft, draft, marked, ORDER } from './draft.js';
import { jsonForm, lineForms } from './member-forms.js';
import type { MemberRow, Notation } from './slot.js';
import { typeText } from './type-text.js';

export function memberDrafts(
  schema: Schema,
  rows: readonly MemberRow[],
  notation: Notation,
): readonly Draft[] {
  return rows.flatMap(row =>
    formsOf(schema, row, notation).map(form => memberDraft(schema, row, form)),
  );
}

interface Form {
  readonly insert: string;
  /** Another way to write what an earlier one writes. */
  readonly isSecond: boolean;
}

function formsOf(
  schema: Schema,
  { key, member, mandatory }: MemberRow,
  notation: Notation,
): Form[] {
  if (notation === 'json' || notation === 'json-next') {
    const comma = notation === 'json-next' ? ', ' : '';
    const insert = `${comma}${JSON.stringify(key)}: ${jsonForm(schema, member.type)}`;
    return [{ insert, isSecond: false }];
  }
  const forms = lineForms(schema, member.type);
  const wanted = mandatory ? forms : forms.filter(form => !form.endsWith(' '));
  return wanted.map((form, index) => ({ insert: key + form, isSecond: index > 0 }));
}

function memberDraft(schema: Schema, row: MemberRow, { insert, isSecond }: Form): Draft {
  const { member, key, mandatory } = row;
  return draft({
    insert,
    label: key,
    kind: 'member',
    type: typeText(schema, member.type),
    mandatory,
    detail: member.doc?.summary ?? '',
    ...marked(member),
    order: orderOf(row) - (isSecond ? 1 : 0),
  });
}

function orderOf({ member, mandatory, isTag }: MemberRow): number {
  if (mandatory) return isTag ? ORDER.tag : ORDER.mandatory;
  const { deprecated, unstable } = marked(member);
  if (deprecated || unstable) return ORDER.deprecated;
  return NAMES.has(member.name) ? ORDER.plain + 5 : ORDER.plain;
}

/** What nearly everybody gives, though it is optional: the name by which a thing is known from then on. */
const NAMES: ReadonlySet<string> = new Set(['node-name', 'id', 'job-id']);
