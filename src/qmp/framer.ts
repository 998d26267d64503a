// Bytes -> message texts, however the bytes are cut. Does not read the messages: see messages.ts.
//
// A message is what stands between a `{` and its matching `}`, so pretty-printed monitors, several messages on one
// line and a message without a newline are all alike. Anything else is taken as a line of its own, for an error.
import { type LongObject, readJson } from '../json/long-object.js';
import type { JsonValue } from '../json/value.js';
import { ProtocolError } from './errors.js';

/**
 * The longest message taken, in bytes. QEMU reads at most 64 MiB of JSON and writes replies of any size; the
 * largest known is some 50 MB. A JavaScript string ends at 512 MiB.
 */
export const MAX_MESSAGE = 256 * 1024 * 1024;

/** Where a line that is no JSON is cut, in bytes: enough to show what the peer is. */
export const MAX_LINE = 64 * 1024;

/**
 * From how many bytes on a message is first taken for a line of its own, which all but pretty-printing monitors send: a
 * line that reads as JSON is a whole message. Where something else follows it without a newline, it may come with the
 * next newline or closing brace only; with the next newline from a peer that so far has ended each message so. A short run's walk over the bytes, not compiled yet, is ten times as slow.
 */
const LONG = 4 * 1024;

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

/** `long`: an object taken for a line of its own. `scanned`: one that is known to be none. */
type Phase = 'between' | 'after-mark' | 'telnet-option' | 'object' | 'long' | 'scanned' | 'line';

/** Takes a message's text, and what it says where that is known. */
export type OnMessage = (text: string, read?: JsonValue | LongObject) => void;

/** A push framer; one for each connection. */
export class Framer {
  readonly #maxMessage: number;
  readonly #long: number;
  #phase: Phase = 'between';
  #parts: Buffer[] = [];
  #size = 0;
  #depth = 0;
  #inString = false;
  #escaped = false;
  #sawTelnet = false;
  #sawNewline = false;
  /** Messages that have begun, and those of them that a newline parted from the one before. */
  #begun = 0;
  #parted = 0;

  /** @param maxMessage the longest message in bytes; like `long`, another than the default in tests alone. */
  constructor(maxMessage = MAX_MESSAGE, long = LONG) {
    this.#maxMessage = maxMessage;
    this.#long = long;
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
   * Takes the next bytes and calls `emit` with each message they complete, invalid UTF-8 as U+FFFD. The chunk may
   * change afterwards.
   * @throws ProtocolError `too-long`; the framer is of no use after that.
   */
  push(chunk: Buffer, emit: OnMessage): void {
    let at = 0;
    while (at < chunk.length) {
      if (!this.#isWithin) at = this.#skip(chunk, at);
      if (at === chunk.length) return;
      if (this.#phase === 'long') at = this.#pushLong(chunk, at, emit);
      else at = this.#pushScanned(chunk, at, emit);
    }
  }

  /** Whether bytes of a message are still to come. */
  get #isWithin(): boolean {
    return this.#isObject || this.#phase === 'long' || this.#phase === 'line';
  }

  /** Whether the peer has ended each message with a newline: then one comes behind the present one too. */
  get #endsLines(): boolean {
    return this.#begun > 1 && this.#parted === this.#begun - 1;
  }

  #noteBeginning(): void {
    if (this.#begun > 0 && this.#sawNewline) this.#parted += 1;
    this.#begun += 1;
    this.#sawNewline = false;
  }

  get #isObject(): boolean {
    return this.#phase === 'object' || this.#phase === 'scanned';
  }

  /** The offset after what was taken. An object whose first chunk was short may turn out to be long. */
  #pushScanned(chunk: Buffer, at: number, emit: OnMessage): number {
    const end = this.#isObject ? this.#scanObject(chunk, at) : scanLine(chunk, at, this.#size);
    if (end < 0) {
      this.#keep(chunk.subarray(at));
      if (this.#phase === 'object' && this.#size >= this.#long) this.#phase = 'long';
      return chunk.length;
    }
    this.#sawNewline = chunk[end - 1] === LF;
    emit(this.#take(chunk, at, end));
    return end;
  }

  /** The offset after what was taken. Without a newline the message may still end here: then its bytes tell. */
  #pushLong(chunk: Buffer, at: number, emit: OnMessage): number {
    const newline = chunk.indexOf(LF, at);
    const end = newline < 0 ? chunk.length : newline;
    if (newline < 0 && (this.#endsLines || !endsInBrace(chunk))) {
      this.#keep(chunk.subarray(at));
      return end;
    }
    const line = this.#joined(chunk, at, end);
    const text = newline < 0 ? '' : line.toString().trimEnd();
    const read = readWhole(text);
    if (read === undefined) this.#scanAll(line, emit);
    else {
      this.#grow(end - at);
      this.#clear();
      emit(text, read);
    }
    return end;
  }

  /** What is no line of its own is part of a message, or several, or broken. */
  #scanAll(bytes: Buffer, emit: OnMessage): void {
    this.#clear();
    this.#begun -= 1; // The first of them has been counted.
    let at = 0;
    while (at < bytes.length) {
      if (!this.#isWithin) at = this.#skip(bytes, at, 'scanned');
      if (at < bytes.length) at = this.#pushScanned(bytes, at, emit);
    }
  }

  /** The offset where the next message begins; passes over blanks, newlines, 0xFF and telnet's negotiation. */
  #skip(chunk: Buffer, from: number, object?: Phase): number {
    let at = from;
    while (at < chunk.length && this.#isSkipped(chunk[at] ?? 0)) at += 1;
    if (at === chunk.length) return at;
    this.#noteBeginning();
    const isObject = chunk[at] === OPEN_BRACE;
    this.#phase = isObject ? (object ?? this.#objectIn(chunk, at)) : 'line';
    return at;
  }

  #objectIn(chunk: Buffer, at: number): Phase {
    return chunk.length - at < this.#long ? 'object' : 'long';
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
    if (byte === LF) this.#sawNewline = true;
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
    this.#parts.push(Buffer.from(part));
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
        : this.#joined(chunk, from, end).toString();
    const isLine = this.#phase === 'line';
    this.#clear();
    return isLine ? text.trimEnd() : text;
  }

  /** What was kept of the message, and what the chunk has of it. */
  #joined(chunk: Buffer, from: number, end: number): Buffer {
    const part = chunk.subarray(from, end);
    return this.#parts.length === 0 ? part : Buffer.concat([...this.#parts, part]);
  }

  #clear(): void {
    this.#phase = 'between';
    this.#parts = [];
    this.#size = 0;
    this.#depth = 0;
    this.#inString = false;
    this.#escaped = false;
  }
}

/** Whether the last byte but blanks is a closing brace. */
function endsInBrace(chunk: Buffer): boolean {
  let at = chunk.length - 1;
  while (chunk[at] === SPACE || chunk[at] === CR || chunk[at] === TAB) at -= 1;
  return chunk[at] === CLOSE_BRACE;
}

/** What a text says that is one JSON value; undefined for any other. */
function readWhole(text: string): JsonValue | LongObject | undefined {
  try {
    return readJson(text);
  } catch {
    return undefined;
  }
}

/** The offset after the line, or where MAX_LINE cuts it; -1 where neither is in this chunk. */
function scanLine(chunk: Buffer, from: number, before: number): number {
  const cut = from + MAX_LINE - before;
  const newline = chunk.indexOf(LF, from);
  if (newline >= 0 && newline < cut) return newline + 1;
  return chunk.length >= cut ? cut : -1;
}
