// Lines that may be kept: their secrets masked, or the whole line left out.
import { own } from '../json/value.js';
import { type Annotations, anyNotes, type CommandNotes } from './annotations.js';
import { type Line, parseLine } from './line.js';
import type { Span } from './problem.js';
import { type JsonNode, memberNode } from './relaxed-json.js';
import {
  isSecretMember,
  mayTakeSecret,
  namesPrivate,
  notesFor,
  secretStart,
  takesSecret,
} from './secret-commands.js';
import { MASK, maskHmpLine, maskMisplaced, maskUrls } from './secrets.js';
import type { Word } from './words.js';

const HMP = 'human-monitor-command';

/** Whether a line may not be kept in a history at all. */
export function isPrivate(annotations: Annotations, text: string): boolean {
  const line = parseLine(text);
  const name = commandOf(line);
  const notes = name === undefined ? undefined : anyNotes(annotations, name);
  if (notes?.private === true) return true;
  const saysMore = notes === undefined || name === HMP;
  return saysMore && line.syntax.kind !== 'help' && namesPrivate(annotations, text);
}

function commandOf({ syntax }: Line): string | undefined {
  if (syntax.kind === 'command') return syntax.name;
  if (syntax.kind !== 'raw') return undefined;
  const name = memberNode(syntax.node, 'execute') ?? memberNode(syntax.node, 'exec-oob');
  return name?.value.kind === 'string' ? name.value.value : undefined;
}

/** The line with the value of every secret member masked, in whatever form it was written. */
export function maskLine(annotations: Annotations, text: string): string {
  const line = parseLine(text);
  const { syntax } = line;
  if (syntax.kind === 'directive' && syntax.name === 'hmp') {
    return `${text.slice(0, syntax.rest.start)}${maskHmpLine(annotations, syntax.rest.text)}`;
  }
  if (syntax.kind === 'command' || syntax.kind === 'transaction' || syntax.kind === 'raw') {
    return maskUrls(cutOut(text, [...spansOf(annotations, line), ...strays(annotations, line)]));
  }
  // `.set` is near to names that bear secrets, and bears none itself; what follows it may be meant otherwise.
  const from = syntax.kind === 'directive' && syntax.name === 'set' ? syntax.rest.start : 0;
  return maskUrls(text.slice(0, from) + maskMisplaced(annotations, text.slice(from), 0, false));
}

function spansOf(annotations: Annotations, line: Line): Span[] {
  const { syntax } = line;
  switch (syntax.kind) {
    case 'command':
      return secretSpans(annotations, syntax.name, syntax.words);
    case 'transaction':
      return syntax.actions.flatMap(({ name, words }) => secretSpans(annotations, name, words));
    case 'raw':
      return rawSpans(annotations, line, syntax.node);
    default:
      return [];
  }
}

/** What a command named elsewhere on the line, or mistyped, would keep secret: from there to the end. */
function strays(annotations: Annotations, { text, syntax, problems }: Line): Span[] {
  if (syntax.kind === 'raw' && problems.length === 0) return [];
  const isKnown =
    syntax.kind === 'command' && anyNotes(annotations, syntax.name) !== undefined
      ? syntax.nameSpan.end
      : 0;
  const start = secretStart(annotations, text.slice(isKnown), isKnown > 0);
  return start === undefined ? [] : [{ start: isKnown + start, end: text.length }];
}

/** The text with the mask in the place of each span; spans that overlap are one. */
function cutOut(text: string, spans: readonly Span[]): string {
  const inOrder = [...spans].sort((a, b) => a.start - b.start);
  let masked = '';
  let at = 0;
  for (const { start, end } of inOrder) {
    if (start >= at) masked += text.slice(at, start) + MASK;
    at = Math.max(at, end);
  }
  return masked + text.slice(at);
}

function secretSpans(annotations: Annotations, command: string, words: readonly Word[]): Span[] {
  if (command === HMP) return words.some(isSecretHmp(annotations)) ? valueSpans(words) : [];
  const texts = words.flatMap(({ value }) => textsIn(value));
  const notes = notesFor(annotations, command, texts);
  const places = placesOf(notes, words);
  return words.flatMap(word => {
    const key = word.key?.text ?? (word.value.kind === 'json' ? '' : places.shift());
    // A bare word too many: part of a secret with a blank in it.
    if (key === undefined)
      return takesSecret(notes) ? [word.value.span] : optionSpans(annotations, notes, word);
    const path = key === '' ? [] : pathOf(key);
    return spansUnder(annotations, notes, path, word);
  });
}

/**
 * The members that bare words fill. Where they do not reach to one that is secret, the last word may be meant for it:
 * `set_password SECRET`, the protocol forgotten.
 */
