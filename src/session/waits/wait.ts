// What a wait is: a pure machine from what happens to what to do, and its one result.
import type { JsonObject, JsonValue } from '../../json/value.js';
import { type ConnectionEnd, endText } from '../../qmp/connection-end.js';
import { ownErrorJson } from '../../shell/output.js';
import type { EventRing } from '../event-ring.js';
import type { SeenEvent } from '../session-input.js';
import type { Tracked } from '../tracked.js';

/** What the session knows, the present input included. */
export interface WaitFacts {
  readonly tracked: Tracked;
  readonly ring: EventRing;
}

export interface Query {
  readonly command: string;
  readonly args?: JsonObject;
}

/** A reply as a wait needs it; src/qmp's Reply is one. */
export interface QueryReply {
  readonly kind: 'return' | 'error';
  readonly text: string;
  readonly valueText: string;
  readonly value: JsonValue;
  readonly errorClass?: string;
  readonly desc?: string;
}

/** An event with its text. */
export type WaitEvent = SeenEvent & { readonly text: string };

export type WaitInput =
  | { readonly kind: 'event'; readonly event: WaitEvent }
  | { readonly kind: 'reply'; readonly reply: QueryReply }
  /** The time of the last `poll` output has come. */
  | { readonly kind: 'tick' }
  | { readonly kind: 'ended'; readonly end: ConnectionEnd };

export type WaitOutput =
  | { readonly kind: 'send'; readonly query: Query }
  /** Give a tick after that many ms; the last one asked for holds. */
  | { readonly kind: 'poll'; readonly afterMs: number }
  | { readonly kind: 'settle'; readonly result: WaitResult };

/**
 * How a wait ended. Exit codes: 0 it saw what it waited for; 1 the server refused to tell; 4 the connection ended;
 * 5 timeout; 6 it saw it fail, or there is nothing to wait for.
 */
export interface WaitResult {
  readonly exit: 0 | 1 | 4 | 5 | 6;
  /**
   * The wait's line on stdout: one JSON object on one line, as the server sent it where it did. Per form:
   *
   * - event: the event. job: `{"id", "type", "status", "current-progress", "total-progress", "error"?}`, query-jobs'
   *   row completed from events, with `"cancelled": true` for a cancelled job. migration: what query-migrate
   *   returned. dirty-rate: what query-dirty-rate returned. status: what query-status returned. gone, export-gone: the event, or `{"gone": ID}`,
   *   `{"export-gone": ID}` for what was absent before. end: `{"end": "how, in words", "shutdown"?: {"guest", "reason"}}`.
   * - Where the server answered with an error, that reply; where there was nothing to wait for, qmpsh's own error.
   *
   * Absent for exits 4 and 5.
   */
  readonly line?: string;
  /** What happened, in words, and the next command to give where there is one. Not for a terminal as it stands. */
  readonly message: string;
}

/** One wait. `start` first, then each input; nothing after a `settle`. */
export interface Wait<S> {
  start(facts: WaitFacts): WaitStep<S>;
  step(state: S, input: WaitInput, facts: WaitFacts): WaitStep<S>;
  /** What it still waits for, for the message of a timeout or of a lost connection. */
  describe(state: S, facts: WaitFacts): string;
}

export type WaitStep<S> = readonly [S, readonly WaitOutput[]];

export function succeeded(line: string, message: string): WaitResult {
  return { exit: 0, line, message };
}

export function failed(line: string, message: string): WaitResult {
  return { exit: 6, line, message };
}

/**
 * There is nothing that could be waited for. Exit 6 too: of all codes only it says that a wait came to nothing,
 * and 1 would look like a command's error reply.
 */
export function nothingThere(message: string): WaitResult {
  return { exit: 6, line: ownErrorJson('refused', message), message };
}

export function refusedBy(reply: QueryReply, what: string): WaitResult {
  return {
    exit: 1,
    line: reply.text,
    message: `${what}: ${reply.desc ?? 'the server refuses to tell'}`,
  };
}

export function interrupted(end: ConnectionEnd, waitingFor: string): WaitResult {
  return { exit: 4, message: `${endText(end)}, while waiting for ${waitingFor}` };
}

/** Whether the server does not know the command: an older one, or another program. */
export function isUnknownCommand(reply: QueryReply): boolean {
  return reply.kind === 'error' && reply.errorClass === 'CommandNotFound';
}
