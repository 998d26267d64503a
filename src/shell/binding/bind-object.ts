// The members of one object, given by dotted keys: which member each key means, and what all of them make.

import { setMember } from '../../json/parse.js';
import { type JsonObject, type JsonValue, own } from '../../json/value.js';
import { type Member, objectOf, typeOf } from '../../qapi/model.js';
import { findMember, type ObjectView, viewObject } from '../../qapi/object-view.js';
import { didYouMean } from '../nearest.js';
import { bindFreeGroup } from './bind-free.js';
import { bindElements } from './bind-list.js';
import { bindValue } from './bind-value.js';
import { openValue } from './open-value.js';
import {
  describeType,
  fail,
  type Given,
  givenTwice,
  lackingMember,
  ownerName,
  type Walk,
  type Where,
  warn,
  warnOfMarks,
} from './walk.js';

/** Binds an object's members. `open` takes names that the type does not have, as literal keys. */
export function bindObject(
  walk: Walk,
  where: Where,
  givens: readonly Given[],
  open = false,
): JsonObject {
  const tagValues = tagValuesOf(walk, where, givens);
  const view = viewObject(walk.schema, where.type, tag => own(tagValues, tag));
  const leavesOutData = wrapperOf(walk, where, view, givens);
  const groups = groupByMember(walk, where, view, givens, open, leavesOutData);
  const given = [...groups.keys()];
  walk.places.push({
    kind: 'members',
    span: undefined,
    type: where.type,
    path: where.path,
    given,
    tagValues,
    leavesOutData,
  });
  const object: Record<string, JsonValue> = {};
  for (const [name, group] of groups) {
    const member = view.members.find(row => row.name === name);
    const path = [...where.path, name];
    if (member === undefined && !open) setMember(object, name, bindFreeGroup(group));
    else setMember(object, name, bindMember(walk, { ...where, path }, member, group));
  }
  reportMissing(walk, where, view, given);
  return object;
}

/** The values given for the type's discriminators, wherever on the line they stand. */
function tagValuesOf(walk: Walk, where: Where, givens: readonly Given[]): Record<string, string> {
  const values: Record<string, string> = {};
  viewObject(walk.schema, where.type, tag => {
    const value = givens.find(
      given => given.path.length === 1 && findMember([named(tag)], given.path[0]!.text),
    )?.value;
    if (value?.kind === 'text') values[tag] = value.text;
    else if (value?.node.kind === 'string') values[tag] = value.node.value;
    return own(values, tag);
  });
  return values;
}

function named(name: string): Member {
  return { name, type: 'str', optional: false };
}

/** The givens by the member they belong to, in the order in which members first appear. */
function groupByMember(
  walk: Walk,
  where: Where,
  view: ObjectView,
  givens: readonly Given[],
  open: boolean,
  wrapped: boolean,
): Map<string, Given[]> {
  const groups = new Map<string, Given[]>();
  for (const given of givens) {
    const found = memberFor(walk, where, view, given, wrapped, open);
    if (found !== undefined)
      groups.set(found.name, [...(groups.get(found.name) ?? []), found.given]);
  }
  if (wrapped && !groups.has('data') && mayBeEmpty(walk, view)) groups.set('data', []);
  return groups;
}

/** Whether the wrapped object needs no members: `backend.type=null` alone is a whole backend. */
function mayBeEmpty(walk: Walk, view: ObjectView): boolean {
  const data = objectOf(walk.schema, view.members.find(member => member.name === 'data')?.type);
  if (data === undefined || data.tag !== undefined) return false;
  return data.members.every(member => member.optional);
}

interface Found {
  readonly name: string;
  readonly given: Given;
}

function memberFor(
  walk: Walk,
  where: Where,
  view: ObjectView,
  given: Given,
  wrapped: boolean,
  open: boolean,
): Found | undefined {
  const [step] = given.path;
  if (step === undefined) return undefined;
  const member = findMember(view.members, step.text);
  if (member !== undefined) return { name: member.name, given };
  if (wrapped) {
    const data = { text: 'data', span: { start: step.span.start, end: step.span.start } };
    return { name: 'data', given: { ...given, path: [data, ...given.path] } };
  }
  if (!open) {
    reportUnknown(walk, where, view, given);
    return { name: step.text, given };
  }
  const name = given.path.map(row => row.text).join('.');
  return { name, given: { ...given, path: [{ text: name, span: step.span }] } };
}

/** Whether the chosen branch is a wrapper whose only member is `data`, and its keys leave that out. */
function wrapperOf(walk: Walk, where: Where, view: ObjectView, givens: readonly Given[]): boolean {
  const own = objectOf(walk.schema, where.type);
  if (own?.tag === undefined || view.openTag !== undefined) return false;
  const added = view.members.filter(member => !own.members.includes(member));
  const isWrapper = added.length === 1 && added[0]?.name === 'data';
  const isObject =
    isWrapper && ['object', 'alternate'].includes(typeOf(walk.schema, added[0]!.type)?.kind ?? '');
  return isObject && !givens.some(given => given.path[0]?.text === 'data');
}

