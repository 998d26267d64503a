// What a screen is told besides text: the VM, its health, jobs and events, as they are when a frame is drawn.

import type { EventMessage } from '../../qmp/messages.js';
import { steadyNow } from '../../qmp/steady-clock.js';
import { EventTally } from '../../session/event-tally.js';
import { Heartbeat, NO_PULSE, verdictOf, type Waiting } from '../../session/heartbeat.js';
import { Poller } from '../../session/poller.js';
import type { Session } from '../../session/session.js';
import { NOTHING_TRACKED } from '../../session/tracked.js';
import type { EventFacts, Health, ScreenFacts, VmShown } from '../../tui/facts.js';
import type { JobVerb } from '../../tui/screen-host.js';
import type { NewEvent } from '../../tui/state/event-log.js';
import { eventLine, shownEvent } from '../prompt/event-lines.js';
import { jobLine } from './job-lines.js';
import { jobShown, NO_SAMPLES, progressOf, type Samples, stepSamples } from './job-samples.js';
import { migrationEnd } from './migration-end.js';
import { yankLine } from './yank-line.js';

/** What the feed asks its prompt for. */
export interface FeedSource {
  readonly session: Session | undefined;
  readonly vm: Omit<VmShown, 'readOnly'> | undefined;
  readonly target: string;
  readonly readOnly: boolean;
  readonly eventFilter: string;
  /** Commands of the person's without a reply, oldest first. */
  readonly waiting: readonly Waiting[];
}

/** Events between two frames that are kept for a pane; all are counted. */
const MOST_FRESH = 5_000;

/** Lines of the moment; `blocks` is how many share the room. */
export type LiveLines = (blocks: number) => readonly string[];

export class ScreenFeed {
  readonly #source: () => FeedSource;
  readonly #onNews: () => void;
  readonly #tell: (text: string) => void;
  readonly tally = new EventTally();
  #session: Session | undefined;
  #heartbeat: Heartbeat | undefined;
  #poller: Poller | undefined;
  #samples: Samples = NO_SAMPLES;
  #fresh: EventMessage[] = [];
  /** What lives above the prompt for a while. */
  readonly live = new Set<LiveLines>();

  /**
   * @param onNews something that is drawn may have changed
   * @param tell takes what is to stay in the transcript
   */
  constructor(source: () => FeedSource, onNews: () => void, tell: (text: string) => void) {
    this.#source = source;
    this.#onNews = onNews;
    this.#tell = tell;
  }

  /** Counts the event, and keeps it for a pane where it is among those that are shown. */
  takeEvent(event: EventMessage, isShown: boolean): void {
    this.tally.take(event);
    if (isShown && this.#fresh.length < MOST_FRESH) this.#fresh.push(event);
    this.#onNews();
  }

  /** The events for a pane since it was called last; of a flood the first ones. */
  newEvents(): readonly NewEvent[] {
    const fresh = this.#fresh;
    this.#fresh = [];
    return fresh.map(shownEvent);
  }

  /** The line that does that to a job. */
  jobLine(id: string, verb: JobVerb): string | undefined {
    const { jobs, migration } = this.#session?.record.tracked ?? NOTHING_TRACKED;
    const schema = this.#session?.loadedSchema;
    return jobLine(id, verb, { job: jobs.live.get(id), migration: migration.status, schema });
  }

  /** There is another session, or none, or its schema is known now. */
  followSession(): void {
    const { session } = this.#source();
    if (session !== this.#session) this.#begin(session);
    const schema = session?.loadedSchema;
    if (schema === undefined || session?.client.isGuestAgent) return;
    this.#heartbeat?.start(schema);
    this.#poller?.start(schema);
  }

  /** Whether the main loop is known to hang; asked at keystrokes, so nothing else is found out for it. */
  get isBlocked(): boolean {
    return this.#health(this.#source().waiting, steadyNow()).kind === 'blocked';
  }

  /** Its questions that have no answer yet. */
  get inBackground(): number {
    return (this.#heartbeat?.asking ?? 0) + (this.#poller?.asking ?? 0);
  }

  stop(): void {
    this.#heartbeat?.stop();
    this.#poller?.stop();
  }

  facts(): ScreenFacts {
    const { session, vm, target, readOnly, waiting } = this.#source();
    const tracked = session?.record.tracked ?? NOTHING_TRACKED;
    const now = steadyNow();
    const seen = progressOf(tracked);
    this.#samples = stepSamples(this.#samples, seen, now);
    const status = tracked.runState.status ?? vm?.status;
    return {
      vm: vm && { ...vm, status, readOnly },
      target,
      health: this.#health(waiting, now),
      running: waiting.map(({ name, since }) => ({ name, forMs: now - since })),
      jobs: seen.map(progress => jobShown(progress, this.#samples)),
      events: this.#events(),
      live: [...this.live].flatMap(lines => lines(this.live.size)),
    };
  }

  #begin(session: Session | undefined): void {
    this.stop();
    this.#session = session;
    this.#samples = NO_SAMPLES;
    this.#heartbeat = session && new Heartbeat(session.client, session.record);
    this.#poller = session && new Poller(session.client, session.record, this.#onNews);
    if (session !== undefined) this.#tellEnds(session);
  }

  /** A migration is gone from the jobs once it is over: how it ended stays. */
  #tellEnds({ record }: Session): void {
    let told = record.tracked.migration.ended;
    record.onReply(() => {
      const { migration } = record.tracked;
      if (migration.ended === told) return;
      told = migration.ended;
      this.#tell(`  ${migrationEnd(migration)}`);
    });
  }

  #health(waiting: readonly Waiting[], now: number): Health {
    const pulse = this.#heartbeat?.pulse ?? NO_PULSE;
    const verdict = verdictOf(pulse, waiting[0], now);
    if (verdict.kind !== 'blocked') return verdict;
    return { ...verdict, yank: yankLine(pulse.yankable) };
  }

  #events(): EventFacts {
    const { total, perSecond, last } = this.tally;
    const { eventFilter } = this.#source();
    return {
      total,
      perSecond,
      last: last && eventLine(last, new Date()),
      filter: eventFilter,
    };
  }
}
