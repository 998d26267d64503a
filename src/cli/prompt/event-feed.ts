// Events on their way to the terminal: in batches, and of a flood only the counts.
import type { EventMessage } from '../../qmp/messages.js';
import { ALL_EVENTS, type Filter, passes } from '../../session/filter.js';
import { batchLines, countLine, MOST_LINES } from './event-lines.js';

/** How long events gather before they are shown, in ms; of a flood, which is counted only. */
const BATCH_MS = 80;
const FLOOD_MS = 1_000;

export class EventFeed {
  filter: Filter | 'off' = ALL_EVENTS;
  /** What the filter was made from, for those who ask. */
  filterText = 'on';
  /** Somebody has said which events are to be shown. */
  isChosen = false;
  readonly #say: (text: string) => void;
  #batch: EventMessage[] = [];
  #counts = new Map<string, number>();
  /** The last batch was more than can be read. */
  #isFlood = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(say: (text: string) => void) {
    this.#say = say;
  }

  /** Whether the filter lets it pass. */
  shows(event: EventMessage): boolean {
    return this.filter !== 'off' && passes(this.filter, event);
  }

  take(event: EventMessage): void {
    if (!this.shows(event)) return;
    if (this.#isFlood) this.#counts.set(event.name, (this.#counts.get(event.name) ?? 0) + 1);
    else this.#batch.push(event);
    this.#timer ??= setTimeout(() => this.flush(), this.#isFlood ? FLOOD_MS : BATCH_MS);
  }

  /** Shows what has gathered. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const now = new Date();
    const counted = [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
    if (counted > 0) this.#say(countLine(this.#counts, now));
    else if (this.#batch.length > 0) this.#say(batchLines(this.#batch, now).join('\n'));
    this.#isFlood = counted > MOST_LINES || this.#batch.length > MOST_LINES;
    this.#batch = [];
    this.#counts = new Map();
  }
}
