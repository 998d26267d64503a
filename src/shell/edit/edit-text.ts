// A request -> the text of a file to edit it in: JSON, with the members that it leaves out as comments, each with its
// type and what it is for.
import { printJson, printString } from '../../json/print.js';
import { isJsonObject, type JsonObject, type JsonValue, own } from '../../json/value.js';
import { type Member, objectOf, type Schema, type TypeName, typeOf } from '../../qapi/model.js';
import { findInMap, viewObject } from '../../qapi/object-view.js';
import type { Request } from '../binding/bound.js';
import { typeWords } from '../help/type-words.js';
import { MASK } from '../secrets.js';

/** A request as far as it goes: mandatory members may still be lacking. */
export interface EditedRequest {
  readonly request: Request;
  readonly arguments: JsonObject;
}

const STEP = '  ';
/** Where comments begin, if the member leaves room. */
const COMMENT_COLUMN = 36;

/** @param schema with names and descriptions, as far as they are known; undefined where nothing is */
export function editText(
  schema: Schema | undefined,
  { request, arguments: args }: EditedRequest,
): string {
  const command = schema && findInMap(schema.commands, request.name);
  const key = request.oob ? 'exec-oob' : 'execute';
  const members =
    schema === undefined
      ? plainMembers(args, STEP.repeat(2))
      : memberLines({ schema, indent: STEP.repeat(2) }, command?.arg, args);
  const id = request.userId === undefined ? [] : [`${STEP}"id": ${request.userId},`];
  const lines = [
    `// ${request.name}${command?.doc?.summary === undefined ? '' : `: ${command.doc.summary}`}`,
    '// What stands here becomes the line at the prompt; nothing is sent. Left as it is, nothing happens.',
    '{',
    `${STEP}"${key}": ${printString(request.name)},`,
    ...id,
    ...(members.length === 0 ? [] : [`${STEP}"arguments": {`, ...members, `${STEP}},`]),
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

interface Place {
  readonly schema: Schema;
  readonly indent: string;
}

/** What is given as it is, what is mandatory and not given with an empty value, the rest in comments. */
function memberLines(place: Place, type: TypeName | undefined, given: JsonObject): string[] {
  const view = viewObject(place.schema, type, tag => textMember(given, tag));
  const known = new Map(view.members.map(member => [member.name, member]));
  const absent = view.members.filter(member => !Object.hasOwn(given, member.name));
  return [
    ...Object.entries(given).flatMap(([key, value]) =>
      givenLines(place, known.get(key), key, value),
    ),
    ...absent.filter(member => !member.optional).map(member => absentLine(place, member)),
    ...absent.filter(member => member.optional).map(member => absentLine(place, member)),
    ...openTagLines(place, view.openTag),
  ];
}

function textMember(given: JsonObject, name: string): string | undefined {
  const value = own(given, name);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function givenLines(
  place: Place,
  member: Member | undefined,
  key: string,
  value: JsonValue,
): string[] {
  const { schema, indent } = place;
  const name = printString(key);
  const inner = isJsonObject(value) ? innerType(schema, member?.type) : undefined;
  if (inner === undefined || !isJsonObject(value))
    return [
      commented(`${indent}${name}: ${valueText(value)},`, member && memberWords(schema, member)),
    ];
  const lines = memberLines({ schema, indent: indent + STEP }, inner, value);
  return [`${indent}${name}: {`, ...lines, `${indent}},`];
}

/** The object type that a member is of, or may be. */
function innerType(schema: Schema, name: TypeName | undefined): TypeName | undefined {
  const type = name === undefined ? undefined : typeOf(schema, name);
  if (type?.kind === 'object') return type.name;
  if (type?.kind !== 'alternate') return undefined;
  return type.alternatives.find(row => objectOf(schema, row.type) !== undefined)?.type;
}

function absentLine({ schema, indent }: Place, member: Member): string {
  const name = printString(member.name);
  if (!member.optional)
    return commented(
      `${indent}${name}: ${emptyValue(schema, member.type, '""')},`,
      memberWords(schema, member),
    );
  const example = emptyValue(schema, member.type, undefined);
  return commented(`${indent}// ${name}: ${example},`, memberWords(schema, member));
}

function openTagLines({ indent }: Place, tag: string | undefined): string[] {
  return tag === undefined
    ? []
    : [`${indent}// more members by '${tag}': give it, then .edit again`];
}

function commented(text: string, words: string | undefined): string {
  return words === undefined ? text : `${text.padEnd(COMMENT_COLUMN)}  // ${words}`;
}

/** `str, mandatory: the name of the node`. */
function memberWords(schema: Schema, { type, optional, doc }: Member): string {
  const found = typeOf(schema, type);
  const words =
    found?.kind === 'enum'
      ? `one of ${found.values.map(value => value.name).join(' ')}`
      : typeWords(schema, type);
  const summary = doc?.summary === undefined ? '' : `: ${doc.summary}`;
  return `${words}${optional ? '' : ', mandatory'}${summary}`;
}

/** A value of the type to begin with. @param forEnum the first of its values, where undefined */
function emptyValue(schema: Schema, name: TypeName, forEnum: string | undefined): string {
  const type = typeOf(schema, name);
  switch (type?.kind) {
    case 'enum':
      return forEnum ?? printString(type.values[0]?.name ?? '');
    case 'array':
      return '[]';
    case 'object':
      return '{}';
    case 'alternate':
      return emptyValue(schema, type.alternatives[0]?.type ?? 'null', forEnum);
    default:
      return EMPTY[type?.json ?? 'any'];
  }
}

const EMPTY = { string: '""', int: '0', number: '0', boolean: 'false', null: 'null', any: 'null' };

function plainMembers(args: JsonObject, indent: string): string[] {
  return Object.entries(args).map(
    ([key, value]) => `${indent}${printString(key)}: ${valueText(value)},`,
  );
}

/** The mask stays as people and checks know it. */
function valueText(value: JsonValue): string {
  return printJson(value).replaceAll(printString(MASK).slice(1, -1), MASK);
}
