// A reply message -> the reply as the caller gets it: the server's text with the session's id taken out and the caller's own put back.
// Works on the text, since neither numbers nor the order of keys survive being read into values.
import type { LongObject } from '../json/long-object.js';
import { printString } from '../json/print.js';
import { memberText, oneLine, textMembers } from '../json/text.js';
import type { JsonValue } from '../json/value.js';
import type { ErrorReply, ReturnReply } from './messages.js';
import type { Reply } from './request.js';

/** The reply for the command that was sent as `id`; `id` is undefined for an error that came without one. */
export function replyFrom(
  message: ReturnReply | ErrorReply,
  id: string | undefined,
  userId: string | undefined,
): Reply {
  return message.kind === 'return'
    ? new TextReply(message, id, userId)
    : new TextErrorReply(message, id, userId);
}

/** A class for its getters: their texts are made when asked for, since a schema's is never printed. */
class TextReply implements Reply {
  readonly kind: 'return' | 'error';
  readonly #message: ReturnReply | ErrorReply;
  readonly #id: string | undefined;
  readonly #userId: string | undefined;
  #text: string | undefined;

  constructor(
    message: ReturnReply | ErrorReply,
    id: string | undefined,
    userId: string | undefined,
  ) {
    this.kind = message.kind;
    this.#message = message;
    this.#id = id;
    this.#userId = userId;
  }

  get value(): JsonValue {
    return this.#message.value;
  }

  get text(): string {
    this.#text ??= withUserId(this.#oneLine(), this.#id, this.#userId);
    return this.#text;
  }

  get valueText(): string {
    const long = this.#long;
    if (long?.isOneLine) return long.textOf('return') ?? 'null';
    if (this.#isAlone) return this.text.slice(`{"${this.kind}": `.length, -1);
    return memberText(this.text, this.kind) ?? 'null';
  }

  get rows(): readonly string[] | undefined {
    return this.#long?.rowsOf('return');
  }

  #oneLine(): string {
    return this.#long?.isOneLine ? this.#message.text : oneLine(this.#message.text);
  }

  get #long(): LongObject | undefined {
    return this.#message.kind === 'return' ? this.#message.long : undefined;
  }

  /** Whether the value is the only member of the text. */
  get #isAlone(): boolean {
    const ownMembers = this.#message.memberCount - (this.#id === undefined ? 0 : 1);
    return ownMembers === 1 && this.#userId === undefined;
  }
}

class TextErrorReply extends TextReply {
  readonly errorClass: string;
  readonly desc: string;

  constructor(message: ErrorReply, id: string | undefined, userId: string | undefined) {
    super(message, id, userId);
    this.errorClass = message.errorClass;
    this.desc = message.desc;
  }
}

/** QEMU puts the id last in a return and first in an error; a proxy may put it anywhere. */
function withUserId(text: string, id: string | undefined, userId: string | undefined): string {
  if (id === undefined) return text;
  const last = `, "id": "${id}"}`;
  if (text.endsWith(last)) {
    return `${text.slice(0, -last.length)}${userId === undefined ? '' : `, "id": ${userId}`}}`;
  }
  const first = `{"id": "${id}", `;
  if (text.startsWith(first)) {
    return `{${userId === undefined ? '' : `"id": ${userId}, `}${text.slice(first.length)}`;
  }
  return withIdAnywhere(text, userId);
}

function withIdAnywhere(text: string, userId: string | undefined): string {
  const members = textMembers(text)
    .map(member => (member.key === 'id' ? { key: 'id', text: userId } : member))
    .filter(member => member.text !== undefined);
  return `{${members.map(member => `${printString(member.key)}: ${member.text}`).join(', ')}}`;
}
