// The events in a pane: the newest last, or how many there were of each kind. Pure.
import { escapeLine } from '../../shell/escape.js';
import type { EventLog, EventRow } from '../state/event-log.js';
import { type Spans, span } from './spans.js';
import type { PaneView } from './transcript-rows.js';

/** At most `rows`, so many from the end. */
export function eventRows(
  { rows }: EventLog,
  { rows: height, scrolled }: Omit<PaneView, 'columns'>,
): Spans[] {
  const end = rows.length - Math.min(scrolled, Math.max(rows.length - height, 0));
  return rows.slice(Math.max(end - height, 0), end).map(eventRow);
}

function eventRow({ time, name, data, count }: EventRow): Spans {
  const many = count > 1 ? ` ×${count}` : '';
  return [
    span(`${escapeLine(time)} `, 'dim'),
    span(escapeLine(name), 'name'),
    span(many, 'strong'),
    span(data === '' ? '' : ` ${escapeLine(data)}`),
  ];
}

/** Each kind with its number, the most frequent first. */
export function countRows(counts: ReadonlyMap<string, number>, height: number): Spans[] {
  const sorted = [...counts].sort(([, one], [, other]) => other - one);
  return sorted
    .slice(0, height)
    .map(([name, count]) => [
      span(String(count).padStart(8)),
      span(`  ${escapeLine(name)}`, 'name'),
    ]);
}
