// A command, or anything else that a server must answer, with a limit to the patience for it.
import type { QmpClient, ReplyHandlers } from '../qmp/client.js';
import type { CommandRequest } from '../qmp/request.js';
import { LONGEST_TIMER } from './pause.js';

export interface Limits {
  /** In ms; undefined waits for ever. */
  readonly timeoutMs: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Exactly one of the three is called, once. */
export interface LimitedHandlers extends ReplyHandlers {
  /** Nobody waits any more; the command itself goes on in the server. */
  onGivenUp(why: 'timeout' | 'interrupted'): void;
}

/** Submits a request and gives it up at its limits; does not even send it where the signal has come already. */
export function submitWithin(
  client: QmpClient,
  request: CommandRequest,
  { timeoutMs, signal }: Limits,
  handlers: LimitedHandlers,
): void {
  if (signal?.aborted) {
    handlers.onGivenUp('interrupted');
    return;
  }
  const over = () => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
  };
  const giveUp = (why: 'timeout' | 'interrupted') => {
    over();
    inFlight.abandon();
    handlers.onGivenUp(why);
  };
  const stop = () => giveUp('interrupted');
  const timer = startTimer(timeoutMs, () => giveUp('timeout'));
  signal?.addEventListener('abort', stop, { once: true });
  const inFlight = client.submit(request, {
    onReply: reply => {
      over();
      handlers.onReply(reply);
    },
    onLost: error => {
      over();
      handlers.onLost(error);
    },
  });
}

/** What the promise settles with, or `late` when the time is up before. */
export async function within<T, L>(
  promise: Promise<T>,
  timeoutMs: number | undefined,
  late: L,
): Promise<T | L> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<L>(resolve => {
    timer = startTimer(timeoutMs, () => resolve(late));
  });
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

function startTimer(ms: number | undefined, callback: () => void): NodeJS.Timeout | undefined {
  return ms === undefined ? undefined : setTimeout(callback, Math.min(ms, LONGEST_TIMER));
}