function reportUnknown(walk: Walk, where: Where, view: ObjectView, given: Given): void {
  const step = given.path[0]!;
  const names = view.members.map(member => member.name);
  const hint = didYouMean(step.text, names);
  const owner = ownerName(walk, where.path);
  const until =
    view.openTag === undefined || hint !== '' ? '' : ` as long as '${view.openTag}' is not given`;
  fail(
    walk,
    'unknown-member',
    step.span,
    `unexpected member '${step.text}' of ${owner}${until}${hint}`,
    lackingMember(walk, where.path, step.text),
  );
}

function reportMissing(walk: Walk, where: Where, view: ObjectView, given: readonly string[]): void {
  for (const member of view.members) {
    if (member.optional || given.includes(member.name)) continue;
    const what = describeType(walk.schema, member.type);
    const owner = ownerName(walk, where.path);
    fail(
      walk,
      'missing-member',
      where.span,
      `missing member '${member.name}' of ${owner}: expected ${what}`,
    );
  }
}

function bindMember(
  walk: Walk,
  where: Where,
  member: Member | undefined,
  group: readonly Given[],
): JsonValue {
  if (member === undefined) return bindOpenMember(walk, group);
  const span = group[0]?.path[0]?.span ?? where.span;
  warnOfMarks(walk, `'${where.path.join('.')}'`, member.features, span);
  return bindGroup(walk, { ...where, type: member.type }, group);
}

function bindOpenMember(walk: Walk, group: readonly Given[]): JsonValue {
  const [first, second] = group;
  if (second !== undefined) givenTwice(walk, second);
  const value = first!.value;
  if (value.kind === 'text' && !value.quoted) {
    const bound = openValue(value);
    const kind = typeof bound === 'string' ? 'text' : 'JSON';
    warn(walk, 'by-form', value.span, `the schema does not type this value: taken as ${kind}`);
  }
  return openValue(value);
}

/** What a group of givens that share their first step makes of the value at `where`: whole, or by its parts. */
export function bindGroup(walk: Walk, where: Where, group: readonly Given[]): JsonValue {
  const [whole, again] = group.filter(given => given.path.length === 1);
  const parts = group.filter(given => given.path.length > 1);
  if (again !== undefined) givenTwice(walk, again);
  if (whole !== undefined && parts[0] !== undefined) {
    const name = where.path.join('.');
    fail(walk, 'given-twice', parts[0].span, `'${name}' is given as a whole and by its parts`);
  }
  if (whole !== undefined) return bindValue(walk, where, whole.value);
  return bindParts(walk, where, parts.map(dropStep));
}

function dropStep(given: Given): Given {
  return { ...given, path: given.path.slice(1) };
}

/** A value given by dotted keys below it. */
function bindParts(walk: Walk, where: Where, parts: readonly Given[]): JsonValue {
  const type = typeOf(walk.schema, where.type);
  switch (type?.kind) {
    case 'object':
      return bindObject(walk, where, parts);
    case 'array':
      return bindElements(walk, where, type.element, parts);
    case 'alternate':
      return bindAlternateParts(
        walk,
        where,
        type.alternatives.map(row => row.type),
        parts,
      );
    case 'builtin':
      if (type.json === 'any') return bindOpenParts(walk, parts);
      break;
  }
  const step = parts[0]!.path[0]!;
  const what = describeType(walk.schema, where.type);
  fail(walk, 'wrong-type', step.span, `'${where.path.join('.')}' has no members: expected ${what}`);
  return bindOpenParts(walk, parts);
}

function bindAlternateParts(
  walk: Walk,
  where: Where,
  alternatives: readonly string[],
  parts: readonly Given[],
): JsonValue {
  const byIndex = /^[0-9]+$/.test(parts[0]?.path[0]?.text ?? '');
  const wanted = byIndex ? 'array' : 'object';
  const chosen = alternatives.find(name => typeOf(walk.schema, name)?.kind === wanted);
  if (chosen !== undefined) return bindParts(walk, { ...where, type: chosen }, parts);
  const name = where.path.join('.');
  fail(
    walk,
    'wrong-type',
    parts[0]!.span,
    `'${name}' takes no ${wanted === 'array' ? 'list' : 'members'}`,
  );
  return bindOpenParts(walk, parts);
}

/** In an open place the rest of each key is one literal name: `model.props.sse4.1=on`. */
function bindOpenParts(walk: Walk, parts: readonly Given[]): JsonValue {
  const object: Record<string, JsonValue> = {};
  for (const part of parts) {
    const name = part.path.map(step => step.text).join('.');
    if (Object.hasOwn(object, name)) givenTwice(walk, part);
    setMember(object, name, bindOpenMember(walk, [part]));
  }
  return object;
}
