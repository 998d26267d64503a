// QEMU's own option syntax (`virtio-blk-pci,drive=d0,id=x`) as the first word of the commands that have it.
import type { Span } from '../problem.js';
import type { Word } from '../words.js';
import { plainText } from '../words.js';
import { chardevOption } from './chardev-options.js';

/** The member that a first part without `=` fills, by command; as for -device, -blockdev, -netdev, ... */
const IMPLIED_MEMBER: ReadonlyMap<string, string> = new Map([
  ['device_add', 'driver'],
  ['blockdev-add', 'driver'],
  ['netdev_add', 'type'],
  ['object-add', 'qom-type'],
  ['chardev-add', 'backend'],
]);

/**
 * The words, with a first one in option syntax taken apart into one word for each of its parts. `,,` is a comma.
 * Other commands, and first words without a comma, stay as they are.
 */
export function optionWords(command: string, words: readonly Word[]): readonly Word[] {
  const implied = IMPLIED_MEMBER.get(command);
  const [first, ...rest] = words;
  const text = implied === undefined || first === undefined ? undefined : optionText(first);
  if (text === undefined || implied === undefined || first === undefined) return words;
  const parts = splitOptions(text, first.span.start).map(part => optionWord(part, implied));
  const options = command === 'chardev-add' ? chardevWords(parts) : parts;
  return [...joinRepeated(options, LISTS.get(command) ?? []), ...rest];
}

function optionText(word: Word): string | undefined {
  if (word.value.kind !== 'text' || word.value.quoted) return undefined;
  const text = word.key === undefined ? word.value.text : `${word.key.text}=${word.value.text}`;
  return text.includes(',') ? text : undefined;
}

interface Part {
  readonly text: string;
  readonly span: Span;
  readonly isFirst: boolean;
}

function splitOptions(text: string, from: number): Part[] {
  const parts: Part[] = [];
  let start = 0;
  for (const found of text.matchAll(/(?:[^,]|,,)+/g)) {
    start = found.index;
    const span = { start: from + start, end: from + start + found[0].length };
    parts.push({ text: found[0].replaceAll(',,', ','), span, isFirst: parts.length === 0 });
  }
  return parts;
}

function optionWord({ text, span, isFirst }: Part, implied: string): Word {
  const equals = text.indexOf('=');
  if (equals < 0 && isFirst)
    return keyWord(implied, text, span, { start: span.start, end: span.start });
  if (equals < 0) return keyWord(text, 'on', span, span);
  const keySpan = { start: span.start, end: span.start + equals };
  return keyWord(text.slice(0, equals), text.slice(equals + 1), span, keySpan);
}

function keyWord(key: string, value: string, span: Span, keySpan: Span): Word {
  const valueSpan = { start: Math.min(keySpan.end + 1, span.end), end: span.end };
  return { span, key: { text: key, span: keySpan }, value: plainText(value, valueSpan) };
}

/** The options that QEMU takes several times, by command: `hostfwd=...,hostfwd=...`. Another is a mistake. */
const LISTS: ReadonlyMap<string, readonly string[]> = new Map([
  ['netdev_add', ['hostfwd', 'guestfwd', 'dnssearch']],
  ['object-add', ['host-nodes', 'cpu-affinity', 'node-affinity']],
]);

function joinRepeated(words: readonly Word[], lists: readonly string[]): Word[] {
  const joined: Word[] = [];
  for (const word of words) {
    const key = word.key?.text ?? '';
    const at = lists.includes(key) ? joined.findIndex(before => before.key?.text === key) : -1;
    const before = joined[at];
    if (before === undefined) joined.push(word);
    else joined[at] = joinValues(before, word);
  }
  return joined;
}

function joinValues(before: Word, word: Word): Word {
  if (before.value.kind !== 'text' || word.value.kind !== 'text') return word;
  const elements = [...before.value.elements, ...word.value.elements];
  const text = `${before.value.text},${word.value.text}`;
  return { ...before, value: { ...before.value, text, elements } };
}

/** -chardev's flat options as the nested arguments of chardev-add. */
function chardevWords(words: readonly Word[]): Word[] {
  const first = words[0]?.value;
  const backend = first?.kind === 'text' ? first.text : '';
  const renamed = words.flatMap(word => chardevWord(word, backend));
  const keys = renamed.map(word => word.key?.text);
  return renamed.filter(
    (word, index) => !isImplied(word) || keys.indexOf(word.key?.text) === index,
  );
}

/** Of what options say by the way (`path=` of a socket: it is a unix one) once is enough. */
function isImplied({ key, span }: Word): boolean {
  return key !== undefined && key.span.start === span.end;
}

function chardevWord(word: Word, backend: string): Word[] {
  const option = word.key?.text ?? '';
  const { member, implies } = chardevOption(backend, option);
  const renamed = { ...word, key: { text: member, span: word.key!.span } };
  if (implies === undefined) return [renamed];
  const end = { start: word.span.end, end: word.span.end };
  return [keyWord(implies.member, implies.value, word.span, end), renamed];
}
