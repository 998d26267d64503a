// The viewer -> the lines of a screen, the last of them its status.
import { stringWidth } from '../../text/width.js';
import { palette } from '../draw/palette.js';
import { cutSpans, type Paint, paintRow, type Spans, span, widthOf } from '../draw/spans.js';
import type { Size } from '../facts.js';
import { cardRows } from './card.js';
import { shownPattern } from './pattern.js';
import { rowSpans } from './row-text.js';
import { orderOf, type Row, rowsFrom } from './rows.js';
import { bodyRows, fitted, scrolled, type Viewer } from './viewer.js';
import { statusSpans } from './viewer-status.js';

/** Exactly as many lines as the terminal has rows, none wider than it. */
export function viewerFrame(
  viewer: Viewer,
  size: Size,
  paint: Paint = palette(true),
): readonly string[] {
  if (size.rows < 1) return [];
  const shown = scrolled(fitted(viewer, size), size);
  const body = shown.card === undefined ? treeLines(shown, size, paint) : cardLines(shown, size);
  const blank = Array.from({ length: bodyRows(size) - body.length }, () => '');
  return [...body, ...blank, paintChosen(statusSpans(shown, size.columns), size.columns, paint)];
}

function treeLines(viewer: Viewer, size: Size, paint: Paint): readonly string[] {
  const current = orderOf(viewer, viewer.current);
  return rowsFrom(viewer, viewer.top, bodyRows(size)).map(row => {
    const spans = withMatches(viewer, row);
    const isCurrent = orderOf(viewer, row) === current;
    return isCurrent
      ? paintChosen(spans, size.columns, paint)
      : paintRow(spans, size.columns, paint);
  });
}

function cardLines({ card = 0 }: Viewer, size: Size): readonly string[] {
  return cardRows(size.columns).slice(card, card + bodyRows(size));
}

function withMatches(viewer: Viewer, row: Row): Spans {
  const spans = rowSpans(viewer, row, viewer.command);
  const { search } = viewer;
  return search === undefined ? spans : spans.flatMap(each => marked(each, search.query));
}

/** The span in pieces, those found by a search in a style of their own. */
function marked({ text, style }: Spans[number], query: string): Spans {
  const pieces: Spans[number][] = [];
  let from = 0;
  for (const { 0: found, index } of text.matchAll(shownPattern(query))) {
    pieces.push(span(text.slice(from, index), style), span(found, 'match'));
    from = index + found.length;
  }
  return [...pieces, span(text.slice(from), style)];
}

/** The whole row in reverse, matches still to be told apart. */
function paintChosen(spans: Spans, columns: number, paint: Paint): string {
  const cut = cutSpans(spans, columns);
  const blanks = ' '.repeat(Math.max(columns - widthOf(cut), 0));
  const texts = [...cut, span(blanks)].filter(({ text }) => stringWidth(text) > 0);
  return texts
    .map(({ text, style }) => paint('chosen', style === 'match' ? paint('match', text) : text))
    .join('');
}
