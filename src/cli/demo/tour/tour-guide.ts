// The tour beside a session: makes what passes into what the tour sees, and says what comes next.
import { parseJson } from '../../../json/parse.js';
import { printJson } from '../../../json/print.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../json/value.js';
import type { OnWire } from '../../log.js';
import { TOUR_STEPS } from './steps.js';
import { newTour, type Seen, stepTour, type Tour, tourText } from './tour.js';

export class TourGuide {
  readonly #say: (text: string) => void;
  readonly #asked = new Map<string, string>();
  #tour: Tour = newTour(TOUR_STEPS);

  constructor(say: (text: string) => void) {
    this.#say = say;
  }

  begin(): void {
    this.#say(tourText(this.#tour));
  }

  /** A line was entered. */
  line(text: string): void {
    this.#see({ kind: 'line', text });
  }

  /** Tab was pressed. */
  tab(): void {
    this.#see({ kind: 'tab' });
  }

  /** Sees every message as it passes. */
  readonly wire: OnWire = (direction, text) => {
    const message = parsed(text);
    if (!isJsonObject(message)) return;
    const seen = direction === '>' ? this.#sent(message) : this.#received(message);
    if (seen !== undefined) this.#see(seen);
  };

  #see(seen: Seen): void {
    const before = this.#tour.at;
    this.#tour = stepTour(this.#tour, seen);
    // What was done shows first: the reply is still on its way to the screen.
    if (this.#tour.at !== before) setImmediate(() => this.#say(tourText(this.#tour)));
  }

  #sent(message: JsonObject): Seen | undefined {
    const oob = message['exec-oob'];
    const name = oob ?? message.execute;
    if (typeof name !== 'string') return undefined;
    if (message.id !== undefined) this.#asked.set(printJson(message.id), name);
    return { kind: 'sent', name, args: objectOr(message.arguments), isOob: oob !== undefined };
  }

  #received(message: JsonObject): Seen | undefined {
    const { id, event, data } = message;
    if (typeof event === 'string') return { kind: 'event', name: event, data: objectOr(data) };
    const name = id === undefined ? undefined : this.#asked.get(printJson(id));
    if (id !== undefined) this.#asked.delete(printJson(id));
    return name === undefined ? undefined : { kind: 'reply', name, isError: 'error' in message };
  }
}

function objectOr(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

function parsed(text: string): JsonValue | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined;
  }
}
