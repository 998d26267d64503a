// Bytes -> message texts, however the bytes are cut. Does not read the messages: see messages.ts.
//
// A message is what stands between a `{` and its matching `}`, so pretty-printed monitors, several messages on one
// line and a message without a newline are all alike. Anything else is taken as a line of its own, for an error.
import { ProtocolError } from './errors.js';

/**
 * The longest message taken, in bytes. QEMU reads at most 64 MiB of JSON and writes replies of any size; the
 * largest known is some 50 MB. A JavaScript string ends at 512 MiB.
 */
export const MAX_MESSAGE = 256 * 1024 * 1024;

/** Where a line that is no JSON is cut, in bytes: enough to show what the peer is. */
export const MAX_LINE = 64 * 1024;

const TAB = 0x09;
const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
/** Turns `[` into `{` and `]` into `}`. */
const BRACKET_TO_BRACE = 0x20;
/** qmp-spec's resynchronisation byte (the guest agent's mark), and telnet's IAC. */
const MARK = 0xff;
/** Telnet's WILL, WONT, DO, DONT: each is followed by one byte, the option. */
const FIRST_TELNET_VERB = 0xfb;

type Phase = 'between' | 'after-mark' | 'telnet-option' | 'object' | 'line';

/** A push framer; one for each connection. */
export class Framer {
  readonly #maxMessage: number;
  #phase: Phase = 'between';
  #parts: Buffer[] = [];
  #size = 0;
  #depth = 0;
  #inString = false;
  #escaped = false;
  #sawTelnet = false;

  /** @param maxMessage the longest message in bytes: MAX_MESSAGE but in tests. */
  constructor(maxMessage = MAX_MESSAGE) {
    this.#maxMessage = maxMessage;
  }

  /** Whether the peer began with telnet's option negotiation (a monitor with `telnet=on`). */
  get sawTelnet(): boolean {
    return this.#sawTelnet;
  }

  /** The text of the unfinished message or line: `(qemu) `. */
  get pending(): string {
    return Buffer.concat(this.#parts).toString();
  }

  /**
   * Takes the next bytes and calls `emit` with each message they complete, invalid UTF-8 as U+FFFD. The chunk is
   * kept, not copied, and must not change afterwards.
   * @throws ProtocolError `too-long`; the framer is of no use after that.
   */
  push(chunk: Buffer, emit: (text: string) => void): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.#phase !== 'object' && this.#phase !== 'line') at = this.#skip(chunk, at);
      if (at === chunk.length) return;
      const end =
        this.#phase === 'object' ? this.#scanObject(chunk, at) : scanLine(chunk, at, this.#size);
      if (end < 0) {
        this.#keep(chunk.subarray(at));
        return;
      }
      emit(this.#take(chunk, at, end));
      at = end;
    }
  }

  /** The offset where the next message begins; passes over blanks, newlines, 0xFF and telnet's negotiation. */
  #skip(chunk: Buffer, from: number): number {
    let at = from;
    while (at < chunk.length && this.#isSkipped(chunk[at] ?? 0)) at += 1;
    if (at < chunk.length) this.#phase = chunk[at] === OPEN_BRACE ? 'object' : 'line';
    return at;
  }

  #isSkipped(byte: number): boolean {
    if (this.#phase === 'telnet-option') {
      this.#phase = 'between';
      return true;
    }
    if (this.#phase === 'after-mark' && byte >= FIRST_TELNET_VERB && byte < MARK) {
      this.#phase = 'telnet-option';
      this.#sawTelnet = true;
      return true;
    }
    this.#phase = byte === MARK ? 'after-mark' : 'between';
    return byte === MARK || byte === SPACE || byte === CR || byte === LF || byte === TAB;
  }

  /** The offset after the object's closing brace, or -1 where it is not in this chunk. The hot loop. */
  #scanObject(chunk: Buffer, from: number): number {
    const length = chunk.length;
    let at = this.#escaped ? from + 1 : from;
    let depth = this.#depth;
    let inString = this.#inString;
    for (; at < length; at += 1) {
      const byte = chunk[at] ?? 0;
      if (inString) {
        if (byte === QUOTE) inString = false;
        else if (byte === BACKSLASH) at += 1;
        else if (byte === LF) return at + 1; // JSON has no newline in a string: broken, begin anew after it.
      } else if (byte === QUOTE) inString = true;
      else if ((byte | BRACKET_TO_BRACE) === OPEN_BRACE) depth += 1;
      else if ((byte | BRACKET_TO_BRACE) === CLOSE_BRACE) {
        depth -= 1;
        if (depth === 0) return at + 1;
      }
    }
    this.#depth = depth;
    this.#inString = inString;
    this.#escaped = at > length;
    return -1;
  }

  #keep(part: Buffer): void {
    this.#grow(part.length);
    this.#parts.push(part);
  }

  #grow(length: number): void {
    this.#size += length;
    if (this.#size <= this.#maxMessage) return;
    throw new ProtocolError(
      `expected a message of at most ${this.#maxMessage} bytes, found a longer one`,
      'too-long',
    );
  }

  /** The finished text; the framer stands between messages again. */
  #take(chunk: Buffer, from: number, end: number): string {
    this.#grow(end - from);
    const text =
      this.#parts.length === 0
        ? chunk.toString('utf8', from, end)
        : Buffer.concat([...this.#parts, chunk.subarray(from, end)]).toString();
    const isLine = this.#phase === 'line';
    this.#phase = 'between';
    this.#parts = [];
    this.#size = 0;
    this.#depth = 0;
    this.#inString = false;
    this.#escaped = false;
    return isLine ? text.trimEnd() : text;
  }
}

/** The offset after the line, or where MAX_LINE cuts it; -1 where neither is in this chunk. */
function scanLine(chunk: Buffer, from: number, before: number): number {
  const cut = from + MAX_LINE - before;
  const newline = chunk.indexOf(LF, from);
  if (newline >= 0 && newline < cut) return newline + 1;
  return chunk.length >= cut ? cut : -1;
}
