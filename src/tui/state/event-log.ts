// The last events, for a pane: one row each, repeats in a row told as a number, while paused only counted. Pure.

/** One event as a row, or several of one kind that came one after the other. */
export interface EventRow {
  readonly name: string;
  /** `12:04:31`, of the last of them. */
  readonly time: string;
  /** `id=b0 status=running`, of the last of them. */
  readonly data: string;
  readonly count: number;
}

export interface EventLog {
  readonly rows: readonly EventRow[];
  /** Since the pane was paused; undefined while it runs. */
  readonly missed: number | undefined;
  /** Rows that came before those that are kept. */
  readonly forgotten: number;
}

export const EMPTY_EVENT_LOG: EventLog = { rows: [], missed: undefined, forgotten: 0 };

const MOST_ROWS = 2_000;
/** Events that come faster than this many in one batch are told by their number where they repeat. */
const FLOOD = 20;

export interface NewEvent {
  readonly name: string;
  /** Both made when the row is: of a flood most are never looked at. */
  readonly time: () => string;
  readonly data: () => string;
}

/** The events of a moment, in order. */
export function takeEvents(log: EventLog, events: readonly NewEvent[]): EventLog {
  if (log.missed !== undefined) return { ...log, missed: log.missed + events.length };
  const fresh = events.length > FLOOD ? coalesced(events) : events.map(each => rowOf(each, 1));
  const rows = [...log.rows, ...fresh];
  const over = Math.max(rows.length - MOST_ROWS, 0);
  return { ...log, rows: over > 0 ? rows.slice(over) : rows, forgotten: log.forgotten + over };
}

export function togglePause(log: EventLog): EventLog {
  return { ...log, missed: log.missed === undefined ? 0 : undefined };
}

/** Each kind once, in the order of its first, with how many there were. */
function coalesced(events: readonly NewEvent[]): EventRow[] {
  const byName = new Map<string, { last: NewEvent; count: number }>();
  for (const event of events) {
    const known = byName.get(event.name);
    if (known === undefined) byName.set(event.name, { last: event, count: 1 });
    else {
      known.last = event;
      known.count += 1;
    }
  }
  return [...byName.values()].map(({ last, count }) => rowOf(last, count));
}

function rowOf({ name, time, data }: NewEvent, count: number): EventRow {
  return { name, time: time(), data: data(), count };
}
