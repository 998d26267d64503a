// The live region of the session view, below the scrollback: what runs, the prompt with its help, the status. Pure.
import type { ScreenFacts } from '../facts.js';
import type { Frame } from './frame.js';
import { blockedRows, hostRows, jobRows, runningRows } from './live-rows.js';
import { type PromptAreaInput, promptArea } from './prompt-area.js';
import { paintRow, type Spans, span } from './spans.js';
import { statusOrKeys, statusRow } from './status-row.js';
import { tickerRow } from './ticker-row.js';

export interface SessionFrameInput extends PromptAreaInput {
  readonly facts: ScreenFacts;
  /** The region keeps at least so many rows, so that the prompt does not jump as a menu comes and goes. */
  readonly floor: number;
  /** The job that keys act on, while they do. */
  readonly job?: string | undefined;
}

const KEYS = 'F1 keys  F2 monitor';
const JOB_KEYS = 'p pause  r resume  c cancel  f finish  d dismiss  Esc back';
const MOST_JOBS = 5;
/** Of the terminal's rows, what the rows above the prompt may take together. */
const SHARE = 1 / 3;
/** The same where somebody wants to look at something there. */
const LIVE_SHARE = 1 / 2;

/** Always lower than the terminal, so that the scrollback stays the terminal's. */
export function sessionFrame(input: SessionFrameInput): Frame {
  const { size, paint, job, facts } = input;
  // The terminal's last row stays free: Ink ends a frame with a line break.
  const most = Math.max(size.rows - 2, 1);
  const last =
    job === undefined
      ? statusRow(facts, KEYS, size.columns)
      : statusOrKeys(facts, JOB_KEYS, size.columns);
  const status = most > 1 ? [last] : [];
  const prompt = promptArea(input, Math.max(most - status.length, 1));
  const above = aboveRows(input, most - status.length - prompt.lines.length);
  const used = above.length + prompt.lines.length + status.length;
  const pad = Math.max(Math.min(input.floor, most) - used, 0);
  const painted = (rows: readonly Spans[]) => rows.map(row => paintRow(row, size.columns, paint));
  const lines = [
    ...painted(above),
    ...prompt.lines,
    ...Array.from({ length: pad }, () => ''),
    ...painted(status),
  ];
  const { row, column } = prompt.cursor;
  return { lines, cursor: job === undefined ? { row: above.length + row, column } : undefined };
}

/** The rule, what runs, the jobs, the events: as much as there is room for, what is urgent first. */
function aboveRows(input: SessionFrameInput, room: number): readonly Spans[] {
  const { facts, size } = input;
  const share = facts.live.length > 0 ? LIVE_SHARE : SHARE;
  const most = Math.min(Math.max(Math.floor(size.rows * share), 3), room - 1);
  if (room < 1) return [];
  return [ruleRow(size.columns), ...fitted(groupsAbove(input), Math.max(most, 0))];
}

/** In the order in which they stand; the smaller the rank, the sooner there is room for it. */
function groupsAbove({ facts, size, job }: SessionFrameInput): readonly Group[] {
  const { columns } = size;
  return [
    { rank: 1, rows: runningRows(facts) },
    { rank: 0, rows: blockedRows(facts) },
    { rank: 3, rows: jobRows(facts.jobs, columns, MOST_JOBS, job) },
    { rank: 2, rows: hostRows(facts, columns) },
    { rank: 4, rows: facts.events.total > 0 ? [tickerRow(facts.events)] : [] },
  ];
}

interface Group {
  readonly rank: number;
  readonly rows: readonly Spans[];
}

function fitted(groups: readonly Group[], most: number): Spans[] {
  let room = most;
  const given = new Map<Group, number>();
  for (const group of [...groups].sort((one, other) => one.rank - other.rank)) {
    const rows = Math.min(group.rows.length, room);
    given.set(group, rows);
    room -= rows;
  }
  return groups.flatMap(group => group.rows.slice(0, given.get(group)));
}

function ruleRow(columns: number): Spans {
  return [span('─'.repeat(columns), 'dim')];
}
