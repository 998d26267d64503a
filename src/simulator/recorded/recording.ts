// What a real server was recorded to answer: JSON objects one after the other, commands and replies or replies alone.
import { printJson } from '../../json/print.js';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../../json/value.js';
import type { Answer } from '../vm/state.js';
import { MessageReader } from '../wire/message-reader.js';

export interface Recording {
  /** VersionInfo, of the greeting or of query-version. */
  readonly version: JsonObject;
  /** Answers by command and arguments, as `keyOf` has it; the first of several. */
  readonly answers: ReadonlyMap<string, Answer>;
  /** What query-commands answered; empty where it was not asked. */
  readonly commands: ReadonlySet<string>;
}

/** By what a command finds its answer. */
export function keyOf(name: string, args: JsonObject): string {
  return `${name} ${printJson(sorted(args))}`;
}

/** The order of members does not tell one command from another. */
function sorted(value: JsonValue): JsonValue {
  if (isJsonArray(value)) return value.map(sorted);
  if (!isJsonObject(value)) return value;
  const names = Object.keys(value).toSorted();
  return Object.fromEntries(names.map(name => [name, sorted(value[name] ?? null)]));
}

/** @throws Error where it has no version, or is no such text. */
export function readRecording(text: string): Recording {
  const answers = new Map<string, Answer>();
  let greeting: JsonValue | undefined;
  let asked: string | undefined;
  for (const message of messagesIn(text)) {
    if ('QMP' in message) greeting = message.QMP;
    const key = commandIn(message);
    if (key !== undefined) asked = key;
    const answer = answerIn(message);
    const found = asked ?? (answer && guessedKey(answer));
    if (answer === undefined) continue;
    if (found !== undefined && !answers.has(found)) answers.set(found, answer);
    asked = undefined;
  }
  const version = versionOf(greeting, answers);
  if (version === undefined) throw new Error('expected a greeting or a reply to query-version');
  return { version, answers, commands: commandsIn(answers) };
}

function messagesIn(text: string): readonly JsonObject[] {
  const messages: JsonObject[] = [];
  new MessageReader().feed(Buffer.from(text).toString('latin1'), incoming => {
    if ('problem' in incoming) throw new Error(incoming.problem);
    if (isJsonObject(incoming.value)) messages.push(incoming.value);
  });
  return messages;
}

function commandIn(message: JsonObject): string | undefined {
  const name = message.execute;
  const args = message.arguments;
  return typeof name === 'string' ? keyOf(name, isJsonObject(args) ? args : {}) : undefined;
}

function answerIn(message: JsonObject): Answer | undefined {
  const error = message.error;
  if (message.return !== undefined) return { kind: 'return', value: message.return };
  if (!isJsonObject(error)) return undefined;
  const desc = String(error.desc);
  const { class: errorClass } = error;
  const isNotFound = errorClass === 'CommandNotFound' || errorClass === 'DeviceNotFound';
  return { kind: 'error', errorClass: isNotFound ? errorClass : 'GenericError', desc };
}

/** By which members replies without their commands are known. */
const SHAPES: readonly (readonly [name: string, member: string])[] = [
  ['query-version', 'qemu'],
  ['query-target', 'arch'],
  ['query-kvm', 'present'],
  ['query-machines', 'cpu-max'],
  ['query-machines', 'is-default'],
  ['query-migrate-capabilities', 'capability'],
];

function guessedKey(answer: Answer): string | undefined {
  if (answer.kind === 'error') return undefined;
  const { value } = answer;
  const rows = isJsonArray(value) ? value.filter(isJsonObject) : [];
  const names = rows.map(row => row.name);
  if (names.includes('query-commands')) return keyOf('query-commands', {});
  if (names.includes('SHUTDOWN')) return keyOf('query-events', {});
  if (names.includes('device') && names.includes('bus')) return keyOf('qom-list-types', {});
  if (names.includes('qemu64')) return keyOf('query-cpu-definitions', {});
  const members = new Set([value, ...rows].filter(isJsonObject).flatMap(row => Object.keys(row)));
  const name = SHAPES.find(([, member]) => members.has(member))?.[0];
  return name === undefined ? undefined : keyOf(name, {});
}

function versionOf(
  greeting: JsonValue | undefined,
  answers: ReadonlyMap<string, Answer>,
): JsonObject | undefined {
  const own = isJsonObject(greeting) ? greeting.version : undefined;
  if (isJsonObject(own)) return own;
  const answer = answers.get(keyOf('query-version', {}));
  return answer?.kind === 'return' && isJsonObject(answer.value) ? answer.value : undefined;
}

function commandsIn(answers: ReadonlyMap<string, Answer>): ReadonlySet<string> {
  const answer = answers.get(keyOf('query-commands', {}));
  const rows = answer?.kind === 'return' && isJsonArray(answer.value) ? answer.value : [];
  return new Set(rows.filter(isJsonObject).map(row => String(row.name)));
}
