// The events on one row: how many, how fast, and the last of them. Pure.
import { escapeLine } from '../../shell/escape.js';
import type { EventFacts } from '../facts.js';
import { type Spans, span } from './spans.js';

/** ` events 37 · 0/s · last 12:04:39 RTC_CHANGE offset=0` */
export function tickerRow({ total, perSecond, last, filter }: EventFacts): Spans {
  const only = filter === 'on' ? '' : ` · shown: ${escapeLine(filter)}`;
  return [
    span(' events ', 'dim'),
    span(String(total)),
    span(` · ${perSecond}/s${only}`, 'dim'),
    ...(last === undefined ? [] : [span(` · last ${escapeLine(last)}`, 'dim')]),
  ];
}
