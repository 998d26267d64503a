// Whether a server's main loop is alive: asked out of band once a second, which a main loop that hangs does not hold
// up, and in band now and then, which it does. An edge with timers; the verdict is a pure function.
import type { JsonValue } from '../json/value.js';
import type { Schema } from '../qapi/model.js';
import type { QmpClient } from '../qmp/client.js';
import { steadyNow } from '../qmp/steady-clock.js';
import type { SessionRecord } from './session-record.js';

/** What the heartbeat has seen. Times in ms of a steady clock. */
export interface Pulse {
  /** The last round trip, either way. */
  readonly roundTripMs: number | undefined;
  /** When the last answered out-of-band question was sent; undefined where none was answered. */
  readonly aliveAt: number | undefined;
  /** When the heartbeat's own in-band question was sent that has no answer yet. */
  readonly probeSince: number | undefined;
  /** What query-yank returned last. */
  readonly yankable: JsonValue | undefined;
}

export const NO_PULSE: Pulse = {
  roundTripMs: undefined,
  aliveAt: undefined,
  probeSince: undefined,
  yankable: undefined,
};

/** An in-band command without a reply. */
export interface Waiting {
  readonly name: string;
  readonly since: number;
}

/** `command` is the person's that waits longest; undefined where it is only the heartbeat's own question that does. */
export type Verdict =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'good'; readonly roundTripMs: number }
  | { readonly kind: 'waiting'; readonly command: string | undefined; readonly forMs: number }
  | { readonly kind: 'blocked'; readonly command: string | undefined; readonly forMs: number };

/** A reply that takes longer than this is waited for, in ms. */
const LONG_MS = 1_000;
/** QEMU's name for the question that is asked in band. */
const PROBE = 'query-status';
/** The question that is asked out of band; harmless, and what it returns can be yanked. */
const BEAT = 'query-yank';
const BEAT_MS = 1_000;
const PROBE_EVERY = 2;

/** How the server is, from the pulse and the person's oldest command without a reply. */
export function verdictOf(pulse: Pulse, oldest: Waiting | undefined, now: number): Verdict {
  const probe =
    pulse.probeSince === undefined ? undefined : { name: undefined, since: pulse.probeSince };
  const waiting = [oldest, probe]
    .filter(each => each !== undefined)
    .sort((one, other) => one.since - other.since)[0];
  const forMs = waiting === undefined ? 0 : now - waiting.since;
  if (waiting === undefined || forMs < LONG_MS) {
    const { roundTripMs } = pulse;
    return roundTripMs === undefined ? { kind: 'unknown' } : { kind: 'good', roundTripMs };
  }
  const isAlive = pulse.aliveAt !== undefined && pulse.aliveAt > waiting.since;
  const kind = isAlive ? 'blocked' : 'waiting';
  return { kind, command: waiting.name, forMs };
}

/** Asks a client until stopped. Ends itself with the connection, and with the first error of a question. */
export class Heartbeat {
  readonly #client: QmpClient;
  readonly #record: SessionRecord;
  #pulse = NO_PULSE;
  #timer: NodeJS.Timeout | undefined;
  #beats = 0;
  #asksInBand = false;
  #asksOob = false;
  #isBeating = false;

  constructor(client: QmpClient, record: SessionRecord) {
    this.#client = client;
    this.#record = record;
    void client.closed.then(() => this.stop());
  }

  get pulse(): Pulse {
    return this.#pulse;
  }

  /** How many of its questions have no answer yet. */
  get asking(): number {
    return (this.#isBeating ? 1 : 0) + (this.#pulse.probeSince === undefined ? 0 : 1);
  }

  /** Begins with what the server has: a storage daemon knows no run state, an old server nothing out of band. */
  start(schema: Schema): void {
    if (this.#timer !== undefined) return;
    this.#asksInBand = schema.commands.has(PROBE);
    this.#asksOob = this.#client.oob && schema.commands.get(BEAT)?.allowOob === true;
    this.#timer = setInterval(() => this.#beat(), BEAT_MS);
    this.#beat();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #beat(): void {
    if (this.#asksOob && !this.#isBeating) this.#askOob();
    if (this.#asksInBand && this.#pulse.probeSince === undefined && this.#beats % PROBE_EVERY === 0)
      this.#askInBand();
    this.#beats += 1;
  }

  #askOob(): void {
    const sent = steadyNow();
    this.#isBeating = true;
    this.#client.submit(
      { name: BEAT, oob: true },
      {
        onReply: reply => {
          this.#isBeating = false;
          if (reply.kind === 'error') this.#asksOob = false;
          else this.#took(sent, { aliveAt: sent, yankable: reply.value });
        },
        onLost: () => this.stop(),
      },
    );
  }

  #askInBand(): void {
    const sent = steadyNow();
    this.#pulse = { ...this.#pulse, probeSince: sent };
    const handlers = this.#record.recording(
      { command: PROBE },
      {
        onReply: reply => {
          if (reply.kind === 'error') this.#asksInBand = false;
          this.#took(sent, { probeSince: undefined });
        },
        onLost: () => this.stop(),
      },
    );
    this.#client.submit({ name: PROBE }, handlers);
  }

  #took(sent: number, news: Partial<Pulse>): void {
    this.#pulse = { ...this.#pulse, ...news, roundTripMs: steadyNow() - sent };
  }
}
