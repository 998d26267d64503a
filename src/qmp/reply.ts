// A reply message -> the reply as the caller gets it: the server's text with the session's id taken out and the caller's own put back.
// Works on the text, since neither numbers nor the order of keys survive being read into values.
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
  readonly value: JsonValue;
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
    this.value = message.value;
    this.#message = message;
    this.#id = id;
    this.#userId = userId;
  }

  get text(): string {
    this.#text ??= withUserId(onOneLine(this.#message.text), this.#id, this.#userId);
    return this.#text;
  }

  get valueText(): string {
    if (this.#isAlone) return this.text.slice(`{"${this.kind}": `.length, -1);
    return memberText(this.text, this.kind) ?? 'null';
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

/** All but pretty-printing servers send it so: looking is ten times as fast as writing it again. */
function onOneLine(text: string): string {
  const isSo = text.length < LONG ? ONE_LINE.test(text) : isOneLine(text);
  return isSo ? text : oneLine(text);
}

/** A pattern needs no compiling by V8 before it is fast, but overflows its stack on megabytes. */
const LONG = 64 * 1024;
const ONE_LINE =
  /^(?:[^\x00-\x20\x7f-\uffff",:]|"(?:[^"\\\x00-\x1f\x7f-\uffff]|\\[\x20-\x7e])*"|[,:] (?! ))*$/;

const BLANK = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const LAST_PLAIN = 0x7e;

/** Whether the JSON text is ASCII with one blank after each `:` and `,` and no other outside strings. */
function isOneLine(text: string): boolean {
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < BLANK || code > LAST_PLAIN) return false;
    if (code === QUOTE) inString = !inString;
    else if (inString) at += code === BACKSLASH ? 1 : 0;
    else if (code === COMMA || code === COLON) {
      at += 1;
      if (text.charCodeAt(at) !== BLANK || text.charCodeAt(at + 1) === BLANK) return false;
    } else if (code === BLANK) return false;
  }
  return true;
}
