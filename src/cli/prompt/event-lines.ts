// Events -> lines above the prompt: time, name, data. What comes too fast to be read is counted instead.
import { memberText } from '../../json/text.js';
import type { EventMessage } from '../../qmp/messages.js';
import { textIn } from '../../session/session-input.js';
import { annotations } from '../../shell/annotations-table.js';
import { escapeLine } from '../../shell/escape.js';
import { eventData } from '../../shell/human/event-data.js';
import type { NewEvent } from '../../tui/state/event-log.js';

/** Lines of one batch before the rest of it is counted. */
export const MOST_LINES = 12;
const JOB_CHANGE = 'JOB_STATUS_CHANGE';

/** One event on one line: `12:04:31 JOB_STATUS_CHANGE id=b0 status=running`. */
export function eventLine(event: EventMessage, now: Date): string {
  const { name, text } = event;
  const data = memberText(text, 'data');
  const told = data === undefined ? '' : ` ${eventData(name, data, annotations)}`;
  return escapeLine(`${clock(timeOf(event, now))} ${name}${told}`);
}

/** An event for a pane; what it tells is made when it is shown. */
export function shownEvent(event: EventMessage): NewEvent {
  const { name, text } = event;
  const data = () => {
    const json = memberText(text, 'data');
    return json === undefined ? '' : eventData(name, json, annotations);
  };
  return { name, time: () => clock(timeOf(event, new Date())), data };
}

function timeOf({ timestamp }: EventMessage, now: Date): Date {
  return timestamp === undefined ? now : new Date(timestamp.seconds * 1000);
}

function clock(time: Date): string {
  return [time.getHours(), time.getMinutes(), time.getSeconds()]
    .map(part => String(part).padStart(2, '0'))
    .join(':');
}

/** The lines for a batch of events that came together. */
export function batchLines(events: readonly EventMessage[], now: Date): string[] {
  const groups = groupsOf(events);
  const shown = groups.slice(0, MOST_LINES).map(group => groupLine(group, now));
  const rest = groups.slice(MOST_LINES).flat();
  if (rest.length === 0) return shown;
  const counts = new Map<string, number>();
  for (const { name } of rest) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...shown, countLine(counts, now)];
}

/** The changes of one job's status are told together, where its first one came; every other event is alone. */
function groupsOf(events: readonly EventMessage[]): readonly EventMessage[][] {
  const groups: EventMessage[][] = [];
  const byJob = new Map<string, EventMessage[]>();
  for (const event of events) {
    const id = event.name === JOB_CHANGE ? textIn(event.data, 'id') : undefined;
    const group = id === undefined ? undefined : byJob.get(id);
    if (group !== undefined) group.push(event);
    else groups.push([event]);
    if (id !== undefined && group === undefined) byJob.set(id, groups.at(-1) ?? []);
  }
  return groups;
}

/** `12:04:31 JOB_STATUS_CHANGE b0 created → running` */
function groupLine([first, ...others]: readonly EventMessage[], now: Date): string {
  if (first === undefined) return '';
  if (others.length === 0) return eventLine(first, now);
  const statuses = [first, ...others].map(({ data }) => textIn(data, 'status') ?? '?');
  return escapeLine(
    `${clock(timeOf(first, now))} ${first.name} ${textIn(first.data, 'id')} ${statuses.join(' → ')}`,
  );
}

/** What came too fast to be read: `12:04:31 3120 more events: STOP ×3120`. */
export function countLine(counts: ReadonlyMap<string, number>, now: Date): string {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const words = [...counts].map(([name, count]) => `${name} ×${count}`);
  return escapeLine(`${clock(now)} ${total} more events: ${words.join(', ')}`);
}
