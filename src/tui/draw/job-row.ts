// One job on one row: its name, a bar, what is done, how fast, and how long it will take; of a migration more in rows
// below it. Pure.
import { escapeLine } from '../../shell/escape.js';
import { shortQuantity } from '../../shell/human/quantity.js';
import { cutWidth, padWidth } from '../../text/wrap.js';
import type { JobShown } from '../facts.js';
import { clockText, rateText } from './duration.js';
import { joinSpans, type Span, type Spans, type Style, span, widthOf } from './spans.js';

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];
/** A bar narrower than this says nothing. */
const LEAST_BAR = 8;
const MOST_BAR = 30;
const BETWEEN = '  ';

/** JobStatus and MigrationStatus in which something moves. */
const MOVING: ReadonlySet<string> = new Set(['running', 'active', 'postcopy-active', 'device']);
/** MigrationStatus that only a person ends, and the keys for it. */
const HELD: ReadonlyMap<string, string> = new Map([['pre-switchover', 'F4 r lets it go on']]);

/** ` b0  backup   ██████▌·····  57 %  412 MiB/s  0:09 left` */
export function jobRow(job: JobShown, columns: number, nameWidth: number): Spans {
  const name = padWidth(cutWidth(jobName(job), nameWidth, 'end'), nameWidth, 'left');
  const head = span(` ${name}${BETWEEN}`, 'name');
  const facts = joinSpans(jobFacts(job), span(BETWEEN));
  const width = Math.min(MOST_BAR, columns - widthOf([head, ...facts]) - 1);
  const bar =
    job.done === undefined || width < LEAST_BAR ? [] : [...barSpans(job.done, width), span(' ')];
  return [head, ...bar, ...facts];
}

/** `b0 backup`: as long as all of them need, within reason. */
export function jobName({ id, type }: JobShown): string {
  return escapeLine(type === undefined || type === id ? id : `${id}  ${type}`);
}

function jobFacts({ status, done, rate, secondsLeft, error, moved }: JobShown): Span[] {
  const isMoving = MOVING.has(status);
  const isPhase = moved !== undefined;
  const held = isPhase ? HELD.get(status) : undefined;
  const facts = [
    done === undefined ? undefined : span(`${Math.floor(share(done) * 100)} %`.padStart(5)),
    isMoving && !isPhase ? undefined : span(escapeLine(status), statusStyle(status)),
    held === undefined ? undefined : span(held, 'dim'),
    isMoving && rate !== undefined ? span(rateText(rate).padStart(10)) : undefined,
    isMoving && secondsLeft !== undefined ? span(`${clockText(secondsLeft)} left`) : undefined,
    error === undefined ? undefined : span(escapeLine(error), 'bad'),
  ];
  return facts.filter(fact => fact !== undefined);
}

const INDENT = '   ';

/**
 * Of a migration: `transferred 25.5 MiB · remaining 9.2 MiB · dirty rate 384 KiB/s · pass 2`. All on one row, or two on
 * each, or each on its own: so that they keep their places while their widths change.
 */
export function movedRows(job: JobShown, columns: number): readonly Spans[] {
  const facts = movedFacts(job);
  const ways = [facts.length, 2, 1].map(most => inRows(facts, most));
  return ways.find(rows => rows.every(row => widthOf(row) <= columns)) ?? ways.at(-1) ?? [];
}

function inRows(facts: readonly Span[], most: number): readonly Spans[] {
  const starts = facts.map((_, at) => at).filter(at => at % most === 0);
  return starts.map(at => [
    span(INDENT),
    ...joinSpans(facts.slice(at, at + most), span(' · ', 'dim')),
  ]);
}

function movedFacts({ moved, rate }: JobShown): Span[] {
  const { transferred, remaining, dirtied, pass } = moved ?? {};
  const isLosing = Number(dirtied) > 0 && Number(dirtied) >= Number(rate);
  const facts = [
    transferred === undefined ? undefined : span(`transferred ${bytesText(transferred)}`),
    remaining === undefined ? undefined : span(`remaining ${bytesText(remaining)}`),
    dirtied === undefined
      ? undefined
      : span(`dirty rate ${rateText(dirtied)}`, isLosing ? 'warning' : 'plain'),
    pass === undefined ? undefined : span(`pass ${pass}`),
  ];
  return facts.filter(fact => fact !== undefined);
}

function bytesText(bytes: number): string {
  return shortQuantity(bytes, 'bytes');
}

function statusStyle(status: string): Style {
  if (MOVING.has(status)) return 'plain';
  if (status === 'ready' || status === 'completed') return 'good';
  if (status === 'failed' || status === 'aborting') return 'bad';
  return 'warning';
}

/** From 0 to 1: a server may count more done than it said there was to do. */
function share(done: number): number {
  return Math.min(Math.max(done, 0), 1);
}

function barSpans(done: number, width: number): Span[] {
  const eighths = Math.round(share(done) * width * 8);
  const full = '█'.repeat(Math.floor(eighths / 8)) + EIGHTHS[eighths % 8];
  return [span(full, 'good'), span('·'.repeat(width - full.length), 'dim')];
}
