// The completion menu: a row a candidate, what was typed of it lit, its type and what it is for beside it. Pure.
// Candidates come escaped.
import type { Candidate, Menu } from '../../editor/menu.js';
import { stringWidth } from '../../text/width.js';
import { cutWidth, padWidth } from '../../text/wrap.js';
import { type Span, type Spans, span } from './spans.js';

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
  return more <= 0 ? rows : withMore(rows, more);
}

/** The chosen one stays in sight, with one more after it if there is. */
function firstShown(count: number, chosen: number, most: number): number {
  return Math.max(0, Math.min(chosen - most + 2, count - most));
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
    span(`  ${kind}`, 'dim'),
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

/** Letters that were typed, wherever they stand: the longest start first, then one after the other. */
export function litLetters(label: string, typed: string): Span[] {
  const wanted = typed.toLowerCase().replace(/[-_ ]/g, '');
  const at = wanted === '' ? -1 : label.toLowerCase().indexOf(typed.toLowerCase());
  if (at >= 0)
    return [
      span(label.slice(0, at)),
      span(label.slice(at, at + typed.length), 'match'),
      span(label.slice(at + typed.length)),
    ];
  return scattered(label, wanted);
}

/** Word starts are taken first where the next letter has one: `bdadd` lights b…d…add. */
function scattered(label: string, wanted: string): Span[] {
  const spans: Span[] = [];
  let next = 0;
  for (const char of label) {
    const isHit = next < wanted.length && char.toLowerCase() === wanted[next];
    if (isHit) next += 1;
    const style = isHit ? 'match' : 'plain';
    const last = spans.at(-1);
    if (last?.style === style) spans[spans.length - 1] = span(last.text + char, style);
    else spans.push(span(char, style));
  }
  return next < wanted.length ? [span(label)] : spans;
}

function withMore(rows: readonly Spans[], more: number): Spans[] {
  const last = rows.at(-1) ?? [];
  return [...rows.slice(0, -1), [...last, span(`  (${more} more)`, 'dim')]];
}
