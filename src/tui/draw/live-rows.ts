// What goes on right now, above the prompt of either view: commands without a reply, a main loop that hangs. Pure.
import { escapeLine } from '../../shell/escape.js';
import { stringWidth } from '../../text/width.js';
import { cutWidth } from '../../text/wrap.js';
import type { JobShown, ScreenFacts } from '../facts.js';
import { durationText } from './duration.js';
import { jobName, jobRow, movedRows } from './job-row.js';
import { runningRow, SHOWN_AFTER_MS } from './running-row.js';
import { type Spans, span } from './spans.js';

const MOST_RUNNING = 3;

export function runningRows({ running, health }: ScreenFacts): Spans[] {
  return running
    .filter(row => row.forMs >= SHOWN_AFTER_MS)
    .slice(0, MOST_RUNNING)
    .map(row => runningRow(row, health));
}

export function blockedRows({ health }: ScreenFacts): Spans[] {
  if (health.kind !== 'blocked') return [];
  const { command, forMs } = health;
  const cause = command === undefined ? '' : `, since '${escapeLine(command)}'`;
  const since = ` main loop blocked for ${durationText(forMs)}${cause}`;
  const offer = health.yank === undefined ? '' : ' · F9 offers a yank';
  return [[span(since, 'bad'), span(offer, 'warning')]];
}

/** What `.watch` looks at, an open transaction: rows of the host's. */
export function hostRows({ live }: ScreenFacts, columns: number): Spans[] {
  return live.map(text => [span(cutWidth(text, columns, 'end'))]);
}

/**
 * At most `most` jobs, and how many more there are; the chosen one is marked. What more a migration tells stands below
 * it as far as there is room.
 */
export function jobRows(
  jobs: readonly JobShown[],
  columns: number,
  most: number,
  chosen: string | undefined,
): Spans[] {
  const at = jobs.findIndex(job => job.id === chosen);
  const first = Math.max(Math.min(at - most + 1, jobs.length - most), 0);
  const shown = jobs.slice(first, first + most);
  const widest = Math.max(0, ...shown.map(job => stringWidth(jobName(job))));
  const width = Math.min(widest, Math.floor(columns / 3));
  const room = most - shown.length;
  const rows = shown.flatMap(job => [
    marked(jobRow(job, columns, width), job.id === chosen),
    ...movedRows(job, columns).slice(0, room),
  ]);
  const more = jobs.length - shown.length;
  return more > 0 ? [...rows, [span(` and ${more} more jobs (.jobs)`, 'dim')]] : rows;
}

function marked(row: Spans, isChosen: boolean): Spans {
  const [first, ...rest] = row;
  if (!isChosen || first === undefined) return row;
  return [span('▸', 'strong'), { ...first, text: first.text.slice(1), style: 'chosen' }, ...rest];
}
