// Lists on a line: `a,b,c`, keys of a chord, pairs of a name and a value, elements by index.
import type { JsonValue } from '../../json/value.js';
import {
  type EnumType,
  type ObjectType,
  objectOf,
  type SchemaType,
  typeOf,
} from '../../qapi/model.js';
import type { Element, TextValue } from '../words.js';
import { openValue } from './open-value.js';
import { fail, type Given, type Walk, type Where } from './walk.js';

/** A list written as text: its elements between commas; nothing at all is the empty list. */
export function bindListText(
  walk: Walk,
  where: Where,
  element: string,
  value: TextValue,
): JsonValue {
  const type = typeOf(walk.schema, element);
  if (value.text === '' && !value.elements.some(row => row.quoted)) return [];
  if (isKeyList(walk, type)) return bindChord(walk, where, element, value);
  const wrapped = type?.kind === 'object' ? stringWrapper(walk, type) : undefined;
  if (type?.kind === 'object' && wrapped === undefined)
    return elementsExpected(walk, where, value, 'objects');
  if (type?.kind === 'array') return elementsExpected(walk, where, value, 'lists');
  return value.elements.map(({ text, quoted, span }, index) => {
    const one: TextValue = { kind: 'text', text, quoted, span, elements: [{ text, quoted, span }] };
    const path = [...where.path, String(index)];
    if (wrapped === undefined)
      return walk.recurse.value(walk, { ...where, type: element, path }, one);
    return { [wrapped]: text };
  });
}

/** An object with a string for its only member (QAPI's `String`) is written as that string. */
function stringWrapper(walk: Walk, type: ObjectType): string | undefined {
  const [only, ...others] = type.members;
  if (only === undefined || others.length > 0 || type.tag !== undefined) return undefined;
  const member = typeOf(walk.schema, only.type);
  return member?.kind === 'builtin' && member.json === 'string' ? only.name : undefined;
}

function elementsExpected(
  walk: Walk,
  where: Where,
  value: TextValue,
  of: 'objects' | 'lists',
): JsonValue {
  const name = where.path.at(-1) ?? 'it';
  const key = of === 'lists' ? `${name}.0.0` : `${name}.0.MEMBER`;
  fail(
    walk,
    'wrong-type',
    value.span,
    `'${name}' is a list of ${of}: expected ${key}=VALUE, or [...]; found '${value.text}'`,
  );
  return openValue(value);
}

/** QEMU's KeyValue: a union whose tag chooses a key by number or by the name of a QKeyCode. */
function isKeyList(walk: Walk, type: SchemaType | undefined): boolean {
  if (type?.kind !== 'object' || type.branches === undefined) return false;
  return type.tag === 'type' && keyCodes(walk, type) !== undefined;
}

function keyCodes(walk: Walk, type: ObjectType): EnumType | undefined {
  const branch = type.branches?.find(row => row.value === 'qcode');
  const data = objectOf(walk.schema, branch?.type)?.members.find(member => member.name === 'data');
  const codes = data === undefined ? undefined : typeOf(walk.schema, data.type);
  return codes?.kind === 'enum' ? codes : undefined;
}

/** `ctrl-alt-f1`, `ctrl,"f1"`: keys held together. No QKeyCode has a `-` in its name. */
function bindChord(walk: Walk, where: Where, element: string, value: TextValue): JsonValue {
  const codes = keyCodes(walk, objectOf(walk.schema, element)!)!;
  return value.elements.flatMap(keysOf).map((key, index) => {
    if (!key.quoted && /^0x[0-9a-f]+$|^[0-9]{2,}$/i.test(key.text))
      return { type: 'number', data: Number(key.text) };
    const path = [...where.path, String(index), 'data'];
    const one: TextValue = { kind: 'text', ...key, elements: [] };
    return {
      type: 'qcode',
      data: walk.recurse.value(walk, { ...where, type: codes.name, path }, one),
    };
  });
}

/** The keys of an element, each with its place; what is quoted is one. */
function keysOf({ text, quoted, span }: Element): Element[] {
  if (quoted) return [{ text, quoted, span }];
  let at = span.start;
  return text.split('-').map(key => {
    const start = at;
    at += key.length + 1;
    return { text: key, quoted, span: { start, end: start + key.length } };
  });
}

/** `list.0=x`, `list.1.a=y`: elements by index, without a gap; or pairs by their name, `capabilities.events=on`. */
export function bindElements(
  walk: Walk,
  where: Where,
  element: string,
  givens: readonly Given[],
): JsonValue {
  const pair = pairOf(walk, element);
  if (pair !== undefined && !givens.every(given => isIndex(given))) {
    return givens.map((given, index) => bindPair(walk, where, pair, element, given, index));
  }
  const groups = groupByIndex(walk, where, givens);
  const indices = [...groups.keys()].sort((a, b) => a - b);
  return indices.map((index, position) => {
    const group = groups.get(index)!;
    if (index !== position) {
      fail(
        walk,
        'syntax',
        group[0]!.path[0]!.span,
        `expected index ${position}: indices have no gaps`,
      );
    }
    const path = [...where.path, String(index)];
    return walk.recurse.group(walk, { type: element, path, span: where.span }, group);
  });
}

function isIndex(given: Given): boolean {
  return /^(0|[1-9][0-9]*)$/.test(given.path[0]?.text ?? '');
}

function groupByIndex(walk: Walk, where: Where, givens: readonly Given[]): Map<number, Given[]> {
  const groups = new Map<number, Given[]>();
  for (const given of givens) {
    const step = given.path[0];
    if (step === undefined || !isIndex(given)) {
      const name = where.path.join('.');
      fail(
        walk,
        'syntax',
        step?.span ?? given.span,
        `'${name}' is a list: expected an index (${name}.0)`,
      );
      continue;
    }
    const index = Number(step.text);
    groups.set(index, [...(groups.get(index) ?? []), given]);
  }
  return groups;
}

interface Pair {
  readonly name: string;
  readonly nameType: EnumType;
  readonly value: string;
  readonly valueType: string;
}

/** An element that is a name from an enum and one value, both mandatory: MigrationCapabilityStatus and its like. */
function pairOf(walk: Walk, element: string): Pair | undefined {
  const type = objectOf(walk.schema, element);
  const [name, value, ...others] = type?.members ?? [];
  if (name === undefined || value === undefined || others.length > 0 || type?.tag !== undefined)
    return undefined;
  const nameType = typeOf(walk.schema, name.type);
  if (nameType?.kind !== 'enum' || name.optional || value.optional) return undefined;
  return { name: name.name, nameType, value: value.name, valueType: value.type };
}

function bindPair(
  walk: Walk,
  where: Where,
  pair: Pair,
  element: string,
  given: Given,
  index: number,
): JsonValue {
  const [step, ...rest] = given.path;
  const path = [...where.path, String(index)];
  if (step === undefined || rest.length > 0) {
    fail(walk, 'unknown-member', given.span, `expected ${where.path.join('.')}.NAME=VALUE`);
    return {};
  }
  const word: TextValue = {
    kind: 'text',
    text: step.text,
    quoted: false,
    span: step.span,
    elements: [],
  };
  const name = walk.recurse.value(walk, { ...where, type: pair.nameType.name, path }, word);
  const value = walk.recurse.value(
    walk,
    { ...where, type: pair.valueType, path: [...path, pair.value] },
    given.value,
  );
  walk.places.push({ kind: 'value', span: step.span, type: element, path });
  return { [pair.name]: name, [pair.value]: value };
}
