// The live region of the session view, below the scrollback: what runs, the prompt with its help, the status. Pure.

import type { Hint } from '../../completion/line-hint.js';
import { escapeLine } from '../../shell/escape.js';
import { stringWidth } from '../../text/width.js';
import { cutWidth } from '../../text/wrap.js';
import type { ScreenFacts, Size } from '../facts.js';
import type { Mark } from '../line/below.js';
import { markLine } from '../line/below.js';
import { clipRows } from '../line/layout.js';
import { lineLayout } from '../line/view.js';
import type { LineLook } from '../line-input.js';
import { durationText } from './duration.js';
import type { Frame } from './frame.js';
import { previewRows, signatureRows } from './hint-rows.js';
import { jobName, jobRow } from './job-row.js';
import { menuRows } from './menu-rows.js';
import { runningRow, SHOWN_AFTER_MS } from './running-row.js';
import { type Paint, paintRow, type Spans, span } from './spans.js';
import { statusRow } from './status-row.js';
import { tickerRow } from './ticker-row.js';

export interface SessionFrameInput {
  readonly line: LineLook;
  readonly marks: readonly Mark[];
  readonly hint: Hint;
  readonly facts: ScreenFacts;
  readonly size: Size;
  /** The region keeps at least so many rows, so that the prompt does not jump as a menu comes and goes. */
  readonly floor: number;
  readonly paint: Paint;
}

const KEYS = 'F1 keys  F2 monitor';
const MOST_JOBS = 5;
const MOST_RUNNING = 3;
const MOST_MENU = 8;
/** Of the terminal's rows, what the rows above the prompt may take together, and the menu. */
const SHARE = 1 / 3;

/** Always lower than the terminal, so that the scrollback stays the terminal's. */
export function sessionFrame(input: SessionFrameInput): Frame {
  const { size, paint } = input;
  const most = Math.max(size.rows - 1, 1);
  const status = most > 1 ? [statusRow(input.facts, KEYS, size.columns)] : [];
  const typed = promptRows(input, Math.max(most - status.length, 1));
  let room = most - status.length - typed.rows.length;
  const below = takeRows(belowRows(input, room), room);
  room -= below.length;
  const above = aboveRows(input, room);
  const used = above.length + typed.rows.length + below.length + status.length;
  const pad = Math.max(Math.min(input.floor, most) - used, 0);
  const painted = (rows: readonly Spans[]) => rows.map(row => paintRow(row, size.columns, paint));
  const lines = [
    ...painted(above),
    ...typed.rows.map(row => row.text),
    ...painted(below),
    ...Array.from({ length: pad }, () => ''),
    ...painted(status),
  ];
  const { row, column } = typed.cursor;
  return { lines, cursor: { row: above.length + row, column } };
}

function takeRows(rows: readonly Spans[], most: number): readonly Spans[] {
  return rows.slice(0, Math.max(most, 0));
}

function promptRows({ line, size }: SessionFrameInput, most: number) {
  const input = { ...line, columns: size.columns };
  return clipRows(lineLayout(input, size.rows), Math.max(Math.ceil(most / 2), 1));
}

/** What is wrong with the line, its command's members, the menu, and what would be sent. */
function belowRows(input: SessionFrameInput, room: number): readonly Spans[] {
  const { line, marks, hint, size } = input;
  const { state, hidden, prompt } = line;
  if (hidden || state.search !== undefined) return [];
  const indent = stringWidth(prompt.replace(/\x1b\[[0-9;]*m/g, ''));
  const problem = markLine(marks, { ...state.buffer, indent, columns: size.columns });
  const wrong: Spans[] = problem === '' ? [] : [[span(problem, 'bad')]];
  const help = signatureRows(hint);
  const preview = previewRows(hint);
  const fixed = wrong.length + help.length + preview.length;
  const menu = menuOf(
    input,
    Math.min(MOST_MENU, Math.max(room - fixed, 0), Math.floor(size.rows * SHARE)),
  );
  return [...wrong, ...(menu.length > 0 ? help.slice(0, 1) : help), ...menu, ...preview];
}

function menuOf({ line, size }: SessionFrameInput, most: number): Spans[] {
  const { menu } = line.state;
  if (menu === undefined) return [];
  const typed = menu.typed.text.slice(menu.span[0], menu.typed.cursor);
  return menuRows(menu, typed, size.columns, most);
}

/** The rule, what runs, the jobs, the events; as much as there is room for, the nearest to the prompt first. */
function aboveRows({ facts, size }: SessionFrameInput, room: number): readonly Spans[] {
  const { columns } = size;
  const most = Math.max(Math.floor(size.rows * SHARE), 3);
  const rows: Spans[] = [
    ...facts.running
      .filter(row => row.forMs >= SHOWN_AFTER_MS)
      .slice(0, MOST_RUNNING)
      .map(row => runningRow(row, facts.health)),
    ...blockedRows(facts),
    ...jobRows(facts, columns),
    ...facts.live.map(text => [span(cutWidth(text, columns, 'end'))]),
    ...(facts.events.total > 0 ? [tickerRow(facts.events)] : []),
  ];
  const shown = rows.slice(-Math.max(Math.min(most, room - 1), 0));
  return room < 1 ? [] : [ruleRow(columns), ...(room > 1 ? shown : [])];
}

function ruleRow(columns: number): Spans {
  return [span('─'.repeat(columns), 'dim')];
}

function jobRows({ jobs }: ScreenFacts, columns: number): Spans[] {
  const shown = jobs.slice(0, MOST_JOBS);
  const width = Math.min(
    Math.max(0, ...shown.map(job => stringWidth(jobName(job)))),
    Math.floor(columns / 3),
  );
  const rows = shown.map(job => jobRow(job, columns, width));
  const more = jobs.length - shown.length;
  return more > 0 ? [...rows, [span(` and ${more} more jobs (.jobs)`, 'dim')]] : rows;
}

function blockedRows({ health }: ScreenFacts): Spans[] {
  if (health.kind !== 'blocked') return [];
  const since = ` main loop blocked for ${durationText(health.forMs)}, since '${escapeLine(health.command)}'`;
  const offer = health.yank === undefined ? '' : ' · F9 offers a yank';
  return [[span(since, 'bad'), span(offer, 'warning')]];
}