function placesOf(notes: CommandNotes | undefined, words: readonly Word[]): string[] {
  const given = new Set(words.map(word => word.key?.text));
  const places = (notes?.positional ?? []).filter(place => !given.has(place));
  const bare = words.filter(word => word.key === undefined && word.value.kind !== 'json').length;
  const secret = places.findIndex(place => own(notes?.members ?? {}, place)?.secret === true);
  if (bare > 0 && secret >= bare) places[bare - 1] = places[secret]!;
  return places;
}

/** The steps of a key; of option syntax (`http,cookie=x`), which the first `=` splits, those of its last key. */
function pathOf(key: string): string[] {
  return key
    .slice(key.lastIndexOf(',') + 1)
    .replaceAll('_', '-')
    .split('.');
}

function isSecretHmp(annotations: Annotations) {
  return ({ value }: Word) => textsIn(value).some(isSecretText(annotations));
}

function isSecretText(annotations: Annotations) {
  return (text: string) => maskHmpLine(annotations, text) !== text;
}

function textsIn(value: Word['value']): string[] {
  return value.kind === 'text' ? [value.text] : stringNodes(value.node).map(node => node.value);
}

type StringNode = Extract<JsonNode, { readonly kind: 'string' }>;

function stringNodes(node: JsonNode): StringNode[] {
  if (node.kind === 'string') return [node];
  if (node.kind === 'array') return node.items.flatMap(stringNodes);
  return node.kind === 'object' ? node.members.flatMap(member => stringNodes(member.value)) : [];
}

function valueSpans(words: readonly Word[]): Span[] {
  return words.map(word => word.value.span);
}

function spansUnder(
  annotations: Annotations,
  notes: CommandNotes | undefined,
  path: readonly string[],
  word: Word,
): Span[] {
  if (isSecretMember(annotations, notes, path)) return isElsewhere(word) ? [] : [word.value.span];
  return word.value.kind === 'json'
    ? nodeSpans(annotations, notes, path, word.value.node)
    : optionSpans(annotations, notes, word);
}

/** `password=@FILE`: where the secret is, not what it is. */
function isElsewhere({ value }: Word): boolean {
  return value.kind === 'text' && !value.quoted && /^@./.test(value.text);
}

/** `secret,id=s,data=xyz`: option syntax in one word. */
function optionSpans(
  annotations: Annotations,
  notes: CommandNotes | undefined,
  word: Word,
): Span[] {
  if (word.value.kind !== 'text') return [];
  return word.value.elements.flatMap(({ text, span }) => {
    const equals = text.indexOf('=');
    const isSecret =
      equals > 0 && isSecretMember(annotations, notes, pathOf(text.slice(0, equals)));
    return isSecret ? [{ start: span.start + equals + 1, end: span.end }] : [];
  });
}

function rawSpans(annotations: Annotations, line: Line, node: JsonNode): Span[] {
  const name = commandOf(line);
  const texts = stringNodes(node).map(({ value }) => value);
  const notes = name === undefined ? undefined : notesFor(annotations, name, texts);
  const args = node.kind === 'object' ? node.members.filter(isArgument) : [];
  if (name === HMP)
    return args
      .flatMap(member => stringNodes(member.value))
      .filter(({ value }) => isSecretText(annotations)(value))
      .map(({ span }) => span);
  const isGuessed = notes === undefined && namesSecret(annotations, node);
  return args.flatMap(({ value }) =>
    isGuessed
      ? [value.span]
      : [...nodeSpans(annotations, notes, [], value), ...actionSpans(annotations, value)],
  );
}

/** `{"type": "object-add", "data": {...}}` somewhere in the arguments: an action takes what the command of its name takes. */
function actionSpans(annotations: Annotations, node: JsonNode): Span[] {
  if (node.kind === 'array') return node.items.flatMap(item => actionSpans(annotations, item));
  if (node.kind !== 'object') return [];
  const type = memberNode(node, 'type')?.value;
  const data = memberNode(node, 'data')?.value;
  const notes = type?.kind === 'string' ? anyNotes(annotations, type.value) : undefined;
  const own = data === undefined ? [] : nodeSpans(annotations, notes, [], data);
  return [...own, ...node.members.flatMap(({ value }) => actionSpans(annotations, value))];
}

function isArgument({ key }: { readonly key: string }): boolean {
  return key !== 'execute' && key !== 'exec-oob';
}

/** Whether some text in the JSON may be the name of a command that takes a secret. */
function namesSecret(annotations: Annotations, node: JsonNode): boolean {
  return stringNodes(node).some(({ value }) => mayTakeSecret(annotations, value));
}

function nodeSpans(
  annotations: Annotations,
  notes: CommandNotes | undefined,
  path: readonly string[],
  node: JsonNode,
): Span[] {
  if (path.length > 0 && isSecretMember(annotations, notes, path)) return [node.span];
  const under = (step: readonly string[], child: JsonNode) =>
    nodeSpans(annotations, notes, [...path, ...step], child);
  if (node.kind === 'array') return node.items.flatMap(item => under([], item));
  if (node.kind !== 'object') return [];
  return node.members.flatMap(({ key, value }) => under([key], value));
}
