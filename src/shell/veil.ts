// A line that is shown again beside its mistakes, on a terminal or in the log of a build: secrets in it are stars, as
// many as they have characters, so that marks stay in their places.
import type { Annotations } from './annotations.js';
import { type Problem, retold, type Span } from './problem.js';
import { maskLine } from './secret-lines.js';
import { MASK } from './secrets.js';

export interface Veiled {
  readonly text: string;
  /** Their messages quote no secret either. */
  readonly problems: readonly Problem[];
}

/** The line and its problems as they may be shown. */
export function veil(annotations: Annotations, text: string, problems: readonly Problem[]): Veiled {
  const spans = secretSpans(text, maskLine(annotations, text));
  if (spans.length === 0) return { text, problems };
  const secrets = spans.map(({ start, end }) => text.slice(start, end)).filter(row => row !== '');
  const tell = (message: string) =>
    secrets.reduce((told, secret) => told.replaceAll(wholly(bare(secret)), MASK), message);
  return {
    text: spans.reduce(withStars, text),
    problems: problems.map(problem => retold(problem, tell(problem.message))),
  };
}

/** Where the masks of the masked text stand in the text itself: between the pieces that both have. */
function secretSpans(text: string, masked: string): Span[] {
  const [first = '', ...rest] = masked.split(MASK);
  let start = first.length;
  return rest.map((piece, at) => {
    const isLast = at === rest.length - 1;
    const found = isLast ? text.length - piece.length : text.indexOf(piece, start);
    const end = Math.max(start, found);
    const span = { start, end };
    start = end + piece.length;
    return span;
  });
}

function withStars(text: string, { start, end }: Span): string {
  return text.slice(0, start) + '*'.repeat(end - start) + text.slice(end);
}

/**
 * The secret where it is a word, or several: one that is part of a longer word is none. A password may be `e`, or
 * `password`, of which the names of commands are made.
 */
function wholly(secret: string): RegExp {
  const text = secret.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&');
  const before = /^[\w-]/.test(secret) ? '(?<![\\w-])' : '';
  const after = /[\w-]$/.test(secret) ? '(?![\\w-])' : '';
  return new RegExp(before + text + after, 'g');
}

/** Messages quote values without their own quotes. */
function bare(secret: string): string {
  return secret.replace(/^(["'])(.+)\1$/s, '$2');
}
