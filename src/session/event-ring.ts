// Every event of a session until a `.wait event` takes it, in bounded memory whatever the server sends.
import { messageFromText } from '../qmp/messages.js';
import { eventOfText, type Filter, mayPass, passes } from './filter.js';
import { TextQueue } from './text-queue.js';

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
  /** Bytes of text. */
  readonly size: number;
}

/** Some 5 MiB of memory with the entries themselves: a quarter of what a flood may add to the process. */
const BOUNDS: RingBounds = { events: 65_536, size: 4 * 1024 * 1024 };

/** Events of one name, oldest first, and how many of them are gone untaken. */
interface Lane {
  /** undefined for the lane that several share. */
  readonly name: string | undefined;
  readonly kept: TextQueue;
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
    const seq = this.#next;
    this.#next += 1;
    const lane = this.#laneOf(name);
    if (text.length > this.#bounds.size / 4) lose(lane, 1, seq);
    else this.#change(lane, kept => kept.push(seq, text));
    while (this.#isOver()) this.#giveUpSome();
    return seq;
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
    const isShared = name === OTHER_NAMES;
    const lane = {
      name: isShared ? undefined : name,
      kept: new TextQueue(),
      lost: 0,
      lastLost: -1,
    };
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
    const count = Math.ceil(lane.kept.count * GIVEN_UP);
    this.#change(lane, kept => lose(lane, count, kept.dropOldest(count)));
  }

  /** By what the bounds count: events where there are too many, else text. */
  #largestLane(): Lane {
    const byCount = this.#count > this.#bounds.events;
    const weight = (lane: Lane) => (byCount ? lane.kept.count : lane.kept.size);
    return [...this.#lanes.values()].reduce((a, b) => (weight(b) > weight(a) ? b : a));
  }

  #remove({ name, seq }: KeptEvent): void {
    this.#change(this.#laneOf(name), kept => kept.remove(seq));
  }

  /** Whatever is done to a lane is done to the whole. */
  #change({ kept }: Lane, action: (kept: TextQueue) => void): void {
    const { count, size } = kept;
    action(kept);
    this.#count += kept.count - count;
    this.#size += kept.size - size;
  }
}

function lose(lane: Lane, count: number, last: number): void {
  lane.lost += count;
  lane.lastLost = last;
}

function firstIn({ name, kept }: Lane, filter: Filter, from: number): KeptEvent | undefined {
  for (const { seq, text } of kept.since(from)) {
    const own = name ?? nameIn(text);
    if (passes(filter, eventOfText(own, text))) return { seq, name: own, text };
  }
  return undefined;
}

function nameIn(text: string): string {
  const message = messageFromText(text);
  return message.kind === 'event' ? message.name : '';
}
