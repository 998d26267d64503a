// The monitor view: the whole screen, with the status, the transcript, events, jobs and the prompt. Pure.
import { escapeLine } from '../../shell/escape.js';
import type { ScreenFacts, Size } from '../facts.js';
import type { Focus, ScreenState } from '../state/screen-state.js';
import { countRows, eventRows } from './event-rows.js';
import type { Frame } from './frame.js';
import { blockedRows, hostRows, jobRows, runningRows } from './live-rows.js';
import { padPainted } from './painted.js';
import { type PromptAreaInput, promptArea } from './prompt-area.js';
import { type Paint, paintRow, type Spans, span } from './spans.js';
import { statusRow } from './status-row.js';
import { transcriptRows } from './transcript-rows.js';

export interface MonitorFrameInput extends PromptAreaInput {
  readonly facts: ScreenFacts;
  readonly state: ScreenState;
  /** By name, for the pane of events. */
  readonly counts: ReadonlyMap<string, number>;
}

/** From here on events and jobs stand beside the transcript, not below it. */
const WIDE = 100;
const SIDE_SHARE = 0.4;
/** The prompt and its help take at most this share of the rows. */
const PROMPT_SHARE = 0.5;
const BETWEEN = ' │ ';

/** Exactly as many rows as the terminal has, but for the one that the prompt needs on the smallest. */
export function monitorFrame(input: MonitorFrameInput): Frame {
  const { size, paint, facts, state } = input;
  const { columns, rows } = size;
  const prompt = promptArea(input, Math.max(Math.floor(rows * PROMPT_SHARE), 1));
  const going = [...runningRows(facts), ...blockedRows(facts), ...hostRows(facts, columns)]
    .slice(0, Math.max(rows - prompt.lines.length - 4, 0))
    .map(row => paintRow(row, columns, paint));
  const room = rows - 2 - prompt.lines.length - going.length;
  const status = paintRow(statusRow(facts, 'F1 keys  F2 back', columns), columns, paint);
  const main = room < 1 ? [] : mainRows(input, { columns, rows: room });
  const keys = fittingKeys(KEYS[state.focus], columns - HEAD_MARGIN);
  const rule = paintRow(headRow(keys, false, columns), columns, paint);
  const lines = [status, ...main, ...going, rule, ...prompt.lines].slice(-rows);
  const first = lines.length - prompt.lines.length;
  const { row, column } = prompt.cursor;
  const isTyping = state.focus === 'prompt';
  return { lines, cursor: isTyping ? { row: first + row, column } : undefined };
}

/** What the keys do where they go now; those that move first, which everybody tries. */
const KEYS: Readonly<Record<Focus, readonly string[]>> = {
  prompt: ['PgUp PgDn scroll', 'F3 events', 'F4 jobs', 'F5 transcript'],
  transcript: ['Up Down choose', 'Space fold', 'Enter open', 'y copy', 'Esc back'],
  events: ['Up Down scroll', 'p pause', '/ filter', 'c counts', 'Esc back'],
  card: [],
  jobs: ['Up Down choose', 'p pause', 'r resume', 'c cancel', 'f finish', 'd dismiss', 'Esc back'],
};

/** Where there is no room for all, the first is left out, then the last ones. */
function fittingKeys(keys: readonly string[], room: number): string {
  const fits = (some: readonly string[]) => some.join(' · ').length <= room;
  let some = fits(keys) ? keys : keys.slice(1);
  while (some.length > 1 && !fits(some)) some = some.slice(0, -1);
  return some.join(' · ');
}

function mainRows(input: MonitorFrameInput, size: Size): readonly string[] {
  return size.columns >= WIDE ? besides(input, size) : stacked(input, size);
}

/** How wide the transcript is in a terminal of so many columns. */
export function transcriptColumns(columns: number): number {
  return columns >= WIDE ? columns - sideColumns(columns) - BETWEEN.length : columns;
}

function sideColumns(columns: number): number {
  return Math.floor(columns * SIDE_SHARE);
}

/** Transcript on the left, events and jobs on the right. */
function besides(input: MonitorFrameInput, { columns, rows }: Size): readonly string[] {
  const side = sideColumns(columns);
  const main = transcriptColumns(columns);
  const left = transcriptPane(input, { columns: main, rows });
  const jobs = jobsPane(input, side, Math.floor(rows / 3));
  const right = [...eventsPane(input, { columns: side, rows: rows - jobs.length }), ...jobs];
  const line = input.paint('dim', BETWEEN);
  return left.map((row, at) => padPainted(row, main) + line + (right[at] ?? ''));
}

function stacked(input: MonitorFrameInput, { columns, rows }: Size): readonly string[] {
  const jobs = jobsPane(input, columns, Math.floor(rows / 4));
  const events = eventsPane(input, { columns, rows: Math.floor((rows - jobs.length) / 3) });
  const main = transcriptPane(input, { columns, rows: rows - jobs.length - events.length });
  return [...main, ...events, ...jobs];
}

function transcriptPane({ state, paint }: MonitorFrameInput, { columns, rows }: Size): string[] {
  const view = { columns, rows, scrolled: state.scrolled.transcript };
  return transcriptRows(state.transcript, view, state.block, paint);
}

function eventsPane(
  { state, facts, paint, counts }: MonitorFrameInput,
  { columns, rows }: Size,
): string[] {
  if (rows < 2) return [];
  const { total, perSecond, filter } = facts.events;
  const { missed } = state.events;
  const title = [
    `events ${total} · ${perSecond}/s`,
    ...(filter === 'on' ? [] : [`shown: ${escapeLine(filter)}`]),
    ...(missed === undefined ? [] : [`paused, ${missed} since`]),
  ].join(' · ');
  const height = rows - 1;
  const shown = state.showsCounts
    ? countRows(counts, height)
    : eventRows(state.events, { rows: height, scrolled: state.scrolled.events });
  const blank: Spans[] = Array.from({ length: height - shown.length }, () => []);
  return pane(title, state.focus === 'events', [...shown, ...blank], columns, paint);
}

/** None while there are no jobs. */
function jobsPane(
  { state, facts, paint }: MonitorFrameInput,
  columns: number,
  most: number,
): string[] {
  if (facts.jobs.length === 0 || most < 2) return [];
  const isFocused = state.focus === 'jobs';
  const rows = jobRows(facts.jobs, columns, most - 1, isFocused ? state.job : undefined);
  return pane(`jobs ${facts.jobs.length}`, isFocused, rows.slice(0, most - 1), columns, paint);
}

function pane(
  title: string,
  isFocused: boolean,
  rows: readonly Spans[],
  columns: number,
  paint: Paint,
): string[] {
  return [headRow(title, isFocused, columns), ...rows].map(row => paintRow(row, columns, paint));
}

/** Columns of a head besides its title. */
const HEAD_MARGIN = 4;

/** `── events 37 · 0/s ─────────` */
function headRow(title: string, isFocused: boolean, columns: number): Spans {
  const rest = Math.max(columns - title.length - HEAD_MARGIN, 0);
  return [
    span('── ', 'dim'),
    span(title, isFocused ? 'chosen' : 'dim'),
    span(` ${'─'.repeat(rest)}`, 'dim'),
  ];
}
