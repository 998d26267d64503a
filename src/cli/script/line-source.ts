// Where the lines of a script come from: bytes of a file or of standard input, texts, lines read before.
import { accessSync, constants, createReadStream, statSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { UsageError } from '../report.js';
import { standardInput } from '../standard-input.js';
import { LineAssembler, type ScriptLine } from './line-assembler.js';

/** The lines of a script, one after the other. A second line is asked for only when the first has come. */
export interface LineSource {
  /** The next line, at once where it has been read already; a promise of undefined at the end. */
  next(): ScriptLine | Promise<ScriptLine | undefined>;
}

/** The lines for `for await`, where none is to be read ahead. */
export async function* eachLine(lines: LineSource): AsyncGenerator<ScriptLine> {
  for (let line = await lines.next(); line !== undefined; line = await lines.next()) yield line;
}

/** Lines as they come, a chunk of the input at a time. Not one promise a line: scripts have many. */
class ChunkedLines implements LineSource {
  readonly #chunks: AsyncIterator<readonly string[]>;
  readonly #file: string | undefined;
  readonly #assembler: LineAssembler;
  #texts: readonly string[] = [];
  #at = 0;

  constructor(
    chunks: AsyncIterable<readonly string[]>,
    { isHmp = false, file }: { readonly isHmp?: boolean; readonly file?: string },
  ) {
    this.#chunks = chunks[Symbol.asyncIterator]();
    this.#file = file;
    this.#assembler = new LineAssembler(isHmp);
  }

  next(): ScriptLine | Promise<ScriptLine | undefined> {
    return this.#atHand() ?? this.#more();
  }

  #atHand(): ScriptLine | undefined {
    while (this.#at < this.#texts.length) {
      const line = this.#assembler.push(this.#texts[this.#at] ?? '');
      this.#at += 1;
      if (line !== undefined) return this.#placed(line);
    }
    return undefined;
  }

  async #more(): Promise<ScriptLine | undefined> {
    for (;;) {
      const { value, done } = await this.#chunks.next();
      if (done) return this.#placed(this.#assembler.end());
      this.#texts = value;
      this.#at = 0;
      const line = this.#atHand();
      if (line !== undefined) return line;
    }
  }

  #placed<T extends ScriptLine | undefined>(line: T): T {
    return line === undefined || this.#file === undefined ? line : { ...line, file: this.#file };
  }
}

/** In UTF-16 units. What has no newline for that long is no script; QEMU itself reads no more than 64 MiB. */
const LONGEST_LINE = 64 * 1024 * 1024;

/** Cuts a byte stream into lines: LF or CRLF, a byte order mark passed over, a last line without an end too. */
async function* linesOfStream(stream: AsyncIterable<Buffer>): AsyncGenerator<readonly string[]> {
  const textOf = utf8Reader();
  let pending: string[] = [];
  let size = 0;
  let isFirst = true;
  for await (const chunk of stream) {
    let text = textOf(chunk);
    if (isFirst && text !== '') {
      text = text.replace(/^\ufeff/, '');
      isFirst = false;
    }
    const parts = text.split('\n');
    const rest = parts.pop() ?? '';
    if (parts.length > 0) {
      parts[0] = pending.join('') + parts[0];
      pending = [];
      size = 0;
      yield parts.map(withoutReturn);
    }
    pending.push(rest);
    size += rest.length;
    if (size > LONGEST_LINE) throw new UsageError('a line of more than 64 MiB: this is no script');
  }
  const last = pending.join('') + textOf();
  if (last !== '') yield [withoutReturn(last)];
}

/** Reads bytes that may be cut within a character; without bytes, what is left at the end. */
function utf8Reader(): (chunk?: Buffer) => string {
  let decoder: StringDecoder | undefined;
  return chunk => {
    if (chunk === undefined) return decoder?.end() ?? '';
    // To make a decoder takes a short run longer than to read its lines.
    if (decoder === undefined && (chunk.at(-1) ?? 0) <= LAST_ASCII) return chunk.toString();
    decoder ??= new StringDecoder('utf8');
    return decoder.write(chunk);
  };
}

const LAST_ASCII = 0x7f;

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}

/** The logical lines of texts that each are a line or more. */
export function linesOfTexts(texts: readonly string[], isHmp: boolean): LineSource {
  async function* lines() {
    yield texts.flatMap(text => text.split(/\r?\n/));
  }
  return new ChunkedLines(lines(), { isHmp });
}

/** Lines that have been read already. */
export function linesAtHand(lines: readonly ScriptLine[]): LineSource {
  const rest = lines.values();
  return { next: () => rest.next().value ?? Promise.resolve(undefined) };
}

/** All lines of several sources. */
export function linesOfAll(sources: readonly LineSource[]): LineSource {
  const rest = [...sources];
  const goOn = async (found: Promise<ScriptLine | undefined>) => {
    const line = await found;
    if (line !== undefined || rest.length < 2) return line;
    rest.shift();
    return next();
  };
  const next = (): ScriptLine | Promise<ScriptLine | undefined> => {
    const found = rest[0]?.next() ?? Promise.resolve(undefined);
    return found instanceof Promise ? goOn(found) : found;
  };
  return { next };
}

/** Instead of a file's name: standard input. */
export const STDIN = '-';

/** The lines of a file, `-` being standard input. `next` throws UsageError where it cannot be read. */
export function linesOfFile(path: string, isHmp = false): LineSource {
  if (path === STDIN) return new ChunkedLines(linesOfStream(standardInput()), { isHmp });
  return new ChunkedLines(readableLines(path), { isHmp, file: path });
}

async function* readableLines(path: string): AsyncGenerator<readonly string[]> {
  try {
    yield* linesOfStream(createReadStream(path));
  } catch (error) {
    throw new UsageError(unreadable(path, error));
  }
}

function unreadable(path: string, error: unknown): string {
  return `cannot read '${path}': ${error instanceof Error ? error.message : error}`;
}

/** Why a file cannot be read, as far as can be told without opening it: a pipe must not be opened twice. */
export function fileTrouble(path: string): string | undefined {
  if (path === STDIN) return undefined;
  try {
    accessSync(path, constants.R_OK);
    return statSync(path).isDirectory() ? `cannot read '${path}': it is a directory` : undefined;
  } catch (error) {
    return unreadable(path, error);
  }
}

/** Where a line stands, for messages: `line 3`, `setup.qmp: line 3`. */
export function placeText({ number, file }: ScriptLine): string {
  return `${file === undefined ? '' : `${file}: `}line ${number}`;
}
