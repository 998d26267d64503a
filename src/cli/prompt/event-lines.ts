// Events -> lines above the prompt: time, name, data. What comes too fast to be read is counted instead.
import { memberText } from '../../json/text.js';
import type { EventMessage } from '../../qmp/messages.js';
import { annotations } from '../../shell/annotations-table.js';
import { escapeLine } from '../../shell/escape.js';
import { eventData } from '../../shell/human/event-data.js';
import type { NewEvent } from '../../tui/state/event-log.js';

/** Lines of one batch before the rest of it is counted. */
export const MOST_LINES = 8;

/** One event on one line: `12:04:31 JOB_STATUS_CHANGE id=b0 status=running`. */
export function eventLine({ name, text, timestamp }: EventMessage, now: Date): string {
  const time = timestamp === undefined ? now : new Date(timestamp.seconds * 1000);
  const data = memberText(text, 'data');
  const told = data === undefined ? '' : ` ${eventData(name, data, annotations)}`;
  return escapeLine(`${clock(time)} ${name}${told}`);
}

/** An event for a pane; what it tells is made when it is shown. */
export function shownEvent({ name, text, timestamp }: EventMessage): NewEvent {
  const time = timestamp === undefined ? new Date() : new Date(timestamp.seconds * 1000);
  const data = () => {
    const json = memberText(text, 'data');
    return json === undefined ? '' : eventData(name, json, annotations);
  };
  return { name, time: clock(time), data };
}

function clock(time: Date): string {
  return [time.getHours(), time.getMinutes(), time.getSeconds()]
    .map(part => String(part).padStart(2, '0'))
    .join(':');
}

/** The lines for a batch of events that came together. */
export function batchLines(events: readonly EventMessage[], now: Date): string[] {
  const shown = events.slice(0, MOST_LINES).map(event => eventLine(event, now));
  const rest = events.slice(MOST_LINES);
  if (rest.length === 0) return shown;
  const counts = new Map<string, number>();
  for (const { name } of rest) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...shown, countLine(counts, now)];
}

/** What came too fast to be read: `12:04:31 3120 more events: STOP ×3120`. */
export function countLine(counts: ReadonlyMap<string, number>, now: Date): string {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const words = [...counts].map(([name, count]) => `${name} ×${count}`);
  return escapeLine(`${clock(now)} ${total} more events: ${words.join(', ')}`);
}
