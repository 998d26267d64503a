// Asks a server how its jobs and its migration are while there are any: their progress has no events.
// One question at a time; what comes back goes into the session's record.
import type { Schema } from '../qapi/model.js';
import type { QmpClient } from '../qmp/client.js';
import type { SessionRecord } from './session-record.js';
import type { Tracked } from './tracked.js';

const POLL_MS = 500;
/** What is worth asking now, of the few commands that may be asked by a timer. */
export function queriesDue(
  { jobs, migration, runState }: Tracked,
  schema: Schema,
): readonly string[] {
  const live = [...jobs.live.values()].filter(job => job.status !== 'concluded');
  const wanted = [
    ...(live.length > 0 ? ['query-jobs'] : []),
    ...(live.some(job => job.isBlock !== false) ? ['query-block-jobs'] : []),
    ...(migration.isUnderWay || runState.status === 'inmigrate' ? ['query-migrate'] : []),
  ];
  return wanted.filter(name => schema.commands.has(name));
}

export class Poller {
  readonly #client: QmpClient;
  readonly #record: SessionRecord;
  readonly #onNews: () => void;
  #timer: NodeJS.Timeout | undefined;
  #isAsking = false;

  /** @param onNews is called after every answer */
  constructor(client: QmpClient, record: SessionRecord, onNews: () => void) {
    this.#client = client;
    this.#record = record;
    this.#onNews = onNews;
    void client.closed.then(() => this.stop());
  }

  /** Asks once what is there already, then while something runs. */
  start(schema: Schema): void {
    if (this.#timer !== undefined) return;
    const first = ['query-jobs', 'query-block-jobs', 'query-migrate'];
    void this.#ask(first.filter(name => schema.commands.has(name)));
    const look = () => void this.#ask(queriesDue(this.#record.tracked, schema));
    this.#timer = setInterval(look, POLL_MS);
  }

  /** How many of its questions have no answer yet. */
  get asking(): number {
    return this.#isAsking ? 1 : 0;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async #ask(names: readonly string[]): Promise<void> {
    if (this.#isAsking || names.length === 0) return;
    this.#isAsking = true;
    for (const name of names) await this.#askOne(name);
    this.#isAsking = false;
    this.#onNews();
  }

  #askOne(name: string): Promise<void> {
    return new Promise(resolve => {
      const handlers = { onReply: () => resolve(), onLost: () => resolve() };
      this.#client.submit({ name }, this.#record.recording({ command: name }, handlers));
    });
  }
}
