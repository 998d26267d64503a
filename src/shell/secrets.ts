// What must not be stored or shown again: the values of secret members, masked in requests. The table says which.
import { setMember } from '../json/parse.js';
import { printString } from '../json/print.js';
import { isJsonArray, isJsonObject, type JsonValue } from '../json/value.js';
import { type Annotations, commandNotes, memberNotes } from './annotations.js';

/** Stands for a secret wherever a line or message is stored or shown. It is refused as a value. */
export const MASK = '‹secret›';

/** Members that are secret wherever they stand: QEMU's option and object members that carry credentials. */
const SECRET_NAMES = /^(?:password|passwd|cookie|secret-data)$/;
/** `user:password@` in a URL; never beyond the string that it stands in, where the text is JSON. */
const URL_PASSWORD = /(:\/\/[^/@\s:"]*:)[^/@\s"]*(?=@)/g;

/** The arguments of a command with every secret masked. */
export function maskArguments(
  annotations: Annotations,
  command: string,
  args: JsonValue,
): JsonValue {
  const notes = commandNotes(annotations, command) ?? agentNotes(annotations, command);
  const isSecret = (path: readonly string[]) =>
    memberNotes(notes, path)?.secret === true || SECRET_NAMES.test(path.at(-1) ?? '');
  if (command === 'human-monitor-command') return maskHmp(annotations, args);
  if (command === 'transaction') return maskActions(annotations, args);
  return maskValue(args, [], isSecret);
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

/** The JSON text of a message with the passwords in its URLs masked; its form is kept. */
export function maskJsonText(json: string): string {
  return json.replace(URL_PASSWORD, `$1${printString(MASK).slice(1, -1)}`);
}

function agentNotes(annotations: Annotations, command: string) {
  const rows = annotations['guest-agent'];
  return Object.hasOwn(rows, command) ? rows[command] : undefined;
}

function maskValue(
  value: JsonValue,
  path: readonly string[],
  isSecret: (path: readonly string[]) => boolean,
): JsonValue {
  if (path.length > 0 && isSecret(path)) return MASK;
  if (typeof value === 'string') return value.replace(URL_PASSWORD, `$1${MASK}`);
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
  const row = annotations.hmp['secret-words'].find(pattern =>
    pattern.every((word, at) => word === '*' || word === '<secret>' || word === words[at]),
  );
  const at = row?.indexOf('<secret>') ?? -1;
  if (at < 0 || words[at] === undefined) return maskOptionSecrets(annotations, words, line);
  return [...words.slice(0, at), MASK].join(' ');
}

function maskOptionSecrets(
  annotations: Annotations,
  words: readonly string[],
  line: string,
): string {
  const rows = annotations.hmp['secret-keys'];
  const command = words[0] ?? '';
  const keys = Object.hasOwn(rows, command) ? (rows[command] ?? []) : [];
  const masked = keys.reduce(
    (text, key) => text.replace(new RegExp(`([ ,]${key}=)(?:[^,]|,,)*`), `$1${MASK}`),
    line,
  );
  return masked.replace(URL_PASSWORD, `$1${MASK}`);
}
