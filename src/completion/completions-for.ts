// What a line editor's `complete` callback needs: candidates at once, and live values when they come.
import type { Completion, CompletionInput, Facts } from './candidate.js';
import { complete } from './complete.js';
import type { LiveValues } from './live/live-values.js';

/** A session as far as completion sees it; each is asked for at every keystroke. */
export interface CompletionSession {
  readonly context: () => Pick<CompletionInput, 'schema' | 'annotations'>;
  readonly facts?: () => Facts;
  /** Undefined while there is no connection. */
  readonly live?: () => LiveValues | undefined;
  /** Live values came too late for the menu that is shown: it should be asked for again. */
  readonly onLate?: () => void;
}

/** How long Tab waits for live values before it goes on without, in ms: less than is felt as waiting. */
const PATIENCE_MS = 150;

/** The callback: `explicit` when Tab asked. Never rejects. */
export function completionsFor(
  session: CompletionSession,
): (text: string, cursor: number, explicit: boolean) => Completion | Promise<Completion> {
  return (line, cursor, explicit) => {
    const live = session.live?.();
    const now = () => completeWith(session, live, line, cursor);
    const first = now();
    if (live === undefined || !live.isWorthAsking(first.wants, explicit)) return first;
    const arrived = askAll(live, now, explicit);
    if (!explicit) {
      void arrived.then(() => session.onLate?.());
      return first;
    }
    return inTime(arrived).then(isInTime => {
      if (!isInTime) void arrived.then(() => session.onLate?.());
      return now();
    });
  };
}

/** What comes may tell what else to look for: a property's type says whose names are its values. */
const MOST_ROUNDS = 3;

async function askAll(live: LiveValues, now: () => Completion, isTab: boolean): Promise<void> {
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const { wants } = now();
    if (!live.isWorthAsking(wants, isTab)) return;
    await live.ask(wants, isTab);
  }
}

function completeWith(
  { context, facts }: CompletionSession,
  live: LiveValues | undefined,
  line: string,
  cursor: number,
): Completion {
  return complete({
    ...context(),
    line,
    cursor,
    ...(facts && { facts: facts() }),
    ...(live && { sources: live.sources }),
  });
}

/** Whether it settled before patience ended. */
function inTime(arrived: Promise<void>): Promise<boolean> {
  return new Promise(resolve => {
    const timer = setTimeout(() => resolve(false), PATIENCE_MS);
    void arrived.then(() => {
      clearTimeout(timer);
      resolve(true);
    });
  });
}
