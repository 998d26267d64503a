// What helps with a line while it is typed: its command's members with the one at the cursor lit, and the JSON that
// would be sent. Pure, and for any text.
import { printCompact, printJson, printString } from '../json/print.js';
import { type JsonObject, own } from '../json/value.js';
import { type Member, objectOf, type Schema } from '../qapi/model.js';
import { findInMap, findMember, viewObject } from '../qapi/object-view.js';
import type { Annotations, CommandNotes } from '../shell/annotations.js';
import { commandNotes } from '../shell/annotations.js';
import { bindLine } from '../shell/binding/bind-command.js';
import type { Bound } from '../shell/binding/bound.js';
import { positionalMembers } from '../shell/binding/givens.js';
import { typeWords } from '../shell/help/type-words.js';
import { type CommandSyntax, type Line, parseLine } from '../shell/line.js';
import { MASK, maskArguments } from '../shell/secrets.js';

export interface Hint {
  /** The command with its members, in the order to give them. */
  readonly signature: readonly SignaturePart[];
  /** What is to be said of the member at the cursor. */
  readonly about: string | undefined;
  /** The JSON that would be sent, secrets masked; undefined while the line is no request. */
  readonly preview: string | undefined;
}

export interface SignaturePart {
  readonly text: string;
  readonly kind: 'command' | 'mandatory' | 'optional' | 'given' | 'current';
}

export const NO_HINT: Hint = { signature: [], about: undefined, preview: undefined };

/** A preview is for reading: more of a long line is not made. */
const LONGEST_LINE = 4_000;

export interface HintInput {
  readonly line: string;
  readonly cursor: number;
  readonly schema: Schema | undefined;
  readonly annotations: Annotations;
}

export function lineHint({ line: text, cursor, schema, annotations }: HintInput): Hint {
  if (text.length > LONGEST_LINE) return NO_HINT;
  const line = parseLine(text);
  const { syntax } = line;
  if (syntax.kind === 'blank' || syntax.kind === 'directive' || syntax.kind === 'help')
    return NO_HINT;
  const bound = bindLine({ schema, annotations }, line, syntax);
  const preview = previewOf(annotations, bound);
  if (syntax.kind !== 'command' || schema === undefined) return { ...NO_HINT, preview };
  const command = findInMap(schema.commands, syntax.name);
  if (command === undefined) return NO_HINT;
  const notes = commandNotes(annotations, command.name);
  const view = viewObject(schema, command.arg, tag => textOf(bound.arguments, tag));
  const place = { line, syntax, cursor, positional: positionalMembers(schema, command.arg, notes) };
  const current = currentMember(view.members, place);
  return {
    signature: [
      { text: command.name, kind: 'command' },
      ...view.members.map(member => partOf(member, bound.arguments, current)).sort(byNeed),
    ],
    about: current && aboutMember(schema, current, notes),
    preview,
  };
}

function textOf(args: JsonObject, member: string): string | undefined {
  const value = own(args, member);
  return typeof value === 'string' ? value : undefined;
}

function previewOf(
  annotations: Annotations,
  { request, arguments: args }: Bound,
): string | undefined {
  if (request === undefined) return undefined;
  const key = request.oob ? 'exec-oob' : 'execute';
  const shown =
    request.argumentsText === undefined
      ? ''
      : `,"arguments":${maskedText(annotations, request.name, args)}`;
  return `{"${key}":${printJson(request.name)}${shown}}`;
}

/** As it would be sent, but for secrets: the mask is for people, and not escaped. */
function maskedText(annotations: Annotations, command: string, args: JsonObject): string {
  return printCompact(maskArguments(annotations, command, args)).replaceAll(SENT_MASK, MASK);
}

const SENT_MASK = printString(MASK).slice(1, -1);

function partOf(
  { name, optional }: Member,
  args: JsonObject,
  current: Member | undefined,
): SignaturePart {
  const text = optional ? `[${name}=]` : `${name}=`;
  if (name === current?.name) return { text, kind: 'current' };
  if (Object.hasOwn(args, name)) return { text, kind: 'given' };
  return { text, kind: optional ? 'optional' : 'mandatory' };
}

const NEED: Readonly<Record<SignaturePart['kind'], number>> = {
  command: 0,
  current: 1,
  mandatory: 2,
  optional: 3,
  given: 4,
};

function byNeed(one: SignaturePart, other: SignaturePart): number {
  return NEED[one.kind] - NEED[other.kind];
}

interface CursorPlace {
  readonly line: Line;
  readonly syntax: CommandSyntax;
  readonly cursor: number;
  readonly positional: readonly string[];
}

/** The member whose word the cursor is in; a bare word is that of the member that it fills. */
function currentMember(members: readonly Member[], place: CursorPlace): Member | undefined {
  const { line, syntax, cursor, positional } = place;
  const words = syntax.words.map(({ span }) => line.text.slice(span.start, span.end));
  const at = syntax.words.findIndex(({ span }) => span.start < cursor && cursor <= span.end);
  const word = words[at];
  if (word === undefined) return undefined;
  const named = keyedMember(members, word);
  if (named !== undefined || KEYED.test(word)) return named;
  const bare = words.slice(0, at).filter(each => !KEYED.test(each));
  const member = findMember(members, positional[bare.length] ?? '');
  const isGiven = words.some(each => keyedMember(members, each) === member);
  return isGiven ? undefined : member;
}

const KEYED = /^[\w.-]+=/;

/** `file.driver=file`, and `file.` on its way there. */
function keyedMember(members: readonly Member[], word: string): Member | undefined {
  const key = /^([A-Za-z_][\w-]*)(?:\.|=)/.exec(word)?.[1];
  return key === undefined ? undefined : findMember(members, key);
}

/** `sync: MirrorSyncMode, mandatory — what to copy` */
function aboutMember(schema: Schema, member: Member, notes: CommandNotes | undefined): string {
  const unit = own(notes?.members ?? {}, member.name)?.unit;
  const facts = [
    typeWords(schema, member.type),
    ...(unit === undefined ? [] : [unit]),
    ...(member.optional ? [] : ['mandatory']),
  ];
  const values = objectOf(schema, member.type) === undefined ? '' : ', an object';
  const summary = member.doc?.summary;
  return `${member.name}: ${facts.join(', ')}${values}${summary === undefined ? '' : ` — ${summary}`}`;
}
