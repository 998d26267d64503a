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
/** A name is longer only to be noticed. */
const LONGEST_NAME = 32;

/** ` fedora-vm · QEMU 7.2.22 · ● running · /run/vm.sock · 0.2 ms      F1 keys  F2 monitor` */
export function statusRow(facts: ScreenFacts, keys: string, columns: number): Spans {
  const hints: Spans = [span(`${keys} `, 'dim')];
  return spread(joined(fitting(partsOf(facts), columns)), hints, columns);
}

/** The same, but where there is no room for both, the keys: somebody is about to press one. */
export function statusOrKeys(facts: ScreenFacts, keys: string, columns: number): Spans {
  const row = statusRow(facts, keys, columns);
  return row.at(-1)?.text.startsWith(keys) ? row : [span(` ${keys}`, 'dim')];
}

/** The parts that there is room for; the last one is only cut. */
function fitting(parts: readonly Part[], columns: number): readonly Part[] {
  if (parts.length === 1 || widthOf(joined(parts)) <= columns) return parts;
  const least = parts.reduce((one, other) => (other.rank > one.rank ? other : one));
  const kept = parts.filter(each => each !== least);
  return fitting(kept, columns);
}

function joined(parts: readonly Part[]): Spans {
  return [
    span(' '),
    ...parts.flatMap(({ spans }, at) => (at === 0 ? spans : [SEPARATOR, ...spans])),
  ];
}

function partsOf({ vm, target, health, jobs, events }: ScreenFacts): readonly Part[] {
  const where = cutWidth(escapeLine(target), LONGEST_TARGET, 'start');
  if (vm === undefined) return [part(1, span('not connected', 'bad')), part(2, span(where))];
  const parts: (Part | undefined)[] = [
    vm.name === undefined ? undefined : part(3, span(nameText(vm.name), 'strong')),
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

function nameText(name: string): string {
  return cutWidth(escapeLine(name), LONGEST_NAME, 'end');
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
