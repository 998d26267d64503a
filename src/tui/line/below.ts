// The lines under the prompt: what is wrong with the text, and what may come next. Pure.
import type { Candidate, Menu } from '../../editor/menu.js';
import { fitWidth, stringWidth } from '../../text/width.js';
import { wrapText } from '../../text/wrap.js';

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

/** Rows of a message; the rest of it is told when the line is entered. */
const MOST_ROWS = 2;

/**
 * The first mark with a caret under its place; none where nothing is wrong. What the cursor touches is still being
 * typed, and says nothing.
 */
export function markRows(marks: readonly Mark[], input: MarkedText): readonly string[] {
  const mark = marks.find(({ span }) => span.end < input.cursor || span.start > input.cursor);
  if (mark === undefined) return [];
  const { text, indent, columns } = input;
  const { message, span } = mark;
  if (text.includes('\n'))
    return messageRows(`line ${lineNumber(text, span.start)}: ${message}`, columns);
  if (indent + stringWidth(text) >= columns) return messageRows(`^ ${message}`, columns);
  return caretRows(mark, indent + stringWidth(text.slice(0, span.start)), input);
}

/** The message behind the caret, or before it, or below it: where there is room. */
function caretRows(
  { span, message }: Mark,
  column: number,
  { text, columns }: MarkedText,
): string[] {
  const carets = '^'.repeat(Math.max(stringWidth(text.slice(span.start, span.end)), 1));
  const width = stringWidth(message) + 1;
  const alone = `${' '.repeat(column)}${carets}`;
  if (column + carets.length + width <= columns) return [`${alone} ${message}`];
  if (width <= column) return [`${' '.repeat(column - width)}${message} ${carets}`];
  return [alone, ...messageRows(message, columns)];
}

function messageRows(message: string, columns: number): string[] {
  const rows = wrapText(message, Math.max(columns, 1));
  if (rows.length <= MOST_ROWS) return rows;
  const rest = rows.slice(MOST_ROWS - 1).join(' ');
  return [...rows.slice(0, MOST_ROWS - 1), cutShort(rest, columns)];
}

function lineNumber(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
