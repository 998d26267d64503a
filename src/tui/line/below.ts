// The lines under the prompt: what is wrong with the text, and what may come next. Pure.
import { lineStart } from '../../editor/buffer.js';
import type { Candidate, Menu } from '../../editor/menu.js';
import { fitWidth, stringWidth } from '../../text/width.js';

/** Something wrong in the text, or worth a warning; `span` in UTF-16 offsets. */
export interface Mark {
  readonly span: { readonly start: number; readonly end: number };
  readonly message: string;
}

/** How many of the candidates' names are worth a row's room. */
const MAX_NAMES = 20;
const DIM = ['\x1b[2m', '\x1b[22m'] as const;
const REVERSE = ['\x1b[7m', '\x1b[27m'] as const;

/**
 * The menu on one row: the chosen candidate (or the best) with its type and what it is for,
 * then the names of those that Tab leads to.
 */
export function menuLine({ candidates, chosen }: Menu, columns: number): string {
  const first = chosen ?? 0;
  const [candidate, ...others] = [...candidates.slice(first), ...candidates.slice(0, first)];
  if (candidate === undefined) return '';
  const names = others.slice(0, MAX_NAMES).map(other => other.label);
  const explained = fitWidth(
    ` ${explanation(candidate)}`,
    columns - stringWidth(candidate.label) - 1,
  );
  const rest = names.length === 0 ? '' : `  │ ${names.join('  ')}`;
  const room = columns - stringWidth(candidate.label) - stringWidth(explained) - 1;
  const label = paint(candidate.label, chosen === undefined ? undefined : REVERSE);
  return label + paint(explained + cutShort(rest, room), DIM);
}

/** `int, mandatory: upper limit of the rate` */
function explanation({ type, detail, mandatory, deprecated, unstable }: Candidate): string {
  const facts = [
    type,
    mandatory && 'mandatory',
    deprecated && 'deprecated',
    unstable && 'unstable',
  ];
  const known = facts.filter(fact => typeof fact === 'string' && fact !== '').join(', ');
  return [known, detail].filter(Boolean).join(': ');
}

function paint(text: string, style: readonly [on: string, off: string] | undefined): string {
  return style === undefined || text === '' ? text : style[0] + text + style[1];
}

function cutShort(text: string, columns: number): string {
  return stringWidth(text) <= columns ? text : `${fitWidth(text, Math.max(columns - 1, 0))}…`;
}

export interface MarkedText {
  readonly text: string;
  readonly cursor: number;
  /** Columns that the prompt takes. */
  readonly indent: number;
  readonly columns: number;
}

/**
 * The first mark with a caret under its place, or '' when there is none.
 * What the cursor touches is still being typed, and says nothing.
 */
export function markLine(marks: readonly Mark[], input: MarkedText): string {
  const mark = marks.find(({ span }) => span.end < input.cursor || span.start > input.cursor);
  if (mark === undefined) return '';
  const place = caretPlace(mark, input);
  const line = place === undefined ? `^ ${mark.message}` : caret(mark, place, input);
  return cutShort(line, input.columns);
}

function caret({ span, message }: Mark, column: number, { text, columns }: MarkedText): string {
  const width = Math.max(stringWidth(text.slice(span.start, span.end)), 1);
  const carets = '^'.repeat(width);
  const fits = column + width + 1 + stringWidth(message) <= columns;
  if (fits || stringWidth(message) + 1 > column) return `${' '.repeat(column)}${carets} ${message}`;
  return `${' '.repeat(column - stringWidth(message) - 1)}${message} ${carets}`;
}

/** The column of the mark if it stands in the row just above; undefined for text of several rows. */
function caretPlace({ span }: Mark, { text, indent, columns }: MarkedText): number | undefined {
  if (text.includes('\n') || indent + stringWidth(text) >= columns) return undefined;
  return indent + stringWidth(text.slice(lineStart(text, span.start), span.start));
}
