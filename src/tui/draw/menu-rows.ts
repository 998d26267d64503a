// The completion menu: a row a candidate, what was typed of it lit, its type and what it is for beside it. Pure.
// Candidates come escaped.
import type { Candidate, Menu } from '../../editor/menu.js';
import { graphemesOf, snapToBoundary } from '../../text/graphemes.js';
import { stringWidth } from '../../text/width.js';
import { cutWidth, padWidth } from '../../text/wrap.js';
import { cutSpans, type Span, type Spans, span } from './spans.js';

/** Labels take at most this share of the row. */
const LABEL_SHARE = 0.5;
const MOST_TYPE = 24;

/** At most `most` rows, the chosen one among them. */
export function menuRows(menu: Menu, typed: string, columns: number, most: number): Spans[] {
  const { candidates, chosen } = menu;
  if (most < 1) return [];
  const first = firstShown(candidates.length, chosen ?? 0, most);
  const shown = candidates.slice(first, first + most);
  const widths = columnWidths(shown, columns);
  const rows = shown.map((candidate, at) =>
    candidateRow(candidate, first + at === chosen, typed, widths),
  );
  const more = candidates.length - first - shown.length;
  return more <= 0 ? rows : withMore(rows, more, columns);
}

/** The chosen one stays in sight, with one more after it if there is and room for both. */
function firstShown(count: number, chosen: number, most: number): number {
  return Math.max(0, Math.min(chosen, chosen - most + 2, count - most));
}

interface Widths {
  readonly label: number;
  readonly type: number;
}

function columnWidths(shown: readonly Candidate[], columns: number): Widths {
  const widest = (texts: readonly string[]) => Math.max(0, ...texts.map(stringWidth));
  return {
    label: Math.min(widest(shown.map(row => row.label)), Math.floor(columns * LABEL_SHARE)),
    type: Math.min(widest(shown.map(row => row.type ?? '')), MOST_TYPE),
  };
}

function candidateRow(
  candidate: Candidate,
  isChosen: boolean,
  typed: string,
  { label, type }: Widths,
): Spans {
  const name = padWidth(cutWidth(candidate.label, label, 'end'), label, 'left');
  const kind = padWidth(cutWidth(candidate.type ?? '', type, 'end'), type, 'left');
  const marker = isChosen ? ' ▸ ' : '   ';
  const lit = isChosen ? [span(name, 'chosen')] : litLetters(name, typed);
  const marks = markSpans(candidate);
  const detail = candidate.detail ?? '';
  return [
    span(marker),
    ...lit,
    span(type === 0 ? '' : `  ${kind}`, 'dim'),
    ...marks,
    span(detail === '' ? '' : `  ${detail}`),
  ];
}

function markSpans({ mandatory, deprecated, unstable }: Candidate): Span[] {
  return [
    ...(mandatory ? [span('  mandatory', 'warning')] : []),
    ...(deprecated ? [span('  deprecated', 'bad')] : []),
    ...(unstable ? [span('  unstable', 'bad')] : []),
  ];
}

/** Letters that were typed, wherever they stand: as one stretch if they do, else one after the other. */
export function litLetters(label: string, typed: string): Span[] {
  const wanted = typed.toLowerCase().replace(/[-_ ]/g, '');
  const found = wanted === '' ? undefined : stretchOf(label, typed);
  if (found === undefined) return scattered(label, wanted);
  return [
    span(label.slice(0, found[0])),
    span(label.slice(...found), 'match'),
    span(label.slice(found[1])),
  ];
}

/** Where the text stands in the label; undefined too where a character would be cut, or is of another length in capitals. */
function stretchOf(label: string, text: string): [start: number, end: number] | undefined {
  const lower = label.toLowerCase();
  const start = lower.indexOf(text.toLowerCase());
  const end = start + text.length;
  const isWhole = [start, end].every(at => snapToBoundary(label, at) === at);
  return start >= 0 && isWhole && lower.length === label.length ? [start, end] : undefined;
}

function scattered(label: string, wanted: string): Span[] {
  const letters = [...wanted];
  const spans: Span[] = [];
  for (const character of graphemesOf(label)) {
    const isHit = letters[0] !== undefined && character.toLowerCase().startsWith(letters[0]);
    if (isHit) letters.shift();
    const style = isHit ? 'match' : 'plain';
    const last = spans.at(-1);
    if (last?.style === style) spans[spans.length - 1] = span(last.text + character, style);
    else spans.push(span(character, style));
  }
  return letters.length > 0 ? [span(label)] : spans;
}

/** In a row narrower than this there is no room to say how many more there are. */
const LEAST_COLUMNS = 16;

/** The last row says how many there are beyond it, whatever of its own is lost for that. */
function withMore(rows: readonly Spans[], more: number, columns: number): Spans[] {
  const last = rows.at(-1) ?? [];
  const told = `  (${more} more)`;
  if (columns < LEAST_COLUMNS) return [...rows];
  return [...rows.slice(0, -1), [...cutSpans(last, columns - told.length), span(told, 'dim')]];
}
