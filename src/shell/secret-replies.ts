// Secrets that a server gives back: known by the command that they answer, or by the name under which they come.
import { setMember } from '../json/parse.js';
import { printJson } from '../json/print.js';
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from '../json/value.js';
import { type Annotations, anyNotes } from './annotations.js';
import { isSecretName, isSecretProperty } from './secret-commands.js';
import { answersSecret, MASK, maskText, textsOf } from './secrets.js';

/** Masks what a server says on one connection: it is told of each command that is sent, in the order of the wire. */
export class ReplySecrets {
  readonly #annotations: Annotations;
  /** Commands without a reply, by their ids; whether what they return is secret. */
  readonly #asked = new Map<string, boolean>();

  constructor(annotations: Annotations) {
    this.#annotations = annotations;
  }

  noteSent(request: JsonValue): void {
    if (!isJsonObject(request) || request.id === undefined) return;
    this.#asked.set(printJson(request.id), returnsSecret(this.#annotations, request));
  }

  /** The message itself where nothing in it is secret. */
  masked(message: JsonValue): JsonValue {
    if (!isJsonObject(message)) return message;
    if (this.#isSecret(message)) return { ...message, return: MASK };
    return maskNamed(this.#annotations, message);
  }

  /** A text returned to a command that nobody saw may be anything: an earlier client asked for it. */
  #isSecret(message: JsonObject): boolean {
    if (message.return === undefined || message.id === undefined) return false;
    const id = printJson(message.id);
    const asked = this.#asked.get(id) ?? typeof message.return === 'string';
    this.#asked.delete(id);
    return asked;
  }
}

/** Whether all that the command returns is secret. */
function returnsSecret(annotations: Annotations, request: JsonObject): boolean {
  const name = request.execute ?? request['exec-oob'];
  const texts = textsOf(request.arguments ?? {});
  if (name === 'human-monitor-command') return texts.some(line => answersSecret(annotations, line));
  if (typeof name !== 'string') return false;
  const isByName = anyNotes(annotations, name)?.['secret-return'] === 'by-name';
  return isByName && texts.some(text => isSecretProperty(annotations, text));
}

/** The value with members masked that are secret by their names; the value itself where there are none. */
function maskNamed(annotations: Annotations, value: JsonValue): JsonValue {
  if (typeof value === 'string') return maskText(value);
  if (isJsonArray(value)) {
    const items = value.map(item => maskNamed(annotations, item));
    return items.some((item, at) => item !== value[at]) ? items : value;
  }
  return isJsonObject(value) ? maskMembers(annotations, value) : value;
}

function maskMembers(annotations: Annotations, object: JsonObject): JsonObject {
  const masked: Record<string, JsonValue> = {};
  let isSame = true;
  for (const [key, member] of Object.entries(object)) {
    const isSecret = isSecretName(annotations, key) || isSecretValue(annotations, object, key);
    const shown = isSecret ? MASK : maskNamed(annotations, member);
    isSame &&= shown === member;
    setMember(masked, key, shown);
  }
  return isSame ? object : masked;
}

/** `{"name": "data", "type": "string", "value": "..."}`, as qom-list-get has a property. */
function isSecretValue(annotations: Annotations, { name }: JsonObject, key: string): boolean {
  return key === 'value' && typeof name === 'string' && isSecretProperty(annotations, name);
}
