// Lines of text -> the lines of a script, each with its number; brackets that stay open join lines.
import { type Line, parseLine } from '../../shell/line.js';

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

/** Joins lines while brackets are open. `isVerbatim`: each line is one of the human monitor, nothing joins. */
export class LineAssembler {
  readonly #isVerbatim: boolean;
  #open: string[] = [];
  #firstNumber = 0;
  #number = 0;
  #depths: readonly number[] = NO_DEPTHS;

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
      if (this.#open.length === 1) this.#depths = bracketDepths(text);
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
    this.#depths = NO_DEPTHS;
    return { line, number: this.#firstNumber, isCut };
  }

  /** Spares a long JSON text the reading of all of it again with each line: brackets are counted first. */
  #mayClose(text: string): boolean {
    const more = bracketDepths(text);
    this.#depths = this.#depths.map((depth, at) => depth + (more[at] ?? 0));
    return this.#depths.some(depth => depth <= 0) || text.includes(')');
  }
}

/**
 * What is passed over where brackets are counted: strings in double quotes, and those in single quotes too. A single
 * quote may be an apostrophe, so that only the whole line tells; a line that closes by either count is read.
 */
const STRINGS = [/"(?:[^"\\]|\\.)*"/g, /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g];
const NO_DEPTHS = STRINGS.map(() => 0);

/** How many more brackets a line opens than it closes, by either count. */
function bracketDepths(text: string): readonly number[] {
  return STRINGS.map(strings => {
    const brackets = text.replace(strings, '').match(/[[\]{}]/g) ?? [];
    return brackets.reduce((depth, mark) => depth + (mark === '[' || mark === '{' ? 1 : -1), 0);
  });
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
