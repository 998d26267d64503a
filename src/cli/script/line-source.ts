// Bytes or texts -> the lines of a script, each with its number; brackets that stay open join lines.
import { accessSync, constants, createReadStream, statSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { type Line, parseLine } from '../../shell/line.js';
import { UsageError } from '../report.js';

/** A logical line: one or, with open brackets, several lines of the input. */
export interface ScriptLine {
  readonly line: Line;
  /** Of its first line, from 1. */
  readonly number: number;
  /** The file it stands in; absent for standard input and -c. */
  readonly file?: string;
  /** The input ended while brackets were open. */
  readonly isCut: boolean;
}

/** Cuts a byte stream into lines: LF or CRLF, a byte order mark passed over, a last line without an end too. */
export async function* linesOfStream(
  stream: AsyncIterable<Buffer | string>,
): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let pending: string[] = [];
  let isFirst = true;
  for await (const chunk of stream) {
    let text = typeof chunk === 'string' ? chunk : decoder.write(chunk);
    if (isFirst && text !== '') {
      text = text.replace(/^\ufeff/, '');
      isFirst = false;
    }
    const parts = text.split('\n');
    for (const part of parts.slice(0, -1)) {
      yield withoutReturn([...pending, part].join(''));
      pending = [];
    }
    pending.push(parts.at(-1) ?? '');
  }
  const last = pending.join('') + decoder.end();
  if (last !== '') yield withoutReturn(last);
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}

/** The logical lines of a stream of bytes, of a file, or of texts that each are a line or more. */
export async function* linesFrom(
  texts: AsyncIterable<string>,
  isHmp = false,
): AsyncGenerator<ScriptLine> {
  const assembler = new LineAssembler(isHmp);
  for await (const text of texts) {
    const line = assembler.push(text);
    if (line !== undefined) yield line;
  }
  const cut = assembler.end();
  if (cut !== undefined) yield cut;
}

/** Instead of a file's name: standard input. */
export const STDIN = '-';

/** The lines of a file, `-` being standard input. @throws UsageError where it cannot be read. */
export async function* linesOfFile(path: string, isHmp = false): AsyncGenerator<ScriptLine> {
  if (path === STDIN) return yield* linesFrom(linesOfStream(process.stdin), isHmp);
  try {
    const lines = linesFrom(linesOfStream(createReadStream(path)), isHmp);
    for await (const line of lines) yield { ...line, file: path };
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

/** How long a script's input may be silent before what it has sent so far counts as its rest, in ms. */
const REST_PAUSE = 50;

/** How long what is left of a script is counted, in ms: it may never end (`yes stop`). */
const COUNTING_TIME = 500;

/** Reads what is left of a script that has stopped: how many lines, and whether that is all of them. */
export async function restOf(
  lines: AsyncGenerator<ScriptLine>,
): Promise<{ readonly count: number; readonly isAll: boolean }> {
  let count = 0;
  const until = Date.now() + COUNTING_TIME;
  while (Date.now() < until) {
    const next = await Promise.race([lines.next(), silence()]);
    if (next === undefined) return { count, isAll: false };
    if (next.done) return { count, isAll: true };
    if (next.value.line.syntax.kind !== 'blank') count += 1;
  }
  return { count, isAll: false };
}

function silence(): Promise<undefined> {
  return new Promise(resolve => {
    setTimeout(resolve, REST_PAUSE, undefined).unref();
  });
}

/** Joins lines while brackets are open. `isVerbatim`: each line is one of the human monitor, nothing joins. */
export class LineAssembler {
  readonly #isVerbatim: boolean;
  #open: string[] = [];
  #firstNumber = 0;
  #number = 0;
  #depth = 0;

  constructor(isVerbatim = false) {
    this.#isVerbatim = isVerbatim;
  }

  /** Takes the next line of the input; gives a logical line once one is complete. */
  push(text: string): ScriptLine | undefined {
    this.#number += 1;
    if (this.#isVerbatim) return { line: parseHmp(text), number: this.#number, isCut: false };
    if (this.#open.length === 0) this.#firstNumber = this.#number;
    this.#open.push(text);
    if (this.#open.length > 1 && !this.#mayClose(text)) return undefined;
    const whole = this.#open.join('\n');
    const line = parseLine(whole);
    if (line.open) {
      if (this.#open.length === 1) this.#depth = bracketDepth(text);
      return undefined;
    }
    return this.#done(line, false);
  }

  /** What is left when the input ends: a line whose brackets are open. */
  end(): ScriptLine | undefined {
    return this.#open.length === 0 ? undefined : this.#done(parseLine(this.#open.join('\n')), true);
  }

  #done(line: Line, isCut: boolean): ScriptLine {
    this.#open = [];
    this.#depth = 0;
    return { line, number: this.#firstNumber, isCut };
  }

  /** Spares a long JSON text the reading of all of it again with each line: brackets are counted first. */
  #mayClose(text: string): boolean {
    this.#depth += bracketDepth(text);
    return this.#depth <= 0 || text.includes(')');
  }
}

/** How many more brackets a line opens than it closes, outside double-quoted strings. */
function bracketDepth(text: string): number {
  let depth = 0;
  for (const [mark] of text.replace(/"(?:[^"\\]|\\.)*"/g, '').matchAll(/[[\]{}]/g)) {
    depth += mark === '[' || mark === '{' ? 1 : -1;
  }
  return depth;
}

function parseHmp(text: string): Line {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed.startsWith('#'))
    return { text, syntax: { kind: 'blank' }, problems: [], open: false };
  const rest = { text: trimmed, start: text.indexOf(trimmed) };
  const nameSpan = { start: 0, end: 0 };
  return {
    text,
    syntax: { kind: 'directive', name: 'hmp', nameSpan, rest },
    problems: [],
    open: false,
  };
}
