// A target -> a negotiated client, within a time limit, with a reason in words where it cannot be.
import { type ClientOptions, QmpClient } from './client.js';
import { NegotiationError, TransportError } from './errors.js';
import { openTransport } from './open.js';
import { greetingError } from './peer-kind.js';
import { steadyNow } from './steady-clock.js';
import { type Target, targetFromText, targetText } from './target.js';
import { TimeLimit } from './time-limit.js';
import type { Transport } from './transport.js';

/** How long a connect may take where the caller does not say, in ms. */
export const DEFAULT_TIMEOUT = 10_000;

/** When somebody who waits wants to know why, in ms. */
const PATIENCE = 1_000;

/** When a silent peer is looked at, whether it is a guest agent, in ms: a monitor greets within 20. */
const AGENT_PAUSE = 150;

/** How long to leave a server that is not there, or full, before it is tried again, in ms. */
const RETRY_PAUSE = 100;

/** How to connect. */
export interface ConnectOptions extends ClientOptions {
  /** For connecting and negotiating together, in ms; 10 s where absent. */
  readonly timeoutMs?: number;
  /** Gives up at once, with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Tries again for this long, in ms, where the server is missing, refuses or is busy. */
  readonly retryMs?: number;
  /**
   * The server may not have set up its monitor yet: one that hangs up is connected to again, and once one that greets
   * and is silent for a second or two. QEMU 7.2 never answers 1 in 5,000 of those who come at that moment.
   */
  readonly isStarting?: boolean;
  /**
   * The peer is a guest agent and must be spoken to first. Where absent it is found out: a silent unix socket that
   * qemu-ga serves is one.
   */
  readonly guestAgent?: boolean;
  /** Knows more unix sockets of guest agents: the ports through which QEMU passes them on. */
  readonly isAgentSocket?: (path: string) => Promise<boolean>;
  /** Called when the peer has been silent for a second, with the reason as far as it can be found out. */
  readonly onWaiting?: (note: string) => void;
  /** Has begun to open a transport, if it is to that target; undefined, at once or in the end, leaves it to others. */
  readonly openAhead?: (target: Target) => Promise<Transport | undefined> | undefined;
  /** Opens the targets that this module cannot (`ssh:`, `exec:`, `demo:`, ...); undefined leaves it to this module. */
  readonly resolveTransport?: (
    target: Target,
    signal: AbortSignal,
  ) => Promise<Transport> | undefined;
}

/**
 * Connects and negotiates, with out-of-band execution where the server offers it.
 *
 * @param where a target or its text: `/run/vm.sock`, `localhost:4444`.
 * @throws TransportError, GreetingError, NegotiationError, ProtocolError, or the signal's reason.
 *
 * @example
 * const client = await connect('/run/vm.sock', { timeoutMs: 2_000 });
 * console.log(await client.execute('query-version'));
 * await client.close();
 */
export async function connect(
  where: Target | string,
  options: ConnectOptions = {},
): Promise<QmpClient> {
  const target = knownTarget(where);
  // Never the time of day, here and below: it may be set meanwhile.
  const tryUntil = steadyNow() + (options.retryMs ?? 0);
  const startUntil = options.isStarting ? steadyNow() + timeoutOf(options) : 0;
  let mayBeDeaf = options.isStarting === true;
  for (;;) {
    try {
      const openUntil = startUntil || steadyNow() + timeoutOf(options);
      // To leave a silent peer before would be to lose the place in its queue.
      const answerUntil = Math.max(openUntil, tryUntil);
      return await tryOnce(target, options, { openUntil, answerUntil, mayBeDeaf });
    } catch (error) {
      const until = isOfStart(error) ? startUntil : isPassing(error) ? tryUntil : 0;
      if (isDeaf(error)) mayBeDeaf = false;
      if (steadyNow() + RETRY_PAUSE > until) throw error;
      await pause(RETRY_PAUSE, options.signal);
    }
  }
}

function knownTarget(where: Target | string): Target {
  const target = typeof where === 'string' ? targetFromText(where) : where;
  if (target.kind !== 'bad') return target;
  throw new TransportError(target.message, { code: 'bad-target', target: String(where) });
}

function timeoutOf({ timeoutMs = DEFAULT_TIMEOUT }: ConnectOptions): number {
  return timeoutMs;
}

/** Whether it is what a server does that has not set up its monitor. */
function isOfStart(error: unknown): boolean {
  return isDeaf(error) || (error instanceof NegotiationError && error.code === 'closed');
}

