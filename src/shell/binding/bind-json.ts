// A JSON value on the line, held against the schema: the same rules by which the server will judge it.
import { setMember } from '../../json/parse.js';
import { type JsonValue, own } from '../../json/value.js';
import {
  type AlternateType,
  type EnumType,
  type Member,
  type SchemaType,
  typeOf,
} from '../../qapi/model.js';
import { findMember, viewObject } from '../../qapi/object-view.js';
import { didYouMean } from '../nearest.js';
import { type JsonMember, type JsonNode, memberNode, nodeValue } from '../relaxed-json.js';
import { checkRange } from './integer-rules.js';
import {
  describeType,
  fail,
  lackingMember,
  lackingValue,
  ownerName,
  type Walk,
  type Where,
  warnOfMarks,
} from './walk.js';

/** The value of the node, with the names of members as the schema spells them. */
export function bindJson(walk: Walk, where: Where, node: JsonNode): JsonValue {
  const type = typeOf(walk.schema, where.type);
  switch (type?.kind) {
    case 'object':
      return node.kind === 'object'
        ? bindJsonObject(walk, where, node)
        : wrongNode(walk, where, node);
    case 'array':
      return node.kind === 'array'
        ? node.items.map((item, index) => bindItem(walk, where, type.element, item, index))
        : wrongNode(walk, where, node);
    case 'enum':
      return bindJsonEnum(walk, where, type, node);
    case 'alternate':
      return bindJsonAlternate(walk, where, type, node);
    case 'builtin':
      checkBuiltin(walk, where, type.json, node);
      return nodeValue(node);
    default:
      return nodeValue(node);
  }
}

function bindItem(
  walk: Walk,
  where: Where,
  element: string,
  item: JsonNode,
  index: number,
): JsonValue {
  return bindJson(walk, { ...where, type: element, path: [...where.path, String(index)] }, item);
}

type ObjectNode = Extract<JsonNode, { kind: 'object' }>;

/** `open` takes members that the type does not have. */
export function bindJsonObject(
  walk: Walk,
  where: Where,
  node: ObjectNode,
  open = false,
): JsonValue {
  const tagValues: Record<string, string> = {};
  const view = viewObject(walk.schema, where.type, tag => {
    const value = memberNode(node, tag)?.value;
    if (value?.kind === 'string') tagValues[tag] = value.value;
    return own(tagValues, tag);
  });
  const object: Record<string, JsonValue> = {};
  for (const row of node.members) {
    const member = findMember(view.members, row.key);
    if (member !== undefined) setMember(object, member.name, bindMember(walk, where, member, row));
    else {
      if (!open) reportUnknown(walk, where, row, view.members);
      setMember(object, row.key, nodeValue(row.value));
    }
  }
  const given = Object.keys(object);
  const { type, path } = where;
  const place = { kind: 'members', span: node.span, type, path, given, tagValues } as const;
  walk.places.push({ ...place, leavesOutData: false });
  reportMissing(walk, where, node, given, view.members);
  return object;
}

function bindMember(walk: Walk, where: Where, member: Member, row: JsonMember): JsonValue {
  const path = [...where.path, member.name];
  warnOfMarks(walk, `'${path.join('.')}'`, member.features, row.keySpan);
  return bindJson(walk, { ...where, type: member.type, path }, row.value);
}

/** Points at the closing brace, before which the member would go. */
function reportMissing(
  walk: Walk,
  where: Where,
  { span }: ObjectNode,
  given: readonly string[],
  members: readonly Member[],
): void {
  const end = { start: Math.max(span.start, span.end - 1), end: span.end };
  const owner = ownerName(walk, where.path);
  for (const { name, type, optional } of members) {
    if (optional || given.includes(name)) continue;
    const what = describeType(walk.schema, type);
    fail(walk, 'missing-member', end, `missing member '${name}' of ${owner}: expected ${what}`);
  }
}

function reportUnknown(
  walk: Walk,
  where: Where,
  { key, keySpan }: JsonMember,
  members: readonly Member[],
): void {
  const owner = ownerName(walk, where.path);
  const names = members.map(member => member.name);
  const hint = didYouMean(key, names);
  fail(
    walk,
    'unknown-member',
    keySpan,
    `unexpected member '${key}' of ${owner}${hint}`,
    lackingMember(walk, where.path, key),
  );
}

function bindJsonEnum(walk: Walk, where: Where, type: EnumType, node: JsonNode): JsonValue {
  if (node.kind !== 'string') return wrongNode(walk, where, node);
  const found = type.values.find(row => row.name === node.value);
  if (found !== undefined) warnOfMarks(walk, `'${found.name}'`, found.features, node.span);
  else {
    const names = type.values.map(row => row.name);
    const hint = didYouMean(node.value, names) || `: ${describeType(walk.schema, type.name)}`;
    fail(
      walk,
      'unknown-value',
      node.span,
      `unexpected value '${node.value}'${hint}`,
      lackingValue(walk, where.path, node.value),
    );
  }
  return node.value;
}

/** QAPI alternates choose by the JSON type alone (qapi-code-gen.rst, "Alternate types"). */
function bindJsonAlternate(
  walk: Walk,
  where: Where,
  type: AlternateType,
  node: JsonNode,
): JsonValue {
  const chosen = type.alternatives.find(row => accepts(typeOf(walk.schema, row.type), node));
  if (chosen === undefined) return wrongNode(walk, where, node);
  return bindJson(walk, { ...where, type: chosen.type }, node);
}

function accepts(type: SchemaType | undefined, node: JsonNode): boolean {
  switch (type?.kind) {
    case 'enum':
      return node.kind === 'string';
    case 'builtin':
      return isBuiltinNode(type.json, node);
    default:
      return type?.kind === node.kind;
  }
}

function isBuiltinNode(json: string, node: JsonNode): boolean {
  switch (json) {
    case 'string':
      return node.kind === 'string';
    case 'int':
      return node.kind === 'number' && /^-?[0-9]+$/.test(node.text);
    case 'number':
      return node.kind === 'number';
    case 'boolean':
      return node.kind === 'word' && node.value !== null;
    case 'null':
      return node.kind === 'word' && node.value === null;
    default:
      return node.kind !== 'missing';
  }
}

function checkBuiltin(walk: Walk, where: Where, json: string, node: JsonNode): void {
  if (!isBuiltinNode(json, node)) wrongNode(walk, where, node);
  else if (json === 'int' && node.kind === 'number')
    checkRange(walk, where, BigInt(node.text), node.span);
}

function wrongNode(walk: Walk, where: Where, node: JsonNode): JsonValue {
  const expected = describeType(walk.schema, where.type);
  const name = where.path.at(-1);
  const at = name === undefined ? '' : ` for '${name}'`;
  fail(walk, 'wrong-type', node.span, `expected ${expected}${at}, found ${NODE_WORDS[node.kind]}`);
  return nodeValue(node);
}

const NODE_WORDS = {
  object: 'an object',
  array: 'a list',
  string: 'a string',
  number: 'a number',
  word: 'a bare word',
  missing: 'nothing',
} as const;
