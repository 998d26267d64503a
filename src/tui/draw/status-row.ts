// The last row: which VM, how it is, and how its server is doing. What matters least is left out first. Pure.
import { escapeLine } from '../../shell/escape.js';
import { cutWidth } from '../../text/wrap.js';
import type { Health, ScreenFacts } from '../facts.js';
import { durationText } from './duration.js';
import { type Span, type Spans, type Style, span, spread, widthOf } from './spans.js';

/** A part of the row, and how early it is left out where there is no room. */
interface Part {
  readonly spans: Spans;
  readonly rank: number;
}

const SEPARATOR = span(' · ', 'dim');
/** A path longer than this is cut at its start: its end tells more. */
const LONGEST_TARGET = 40;

/** ` fedora-vm · QEMU 7.2.22 · ● running · /run/vm.sock · 0.2 ms      F1 keys  F2 monitor` */
export function statusRow(facts: ScreenFacts, keys: string, columns: number): Spans {
  const parts = partsOf(facts);
  const hints: Spans = [span(`${keys} `, 'dim')];
  for (let rank = 9; rank > 0 && widthOf(joined(parts)) > columns; rank -= 1)
    drop(parts, rank, columns);
  return spread(joined(parts), hints, columns);
}

function drop(parts: Part[], rank: number, columns: number): void {
  if (widthOf(joined(parts)) <= columns) return;
  const at = parts.findIndex(part => part.rank === rank);
  if (at >= 0) parts.splice(at, 1);
}

function joined(parts: readonly Part[]): Spans {
  return [
    span(' '),
    ...parts.flatMap(({ spans }, at) => (at === 0 ? spans : [SEPARATOR, ...spans])),
  ];
}

function partsOf({ vm, target, health, jobs, events }: ScreenFacts): Part[] {
  const where = cutWidth(escapeLine(target), LONGEST_TARGET, 'start');
  if (vm === undefined) return [part(1, span('not connected', 'bad')), part(2, span(where))];
  const parts: (Part | undefined)[] = [
    vm.name === undefined ? undefined : part(3, span(escapeLine(vm.name), 'strong')),
    part(6, span(escapeLine(vm.version))),
    vm.status === undefined ? undefined : part(2, ...stateSpans(vm.status)),
    vm.readOnly ? part(4, span('read-only', 'warning')) : undefined,
    part(8, span(where, 'dim')),
    jobs.length === 0
      ? undefined
      : part(7, span(`${jobs.length} ${jobs.length === 1 ? 'job' : 'jobs'}`)),
    events.perSecond === 0 ? undefined : part(9, span(`${events.perSecond} ev/s`)),
    healthPart(health),
  ];
  return parts.filter(each => each !== undefined);
}

function part(rank: number, ...spans: Span[]): Part {
  return { spans, rank };
}

/** Run states that need no look. */
const FINE = new Set(['running']);
const BROKEN = new Set(['internal-error', 'io-error', 'guest-panicked', 'shutdown', 'watchdog']);

function stateSpans(status: string): Span[] {
  const style: Style = FINE.has(status) ? 'good' : BROKEN.has(status) ? 'bad' : 'warning';
  return [span('● ', style), span(escapeLine(status), style)];
}

function healthPart(health: Health): Part | undefined {
  switch (health.kind) {
    case 'unknown':
      return undefined;
    case 'good':
      return part(5, span(durationText(health.roundTripMs), 'dim'));
    case 'waiting':
      return part(1, span(`waiting ${durationText(health.forMs)}`, 'warning'));
    case 'blocked':
      return part(1, span(`main loop blocked ${durationText(health.forMs)}`, 'bad'));
  }
}
