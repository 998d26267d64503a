// The thin edge of `.wait`: gives a wait its events, replies and ticks, and does what it asks for.
import { printJson } from '../../json/print.js';
import type { InFlight, ReplyHandlers } from '../../qmp/client.js';
import type { ConnectionEnd } from '../../qmp/connection-end.js';
import type { CommandRequest } from '../../qmp/request.js';
import { LONGEST_TIMER } from '../pause.js';
import type { SessionRecord } from '../session-record.js';
import { dirtyRateWait } from './dirty-rate-wait.js';
import { endWait, eventWait } from './heard-waits.js';
import { jobWait } from './job-wait.js';
import { migrationWait } from './migration-wait.js';
import { exportGoneWait, goneWait, statusWait } from './present-waits.js';
import type { Query, QueryReply, Wait, WaitInput, WaitOutput, WaitResult } from './wait.js';
import type { WaitSpec, WaitTarget } from './wait-spec.js';

/** The session that a wait runs in. QmpClient is a `client`; its events must already go to the record. */
export interface WaitSession {
  readonly client: {
    submit(request: CommandRequest, handlers: ReplyHandlers): InFlight;
    readonly closed: Promise<ConnectionEnd>;
  };
  readonly record: SessionRecord;
}

export interface RunWaitOptions {
  readonly signal?: AbortSignal;
  /** In ms, where the wait has no `timeout=` of its own; none without either. */
  readonly timeoutMs?: number;
}

/** The machine for a wait. */
export function waitFor(target: WaitTarget): Wait<unknown> {
  switch (target.kind) {
    case 'event':
      return eventWait(target.filter, target.since);
    case 'job':
      return jobWait(target);
    case 'migration':
      return migrationWait(target.state);
    case 'dirty-rate':
      return dirtyRateWait();
    case 'status':
      return statusWait(target.states);
    case 'gone':
      return goneWait(target.device);
    case 'export-gone':
      return exportGoneWait(target.id);
    case 'end':
      return endWait();
  }
}

/**
 * Waits. Resolves with the result, a timeout's and a lost connection's too.
 * @throws the signal's reason.
 */
export function runWait(
  spec: WaitSpec,
  session: WaitSession,
  { signal, timeoutMs }: RunWaitOptions = {},
): Promise<WaitResult> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const run = new WaitRun(waitFor(spec), session, resolve);
    const stop = () => {
      run.stop();
      reject(signal?.reason);
    };
    signal?.addEventListener('abort', stop, { once: true });
    run.onStop(() => signal?.removeEventListener('abort', stop));
    run.start(spec.timeoutMs ?? timeoutMs);
  });
}

/** One wait that runs: owns its timers, its listener and its query in flight. */
class WaitRun {
  readonly #wait: Wait<unknown>;
  readonly #session: WaitSession;
  readonly #resolve: (result: WaitResult) => void;
  readonly #cleanups: (() => void)[] = [];
  #state: unknown;
  #poll: NodeJS.Timeout | undefined;
  #inFlight: InFlight | undefined;
  #isOver = false;

  constructor(wait: Wait<unknown>, session: WaitSession, resolve: (result: WaitResult) => void) {
    this.#wait = wait;
    this.#session = session;
    this.#resolve = resolve;
  }

  start(timeoutMs: number | undefined): void {
    const { client, record } = this.#session;
    this.onStop(record.onEvent(event => this.#take({ kind: 'event', event })));
    void client.closed.then(end => this.#take({ kind: 'ended', end }));
    if (timeoutMs !== undefined) this.#startTimeout(timeoutMs);
    const [state, outputs] = this.#wait.start(record);
    this.#perform(state, outputs);
  }

  onStop(cleanup: () => void): void {
    this.#cleanups.push(cleanup);
  }

  stop(): void {
    this.#isOver = true;
    clearTimeout(this.#poll);
    this.#inFlight?.abandon();
    for (const cleanup of this.#cleanups) cleanup();
  }

  #startTimeout(timeoutMs: number): void {
    const timer = setTimeout(() => this.#timeOut(timeoutMs), Math.min(timeoutMs, LONGEST_TIMER));
    this.onStop(() => clearTimeout(timer));
  }

  #timeOut(timeoutMs: number): void {
    const what = this.#wait.describe(this.#state, this.#session.record);
    this.#settle({
      exit: 5,
      message: `timed out after ${timeoutMs / 1000} s, waiting for ${what}`,
    });
  }

  #take(input: WaitInput): void {
    if (this.#isOver) return;
    const [state, outputs] = this.#wait.step(this.#state, input, this.#session.record);
    this.#perform(state, outputs);
  }

  #perform(state: unknown, outputs: readonly WaitOutput[]): void {
    this.#state = state;
    for (const output of outputs) {
      if (output.kind === 'settle') this.#settle(output.result);
      else if (output.kind === 'send') this.#send(output.query);
      else this.#setPoll(output.afterMs);
    }
  }

  #settle(result: WaitResult): void {
    this.stop();
    this.#resolve(result);
  }

  #setPoll(afterMs: number): void {
    clearTimeout(this.#poll);
    this.#poll = setTimeout(() => this.#take({ kind: 'tick' }), afterMs);
  }

  /** A reply that is lost comes with the end of the connection, which tells more. */
  #send(query: Query): void {
    const { client, record } = this.#session;
    const { command, args } = query;
    const request = { name: command, ...(args && { argumentsText: printJson(args) }) };
    const handlers = {
      onReply: (reply: QueryReply) => this.#takeReply(reply),
      onLost: () => undefined,
    };
    this.#inFlight = client.submit(request, record.recording(query, handlers));
  }

  #takeReply(reply: QueryReply): void {
    this.#inFlight = undefined;
    this.#take({ kind: 'reply', reply });
  }
}
