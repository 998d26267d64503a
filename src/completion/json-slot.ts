// The slot in JSON: as a member's value on the line, or as raw QMP.
import { isJsonObject, type JsonValue } from '../json/value.js';
import type { Schema } from '../qapi/model.js';
import { findInMap } from '../qapi/object-view.js';
import { type Annotations, commandNotes } from '../shell/annotations.js';
import { type JsonPlace, placeIn } from './json-place.js';
import { type LooseNode, readLooseJson } from './json-reader.js';
import { memberOffers } from './member-offers.js';
import { descend, type Scope, type Surroundings, type Target } from './object-place.js';
import type { FixedRow, Offer, Slot } from './slot.js';
import { EMPTY_SURROUNDINGS, isBelow } from './surroundings.js';
import { valueOffers } from './value-offers.js';

interface Cursor {
  readonly line: string;
  readonly cursor: number;
}

/** The slot in JSON that begins at `start` and is the value of `target`. */
export function jsonSlot(
  at: Cursor,
  scope: Scope,
  target: Target,
  start: number,
): Slot | undefined {
  const node = readLooseJson(at.line, start, at.cursor);
  if (node === undefined) return undefined;
  const place = placeIn({ text: at.line, cursor: at.cursor }, node);
  const around = looseSurroundings(node, target.path);
  return typedSlot({ ...scope, around }, target, place);
}

function typedSlot(scope: Scope, root: Target, place: JsonPlace): Slot | undefined {
  const target = descend(scope, root, place.path);
  if (target === undefined) return undefined;
  const offers = place.kind === 'value' ? valueOffers(scope, target) : keyOffers(scope, target);
  return slotOf(place, offers);
}

function keyOffers(scope: Scope, target: Target): readonly Offer[] {
  return memberOffers(scope, target, row => !/^[0-9]/.test(row.key));
}

function slotOf(place: JsonPlace, offers: readonly Offer[]): Slot {
  const { replace, typed } = place;
  const notation = place.kind === 'behind' ? 'json-next' : 'json';
  return { replace, typed, notation, offers };
}

/** What is given in the JSON itself, below the path at which it stands. */
function looseSurroundings(root: LooseNode, base: readonly string[]): Surroundings {
  const members = (path: readonly string[]) => {
    const node = isBelow(path, base) ? nodeAt(root, path.slice(base.length)) : undefined;
    return node?.kind === 'object' ? node.members : [];
  };
  return {
    ...EMPTY_SURROUNDINGS,
    given: path => members(path).flatMap(({ key, colon }) => (colon === undefined ? [] : key.text)),
    tagValues: path =>
      Object.fromEntries(
        members(path).flatMap(({ key, value }) =>
          value?.kind === 'scalar' ? [[key.text, value.text]] : [],
        ),
      ),
    leavesOutData: () => false,
  };
}

function nodeAt(root: LooseNode, path: readonly string[]): LooseNode | undefined {
  let node: LooseNode | undefined = root;
  for (const step of path) {
    if (node?.kind === 'array') node = node.items[Number(step)];
    else if (node?.kind === 'object') node = node.members.find(row => row.key.text === step)?.value;
    else return undefined;
  }
  return node;
}

/** What raw QMP is completed with. */
export interface RawContext extends Cursor {
  readonly schema: Schema | undefined;
  readonly annotations: Annotations;
}

const RAW_ROWS: readonly (FixedRow & { readonly excludes?: string })[] = [
  rawRow('execute', '"execute": "', 'the command to run', 'exec-oob'),
  rawRow('arguments', '"arguments": {', 'its arguments'),
  rawRow('exec-oob', '"exec-oob": "', 'a command to run out of band', 'execute'),
  rawRow('id', '"id": ', 'comes back with the reply'),
];

function rawRow(label: string, insert: string, detail: string, excludes = label) {
  return { label, insert, kind: 'member', detail, excludes } as const;
}

/** The slot in raw QMP: `{"execute": "query-|`. */
export function rawSlot(context: RawContext, start: number): Slot | undefined {
  const node = readLooseJson(context.line, start, context.cursor);
  if (node === undefined) return undefined;
  const place = placeIn({ text: context.line, cursor: context.cursor }, node);
  const [top, ...below] = place.path;
  if (top === undefined) return place.kind === 'value' ? undefined : slotOf(place, rawKeys(node));
  const isName = (top === 'execute' || top === 'exec-oob') && below.length === 0;
  if (isName) return slotOf(place, [commandsFor(top)]);
  return top === 'arguments' ? argumentsSlot(context, node, place) : undefined;
}

function rawKeys(node: LooseNode): readonly Offer[] {
  const given = new Set(
    node.kind === 'object' ? node.members.flatMap(row => (row.colon ? row.key.text : [])) : [],
  );
  const rows = RAW_ROWS.filter(row => !given.has(row.label) && !given.has(row.excludes ?? ''));
  const isNamed = given.has('execute') || given.has('exec-oob');
  return [
    {
      kind: 'fixed',
      rows: rows.map(row => ({ ...row, mandatory: !isNamed && row.label === 'execute' })),
    },
  ];
}

function commandsFor(key: string): Offer {
  return { kind: 'commands', which: key === 'execute' ? 'all' : 'oob' };
}

function argumentsSlot(context: RawContext, node: LooseNode, place: JsonPlace): Slot | undefined {
  const { schema, annotations } = context;
  const name = textAt(node, 'execute') ?? textAt(node, 'exec-oob') ?? '';
  const command = schema && findInMap(schema.commands, name);
  const root = nodeAt(node, ['arguments']);
  if (schema === undefined || command?.arg === undefined || root === undefined) return undefined;
  const given = looseValue(root);
  const scope: Scope = {
    schema,
    annotations,
    command: command.name,
    notes: commandNotes(annotations, command.name),
    around: looseSurroundings(root, []),
    arguments: isJsonObject(given) ? given : {},
    isOpen: !command.closed,
  };
  const inner = { ...place, path: place.path.slice(1) };
  return typedSlot(scope, { type: command.arg, path: [] }, inner);
}

function textAt(node: LooseNode, key: string): string | undefined {
  const found = nodeAt(node, [key]);
  return found?.kind === 'scalar' ? found.text : undefined;
}

function looseValue(node: LooseNode): JsonValue {
  switch (node.kind) {
    case 'object':
      return Object.fromEntries(
        node.members.flatMap(({ key, value }) => (value ? [[key.text, looseValue(value)]] : [])),
      );
    case 'array':
      return node.items.map(looseValue);
    case 'scalar':
      return node.text;
  }
}
