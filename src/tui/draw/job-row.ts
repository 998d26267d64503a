// One job on one row: its name, a bar, what is done, how fast, and how long it will take. Pure.
import { escapeLine } from '../../shell/escape.js';
import { stringWidth } from '../../text/width.js';
import { cutWidth, padWidth } from '../../text/wrap.js';
import type { JobShown } from '../facts.js';
import { clockText, rateText } from './duration.js';
import { type Span, type Spans, type Style, span } from './spans.js';

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];
/** A bar narrower than this says nothing. */
const LEAST_BAR = 8;
const MOST_BAR = 30;

/** ` b0  backup   ██████▌·····  57 %  412 MiB/s  0:09 left` */
export function jobRow(job: JobShown, columns: number, nameWidth: number): Spans {
  const name = padWidth(cutWidth(jobName(job), nameWidth, 'end'), nameWidth, 'left');
  const facts = jobFacts(job);
  const room =
    columns - nameWidth - 4 - facts.reduce((sum, { text }) => sum + stringWidth(text), 0);
  const width = Math.min(MOST_BAR, room);
  const bar =
    job.done === undefined || width < LEAST_BAR ? [] : [...barSpans(job.done, width), span(' ')];
  return [span(` ${name}  `, 'name'), ...bar, ...facts];
}

/** `b0 backup`: as long as all of them need, within reason. */
export function jobName({ id, type }: JobShown): string {
  return escapeLine(type === undefined || type === id ? id : `${id}  ${type}`);
}

function jobFacts({ status, done, rate, secondsLeft, error }: JobShown): Span[] {
  const isMoving = status === 'running' || status === 'active';
  const facts: (Span | undefined)[] = [
    done === undefined ? undefined : span(`${Math.floor(share(done) * 100)} %`.padStart(5)),
    isMoving ? undefined : span(escapeLine(status), statusStyle(status)),
    isMoving && rate !== undefined ? span(rateText(rate).padStart(10)) : undefined,
    isMoving && secondsLeft !== undefined ? span(`${clockText(secondsLeft)} left`) : undefined,
    error === undefined ? undefined : span(escapeLine(error), 'bad'),
  ];
  return facts.flatMap(fact => (fact === undefined ? [] : [fact, span('  ')]));
}

function statusStyle(status: string): Style {
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
