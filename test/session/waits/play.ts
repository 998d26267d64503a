// Plays a wait against a script of what the server does, and writes down what the wait does.
import { printJson } from '../../../src/json/print.js';
import type { JsonObject, JsonValue } from '../../../src/json/value.js';
import type { EventMessage } from '../../../src/qmp/messages.js';
import { SessionRecord } from '../../../src/session/session-record.js';
import { waitFor } from '../../../src/session/waits/run-wait.js';
import type { Query, WaitInput, WaitResult } from '../../../src/session/waits/wait.js';
import { parseWaitText, type WaitSpec } from '../../../src/session/waits/wait-spec.js';

/** One thing the server or the clock does. `returns` and `refuses` answer the query in flight. */
export type Act =
  | { readonly event: string; readonly data?: JsonObject }
  | { readonly returns: JsonValue }
  | { readonly refuses: string }
  | 'tick'
  | { readonly ends: string };

/** `JOB_STATUS_CHANGE` as an act. */
export function status(id: string, to: string): Act {
  return { event: 'JOB_STATUS_CHANGE', data: { id, status: to } };
}

export function spec(line: string): WaitSpec {
  const parsed = parseWaitText(line);
  if (parsed.kind === 'problem') throw new Error(parsed.message);
  return parsed;
}

export interface Play {
  /** `query-jobs`, `job-dismiss id=b0`, `poll 100`, `exit 0`. */
  readonly deeds: readonly string[];
  readonly result: WaitResult | undefined;
  /** What a timeout now would say. */
  readonly waitsFor: string;
}

/** Plays `acts` after the wait began; `before` is what the session had seen by then. */
export function play(line: string, acts: readonly Act[], before?: SessionRecord): Play {
  const record = before ?? new SessionRecord();
  const wait = waitFor(spec(line));
  const deeds: string[] = [];
  let query: Query | undefined;
  let result: WaitResult | undefined;
  let state: unknown;
  const perform = ([next, outputs]: ReturnType<typeof wait.start>) => {
    state = next;
    for (const output of outputs) {
      if (output.kind === 'settle') result = output.result;
      if (output.kind === 'send') query = output.query;
      deeds.push(deedText(output));
    }
  };
  perform(wait.start(record));
  for (const act of acts) {
    if (result !== undefined) throw new Error(`settled before ${JSON.stringify(act)}`);
    perform(wait.step(state, inputFor(act, record, query), record));
  }
  return { deeds, result, waitsFor: wait.describe(state, record) };
}

function deedText(output: ReturnType<ReturnType<typeof waitFor>['start']>[1][number]): string {
  if (output.kind === 'settle') return `exit ${output.result.exit}`;
  if (output.kind === 'poll') return `poll ${output.afterMs}`;
  const args = Object.entries(output.query.args ?? {}).map(([key, value]) => ` ${key}=${value}`);
  return output.query.command + args.join('');
}

function inputFor(act: Act, record: SessionRecord, query: Query | undefined): WaitInput {
  if (act === 'tick') return { kind: 'tick' };
  if ('ends' in act) {
    return { kind: 'ended', end: { kind: 'lost', expected: true, lastShutdown: act.ends } };
  }
  if ('event' in act) return { kind: 'event', event: see(record, act.event, act.data) };
  if ('refuses' in act) return { kind: 'reply', reply: errorReply(act.refuses) };
  if (query === undefined) throw new Error('a reply to nothing');
  return returnTo(record, query.command, act.returns, query.args);
}

/** A return to a command, recorded. */
export function returnTo(
  record: SessionRecord,
  command: string,
  value: JsonValue,
  args?: JsonObject,
): WaitInput {
  record.takeReply({ command, args, since: record.ring.next }, { value });
  const valueText = printJson(value);
  const text = `{"return": ${valueText}}`;
  return { kind: 'reply', reply: { kind: 'return', text, valueText, value } };
}

function errorReply(errorClass: string): Extract<WaitInput, { kind: 'reply' }>['reply'] {
  const value = { class: errorClass, desc: 'no' };
  const valueText = printJson(value);
  const text = `{"error": ${valueText}}`;
  return { kind: 'error', text, valueText, value, errorClass, desc: 'no' };
}

/** Records an event and gives it as a wait sees it. */
export function see(record: SessionRecord, name: string, data?: JsonObject) {
  const text = printJson({ event: name, ...(data && { data }) });
  const message: EventMessage = { kind: 'event', name, text, ...(data && { data }) };
  const seq = record.ring.next;
  record.takeEvent(message);
  return { kind: 'event' as const, seq, name, data, text };
}

/** A record that has seen these events. */
export function recordOf(events: readonly Act[]): SessionRecord {
  const record = new SessionRecord();
  for (const act of events) if (act !== 'tick' && 'event' in act) see(record, act.event, act.data);
  return record;
}
