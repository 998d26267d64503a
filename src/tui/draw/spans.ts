// A row of the screen as stretches of text in styles, cut to the width and painted last. Pure.
// The texts must be escaped already.
import { stringWidth } from '../../text/width.js';
import { cutWidth } from '../../text/wrap.js';

/** What a stretch of text is, not which colour it has: the palette says that. */
export type Style =
  | 'plain'
  | 'dim'
  | 'strong'
  | 'good'
  | 'warning'
  | 'bad'
  | 'name'
  | 'value'
  | 'match'
  | 'chosen'
  | 'title';

export interface Span {
  readonly text: string;
  readonly style: Style;
}

export type Spans = readonly Span[];

/** Puts a style around a text. */
export type Paint = (style: Style, text: string) => string;

export function span(text: string, style: Style = 'plain'): Span {
  return { text, style };
}

export function widthOf(spans: Spans): number {
  return spans.reduce((sum, { text }) => sum + stringWidth(text), 0);
}

/** All of them with one between each two. */
export function joinSpans(spans: Spans, between: Span): Spans {
  return spans.flatMap((each, at) => (at === 0 ? [each] : [between, each]));
}

/** The spans in at most so many columns; `…` says that more was there. */
export function cutSpans(spans: Spans, columns: number): Spans {
  if (widthOf(spans) <= columns) return spans;
  const kept: Span[] = [];
  let room = columns;
  for (const { text, style } of spans) {
    const width = stringWidth(text);
    if (width >= room) return [...kept, { text: cutWidth(`${text}…`, room, 'end'), style }];
    kept.push({ text, style });
    room -= width;
  }
  return kept;
}

/** Left and right on one row, blanks between; where there is no room for both, the right one is left out. */
export function spread(left: Spans, right: Spans, columns: number): Spans {
  const gap = columns - widthOf(left) - widthOf(right);
  return gap < 1 ? cutSpans(left, columns) : [...left, span(' '.repeat(gap)), ...right];
}

/** The row as the terminal gets it, never wider than the columns. */
export function paintRow(spans: Spans, columns: number, paint: Paint): string {
  return cutSpans(spans, columns)
    .map(({ text, style }) => (text === '' ? '' : paint(style, text)))
    .join('');
}
