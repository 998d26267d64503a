// Lines that may be kept: their secrets masked, or the whole line left out.

import { type Annotations, type CommandNotes, commandNotes, memberNotes } from './annotations.js';
import { type Line, parseLine } from './line.js';
import type { Span } from './problem.js';
import type { JsonNode } from './relaxed-json.js';
import { MASK, maskHmpLine } from './secrets.js';
import type { Word } from './words.js';

/** Whether a line may be kept in a history at all. */
export function isPrivate(annotations: Annotations, text: string): boolean {
  const name = commandOf(parseLine(text));
  return name !== undefined && commandNotes(annotations, name)?.private === true;
}

function commandOf({ syntax }: Line): string | undefined {
  if (syntax.kind === 'command') return syntax.name;
  if (syntax.kind !== 'raw' || syntax.node.kind !== 'object') return undefined;
  const name = syntax.node.members.find(
    member => member.key === 'execute' || member.key === 'exec-oob',
  );
  return name?.value.kind === 'string' ? name.value.value : undefined;
}

/** The line with the value of every secret member masked, in whatever form it was written. */
export function maskLine(annotations: Annotations, text: string): string {
  const line = parseLine(text);
  const { syntax } = line;
  switch (syntax.kind) {
    case 'directive':
      if (syntax.name !== 'hmp') return maskUrls(text);
      return `${text.slice(0, syntax.rest.start)}${maskHmpLine(annotations, syntax.rest.text)}`;
    case 'command':
      return maskUrls(cutOut(text, secretSpans(annotations, syntax.name, syntax.words)));
    case 'transaction':
      return maskUrls(
        cutOut(
          text,
          syntax.actions.flatMap(({ name, words }) => secretSpans(annotations, name, words)),
        ),
      );
    case 'raw':
      return maskUrls(cutOut(text, rawSpans(annotations, line, syntax.node)));
    default:
      return maskUrls(text);
  }
}

function maskUrls(text: string): string {
  return text.replace(/(:\/\/[^/@\s:]*:)[^/@\s]*(?=@)/g, `$1${MASK}`);
}

function cutOut(text: string, spans: readonly Span[]): string {
  const lastFirst = [...spans].sort((a, b) => b.start - a.start);
  return lastFirst.reduce(
    (rest, { start, end }) => rest.slice(0, start) + MASK + rest.slice(end),
    text,
  );
}

function secretSpans(annotations: Annotations, command: string, words: readonly Word[]): Span[] {
  const notes = commandNotes(annotations, command);
  if (command === 'human-monitor-command')
    return words.some(isSecretHmp(annotations)) ? spansOf(words) : [];
  let next = 0;
  return words.flatMap(word => {
    const key = word.key?.text ?? notes?.positional?.[next];
    if (word.key === undefined) next += 1;
    return key === undefined ? [] : spansUnder(notes, key.replaceAll('_', '-').split('.'), word);
  });
}

function isSecretHmp(annotations: Annotations) {
  return ({ value }: Word) =>
    value.kind === 'text' && maskHmpLine(annotations, value.text) !== value.text;
}

function spansOf(words: readonly Word[]): Span[] {
  return words.map(word => word.value.span);
}

function spansUnder(notes: CommandNotes | undefined, path: readonly string[], word: Word): Span[] {
  if (isSecretPath(notes, path)) return isElsewhere(word) ? [] : [word.value.span];
  return word.value.kind === 'json'
    ? nodeSpans(notes, path, word.value.node)
    : optionSpans(notes, word);
}

/** `password=@FILE`: where the secret is, not what it is. */
function isElsewhere({ value }: Word): boolean {
  return value.kind === 'text' && !value.quoted && /^@./.test(value.text);
}

/** `secret,id=s,data=xyz`: option syntax in one word. */
function optionSpans(notes: CommandNotes | undefined, word: Word): Span[] {
  if (word.value.kind !== 'text' || word.value.quoted) return [];
  return word.value.elements.flatMap(({ text, span }) => {
    const equals = text.indexOf('=');
    const isSecret = equals > 0 && isSecretPath(notes, [text.slice(0, equals)]);
    return isSecret ? [{ start: span.start + equals + 1, end: span.end }] : [];
  });
}

function rawSpans(annotations: Annotations, line: Line, node: JsonNode): Span[] {
  const name = commandOf(line);
  const args =
    node.kind === 'object' ? node.members.find(member => member.key === 'arguments') : undefined;
  if (name === undefined || args === undefined) return [];
  return nodeSpans(commandNotes(annotations, name), [], args.value);
}

function nodeSpans(
  notes: CommandNotes | undefined,
  path: readonly string[],
  node: JsonNode,
): Span[] {
  if (path.length > 0 && isSecretPath(notes, path)) return [node.span];
  if (node.kind === 'array') return node.items.flatMap(item => nodeSpans(notes, path, item));
  if (node.kind !== 'object') return [];
  return node.members.flatMap(({ key, value }) => nodeSpans(notes, [...path, key], value));
}

const SECRET_NAMES = /^(?:password|passwd|cookie)$/;

function isSecretPath(notes: CommandNotes | undefined, path: readonly string[]): boolean {
  return memberNotes(notes, path)?.secret === true || SECRET_NAMES.test(path.at(-1) ?? '');
}
