// What filters and waits are told in: words that the shell has split, mistakes with a place, durations.
import { error, type Problem, type ProblemCode, type Span } from '../shell/problem.js';
import { readWord, type Word } from '../shell/words.js';

/** A word of a directive: `key=text`, or `text` alone. Quotes are gone, escapes are read. */
export interface SpecWord {
  readonly key?: string;
  readonly text: string;
  /** Quoted as a whole: its commas are its own then. */
  readonly quoted?: boolean;
  /** Where it stands in its line. */
  readonly span?: Span;
}

/** A mistake in a filter or wait, to be shown under the line as any other. */
export interface SpecProblem extends Problem {
  readonly kind: 'problem';
}

const NOWHERE: Span = { start: 0, end: 0 };

export function problem(code: ProblemCode, span: Span | undefined, message: string): SpecProblem {
  return { kind: 'problem', ...error(code, span ?? NOWHERE, message) };
}

/** The words of a directive's text, split by the shell's rules; brackets have no meaning of their own here. */
export function readSpecWords(text: string): SpecWord[] | SpecProblem {
  const words: SpecWord[] = [];
  let at = text.search(/\S/);
  while (at >= 0 && at < text.length) {
    const context = { limit: text.length, blanksEnd: true, inTransaction: false };
    const { word, end, problems } = readWord(text, at, context);
    const [first] = problems;
    if (first !== undefined) return { ...first, kind: 'problem' };
    words.push(specWord(word, text));
    const gap = text.slice(end).search(/\S/);
    at = gap < 0 ? text.length : end + gap;
  }
  return words;
}

function specWord({ key, value, span }: Word, line: string): SpecWord {
  const isText = value.kind === 'text';
  const text = isText ? value.text : line.slice(value.span.start, value.span.end);
  const quoted = isText && value.quoted;
  return key === undefined ? { text, quoted, span } : { key: key.text, text, quoted, span };
}

const DURATION = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/;
const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** `30s`, `500ms`, `2m`, `1.5h` or a plain number of seconds, in ms; undefined for any other text. */
export function parseDuration(text: string): number | undefined {
  const [, number, unit = 's'] = DURATION.exec(text) ?? [];
  return number === undefined ? undefined : Math.round(Number(number) * (UNIT_MS[unit] ?? 0));
}