function isDeaf(error: unknown): boolean {
  return error instanceof NegotiationError && error.code === 'main-loop-blocked';
}

/** One of several. Times are of the steady clock, in ms. */
interface Attempt {
  readonly openUntil: number;
  readonly answerUntil: number;
  /** Whether a peer that greets and does not answer is to be left. */
  readonly mayBeDeaf: boolean;
}

/** Whether a server that starts, or another client that leaves, may mend it. */
function isPassing(error: unknown): boolean {
  if (!(error instanceof TransportError)) return false;
  return ['missing', 'refused', 'stale', 'busy'].includes(error.code);
}

async function tryOnce(
  target: Target,
  options: ConnectOptions,
  attempt: Attempt,
): Promise<QmpClient> {
  const transport = await opened(target, options, attempt.openUntil);
  const client = new QmpClient(transport, options);
  try {
    await negotiated(client, target, options, attempt);
    return client;
  } catch (error) {
    await client.close();
    throw error;
  }
}

async function opened(
  target: Target,
  options: ConnectOptions,
  deadline: number,
): Promise<Transport> {
  const limit = new TimeLimit(deadline - steadyNow(), options.signal);
  try {
    const ahead = await Promise.race([options.openAhead?.(target), limit.reached]);
    if (ahead !== undefined) return ahead;
    const { signal } = limit;
    const opening = options.resolveTransport?.(target, signal) ?? openTransport(target, signal);
    return await Promise.race([opening, limit.reached]);
  } catch (error) {
    throw limit.isTimeUp(error) ? connectTimeout(target) : error;
  } finally {
    limit.end();
  }
}

function connectTimeout(target: Target): TransportError {
  const text = targetText(target);
  return new TransportError(`cannot connect to ${text}: no answer in time`, {
    code: 'connect-timeout',
    target: text,
  });
}

/** Settles when negotiation has, or the time is up, or the signal says so. */
async function negotiated(
  client: QmpClient,
  target: Target,
  { signal, onWaiting, guestAgent, isAgentSocket }: ConnectOptions,
  { answerUntil, mayBeDeaf }: Attempt,
): Promise<void> {
  const limit = new TimeLimit(answerUntil - steadyNow(), signal);
  const note = async () => {
    const reason = await silenceOf(client, target);
    if (!limit.isOver) onWaiting?.(reason.message);
  };
  limit.after(PATIENCE, () => note().catch(() => undefined));
  if (mayBeDeaf) leaveDeaf(client, limit);
  const path = target.kind === 'unix' ? target.path : undefined;
  const find = (at: string) => findAgent(client, at, isAgentSocket, limit).catch(() => undefined);
  if (guestAgent) client.syncAgent();
  else if (path !== undefined) limit.after(AGENT_PAUSE, () => find(path));
  try {
    await Promise.race([client.ready, limit.reached]);
  } catch (error) {
    throw limit.isTimeUp(error) ? await silenceOf(client, target) : error;
  } finally {
    limit.end();
  }
}

/** Ends the wait for a peer that greeted a second ago, or two. */
function leaveDeaf(client: QmpClient, limit: TimeLimit): void {
  const hasGreeted = client.greeting !== undefined;
  limit.after(PATIENCE, () => {
    if (hasGreeted) limit.reach();
    else leaveDeaf(client, limit);
  });
}

/** Speaks to a peer that is silent because it is a guest agent. */
async function findAgent(
  client: QmpClient,
  path: string,
  isAgentSocket: ConnectOptions['isAgentSocket'],
  limit: TimeLimit,
): Promise<void> {
  if (client.greeting !== undefined || client.heard !== '') return;
  const { isGuestAgent, socketUse } = await import('./holder.js');
  const isAgent = isGuestAgent(await socketUse(path)) || (await isAgentSocket?.(path)) === true;
  if (isAgent && !limit.isOver) client.syncAgent();
}

/** What the silence of a connected peer means. */
async function silenceOf(client: QmpClient, target: Target): Promise<Error> {
  if (client.greeting !== undefined) {
    return new NegotiationError(
      "the server greeted but does not answer 'qmp_capabilities': its main loop is blocked",
      'main-loop-blocked',
    );
  }
  if (client.isGuestAgent) {
    const message = 'the guest agent does not answer: busy, or its guest does not run';
    return new NegotiationError(message, 'agent-silent');
  }
  if (client.heard !== '') return greetingError(client.heard);
  const { silentPeer } = await import('./diagnosis.js');
  return silentPeer(target);
}

/** Settles after so many ms; rejects when the signal is aborted before. */
function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    if (signal?.aborted) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });
}
