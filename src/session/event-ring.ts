// Every event of a session until a `.wait event` takes it, in bounded memory whatever the server sends.
import { eventOfText, type Filter, mayPass, passes } from './filter.js';

/** An event as it is kept. */
export interface KeptEvent {
  /** 0 for the first event of the session, then one more each. */
  readonly seq: number;
  readonly name: string;
  /** The message as it came. */
  readonly text: string;
}

export interface RingBounds {
  readonly events: number;
  /** UTF-16 units of text; a unit is a byte of memory, since what QEMU sends is ASCII. */
  readonly size: number;
}

/** Some 10 MiB of memory with the entries themselves: half of what a flood may add to the process. */
const BOUNDS: RingBounds = { events: 65_536, size: 6 * 1024 * 1024 };

/** Events of one name, oldest first, and how many of them are gone untaken. */
interface Lane {
  readonly kept: KeptEvent[];
  size: number;
  lost: number;
  lastLost: number;
}

/** Names with a lane of their own; QEMU knows some 60 events. What a hostile server adds shares the last one. */
const MAX_LANES = 128;
const OTHER_NAMES = '';
/** A full ring gives up this part of its largest lane at once, so that a flood costs little an event. */
const GIVEN_UP = 1 / 16;

/**
 * The ring. On overflow it gives up the oldest events of the name that fills most of it: a flood of one event drives
 * out itself, never the one JOB_STATUS_CHANGE of an hour ago.
 */
export class EventRing {
  readonly #bounds: RingBounds;
  readonly #lanes = new Map<string, Lane>();
  #next = 0;
  #count = 0;
  #size = 0;

  constructor(bounds: RingBounds = BOUNDS) {
    this.#bounds = bounds;
  }

  /** The number that the next event gets. */
  get next(): number {
    return this.#next;
  }

  /** How many events are kept. */
  get count(): number {
    return this.#count;
  }

  /** Keeps an event and gives its number. */
  push(name: string, text: string): number {
    const event = { seq: this.#next, name, text };
    this.#next += 1;
    const lane = this.#laneOf(name);
    if (text.length > this.#bounds.size / 4) {
      lose(lane, 1, event.seq);
      return event.seq;
    }
    lane.kept.push(event);
    lane.size += text.length;
    this.#size += text.length;
    this.#count += 1;
    while (this.#isOver()) this.#giveUpSome();
    return event.seq;
  }

  /** The oldest event from `from` on that passes, without taking it. */
  find(filter: Filter, from = 0): KeptEvent | undefined {
    let oldest: KeptEvent | undefined;
    for (const lane of this.#lanesFor(filter)) {
      const event = firstIn(lane, filter, from);
      if (event !== undefined && event.seq < (oldest?.seq ?? this.#next)) oldest = event;
    }
    return oldest;
  }

  /** The same, and it is gone from the ring: no later wait gets it. */
  take(filter: Filter, from = 0): KeptEvent | undefined {
    const event = this.find(filter, from);
    if (event !== undefined) this.#remove(event);
    return event;
  }

  /** How many events that might have passed are gone through overflow; 0 where none is younger than `from`. */
  lost(filter: Filter, from = 0): number {
    let lost = 0;
    for (const [name, lane] of this.#lanes) {
      const isAsked = lane.lastLost >= from && (name === OTHER_NAMES || mayPass(filter, name));
      if (isAsked) lost += lane.lost;
    }
    return lost;
  }

  #laneOf(name: string): Lane {
    const known = this.#lanes.get(name);
    if (known !== undefined) return known;
    if (this.#lanes.size >= MAX_LANES && name !== OTHER_NAMES) return this.#laneOf(OTHER_NAMES);
    const lane = { kept: [], size: 0, lost: 0, lastLost: -1 };
    this.#lanes.set(name, lane);
    return lane;
  }

  #lanesFor(filter: Filter): Lane[] {
    const lanes = [...this.#lanes];
    const asked = lanes.filter(([name]) => name === OTHER_NAMES || mayPass(filter, name));
    return asked.map(([, lane]) => lane);
  }

  #isOver(): boolean {
    return this.#count > this.#bounds.events || this.#size > this.#bounds.size;
  }

  #giveUpSome(): void {
    const lane = this.#largestLane();
    const gone = lane.kept.splice(0, Math.ceil(lane.kept.length * GIVEN_UP));
    this.#forget(lane, gone);
    lose(lane, gone.length, gone.at(-1)?.seq ?? -1);
  }

  /** By what the bounds count: events where there are too many, else text. */
  #largestLane(): Lane {
    const byCount = this.#count > this.#bounds.events;
    const weight = (lane: Lane) => (byCount ? lane.kept.length : lane.size);
    return [...this.#lanes.values()].reduce((a, b) => (weight(b) > weight(a) ? b : a));
  }

  #remove(event: KeptEvent): void {
    const lane = this.#laneOf(event.name);
    this.#forget(lane, lane.kept.splice(indexFrom(lane, event.seq), 1));
  }

  #forget(lane: Lane, gone: readonly KeptEvent[]): void {
    const size = gone.reduce((sum, event) => sum + event.text.length, 0);
    lane.size -= size;
    this.#size -= size;
    this.#count -= gone.length;
  }
}

function lose(lane: Lane, count: number, last: number): void {
  lane.lost += count;
  lane.lastLost = last;
}

function firstIn(lane: Lane, filter: Filter, from: number): KeptEvent | undefined {
  for (let at = indexFrom(lane, from); at < lane.kept.length; at += 1) {
    const event = lane.kept[at];
    if (event !== undefined && passes(filter, eventOfText(event.name, event.text))) return event;
  }
  return undefined;
}

/** Where the first event numbered `seq` or more stands. */
function indexFrom(lane: Lane, seq: number): number {
  let low = 0;
  let high = lane.kept.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lane.kept[middle]?.seq ?? seq) < seq) low = middle + 1;
    else high = middle;
  }
  return low;
}
