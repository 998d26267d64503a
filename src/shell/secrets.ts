// What must not be stored or shown again: the values of secret members, masked in requests. The table says which.
import { setMember } from '../json/parse.js';
import { isJsonArray, isJsonObject, type JsonValue, own } from '../json/value.js';
import type { Annotations } from './annotations.js';
import { editDistance } from './nearest.js';
import {
  isSecretMember,
  isUnknown,
  mayTakeSecret,
  notesFor,
  secretStart,
} from './secret-commands.js';

/** Stands for a secret wherever a line or message is stored or shown. It is refused as a value. */
export const MASK = '‹secret›';

/**
 * `user:password@` in a URL: up to the last `@` before a blank, quote or comma, for a password may hold a `/`; past a
 * comma only where no `@` comes before it. Never beyond the string that it stands in, where the text is JSON.
 */
const URL_PASSWORD = /(:\/\/[^/@\s:"]*:)(?:[^\s"',]*(?=@)|[^\s"]*(?=@))/g;
/** `cookie=...`, `"file.password": "..."` in a text that is no command line: option strings, `json:{...}`. */
const NAMED_SECRET =
  /((?:^|[^\w-])["']?(?:[\w-]+\.)*(?:password|passwd|cookie|secret-data)["']?\s*[=:]\s*)("(?:[^"\\]|\\.)*"|(?:,,|[^,\s}])+)/g;

/** The text with the passwords in its URLs masked. */
export function maskUrls(text: string): string {
  return text.replace(URL_PASSWORD, `$1${MASK}`);
}

/** A text within a message: a URL, or options, among them secret ones. */
export function maskText(text: string): string {
  return maskUrls(text).replace(NAMED_SECRET, `$1${MASK}`);
}

/** The arguments of a command with every secret masked; all of them where its name may be a mistyped one. */
export function maskArguments(
  annotations: Annotations,
  command: string,
  args: JsonValue,
): JsonValue {
  const notes = notesFor(annotations, command, textsOf(args));
  const isGuessed = notes === undefined && mayTakeSecret(annotations, command);
  // A secret in a wrong place, `{"device": {"arg": ...}}`, is one all the same.
  const isSecret = (path: readonly string[]) =>
    isGuessed || path.some((_, at) => isSecretMember(annotations, notes, path.slice(at)));
  if (command === 'human-monitor-command') return maskHmp(annotations, args);
  if (command === 'transaction') return maskActions(annotations, args);
  return maskValue(args, [], isSecret);
}

/** `@?` as a word of its own: a value to be asked for, had it been read as one. */
const ASK = /(?:^|[\s=,])@\?(?=$|[\s,])/;

/** Whether the request would give a secret the text `@?`, which was meant to ask for it. */
export function asksInVain(annotations: Annotations, command: string, args: JsonValue): boolean {
  const asking = askingTexts(args);
  return asking > 0 && askingTexts(maskArguments(annotations, command, args)) < asking;
}

function askingTexts(value: JsonValue): number {
  return textsOf(value).filter(text => ASK.test(text)).length;
}

/** Every text in a value. */
export function textsOf(value: JsonValue): string[] {
  if (typeof value === 'string') return [value];
  if (isJsonArray(value)) return value.flatMap(textsOf);
  return isJsonObject(value) ? Object.values(value).flatMap(textsOf) : [];
}

function maskActions(annotations: Annotations, args: JsonValue): JsonValue {
  if (!isJsonObject(args) || !isJsonArray(args.actions)) return args;
  return { ...args, actions: args.actions.map(action => maskAction(annotations, action)) };
}

/** The row of a command also serves the action of its name. */
function maskAction(annotations: Annotations, action: JsonValue): JsonValue {
  if (!isJsonObject(action) || action.data === undefined) return action;
  const name = typeof action.type === 'string' ? action.type : '';
  return { ...action, data: maskArguments(annotations, name, action.data) };
}

function maskValue(
  value: JsonValue,
  path: readonly string[],
  isSecret: (path: readonly string[]) => boolean,
): JsonValue {
  if (path.length > 0 && isSecret(path)) return MASK;
  if (typeof value === 'string') return maskText(value);
  if (isJsonArray(value)) return value.map(item => maskValue(item, path, isSecret));
  if (!isJsonObject(value)) return value;
  const masked: Record<string, JsonValue> = {};
  for (const [key, member] of Object.entries(value)) {
    setMember(masked, key, maskValue(member, [...path, key], isSecret));
  }
  return masked;
}

function maskHmp(annotations: Annotations, args: JsonValue): JsonValue {
  if (!isJsonObject(args) || typeof args['command-line'] !== 'string') return args;
  return { ...args, 'command-line': maskHmpLine(annotations, args['command-line']) };
}

/** A line of the human monitor with the words that are secret masked. */
export function maskHmpLine(annotations: Annotations, line: string): string {
  const words = line.trim().split(/\s+/);
  const row = rowOf(annotations, annotations.hmp['secret-words'], words);
  const at = row?.indexOf('<secret>') ?? -1;
  if (at < 0 || words[at] === undefined) return maskOptionSecrets(annotations, words, line);
  return [...words.slice(0, at), MASK].join(' ');
}

/** Whether what the human monitor answers to a line is secret. */
export function answersSecret(annotations: Annotations, line: string): boolean {
  const words = line.trim().split(/\s+/);
  return rowOf(annotations, annotations.hmp['secret-answers'], words) !== undefined;
}

type Words = readonly string[];

function rowOf(annotations: Annotations, rows: readonly Words[], words: Words): Words | undefined {
  const isTyped = (row: Words) =>
    row.every((word, at) => isWordOf(annotations, word, words[at] ?? '', at));
  return rows.find(isTyped);
}

/** Whether a typed word may be that word of a row; a command that is another's name is not taken for mistyped. */
function isWordOf(annotations: Annotations, word: string, typed: string, at: number): boolean {
  if (word === '*' || word === '<secret>') return true;
  const bare = typed.replace(/^["']|["']$/g, '');
  if (bare === word) return true;
  if (at === 0 && !isUnknown(annotations, bare)) return false;
  return editDistance(bare, word) <= Math.floor(word.length / 3);
}

function maskOptionSecrets(
  annotations: Annotations,
  words: readonly string[],
  line: string,
): string {
  const rows = annotations.hmp['secret-keys'];
  const command = words[0] ?? '';
  const keys = own(rows, command) ?? [];
  const masked = keys.reduce(
    (text, key) => text.replace(new RegExp(`([ ,]${key}=)(?:[^,]|,,)*`), `$1${MASK}`),
    line,
  );
  const after = line.length - line.trimStart().length + command.length;
  const from = isUnknown(annotations, command) && keys.length === 0 ? 0 : after;
  return maskText(maskMisplaced(annotations, masked, from, from > 0));
}

/** The text without what a command named in it, past an offset, would keep secret. */
export function maskMisplaced(
  annotations: Annotations,
  text: string,
  from: number,
  isStray: boolean,
): string {
  const start = secretStart(annotations, text.slice(from), isStray);
  return start === undefined ? text : `${text.slice(0, from + start)}${MASK}`;
}
