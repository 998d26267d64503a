// What a session sees of its server, as the trackers are told it: events and successful replies, in wire order.
import { isJsonObject, type JsonObject, type JsonValue, own } from '../json/value.js';

export type SessionInput = SeenEvent | SeenReply;

export interface SeenEvent {
  readonly kind: 'event';
  /** Its number in the session, as the event ring gives it. */
  readonly seq: number;
  readonly name: string;
  readonly data?: JsonValue | undefined;
}

/** A command of this session was answered with a return. */
export interface SeenReply extends SentCommand {
  readonly kind: 'reply';
  readonly value: JsonValue;
}

/** A command, as far as its reply may tell of jobs and states. */
export interface SentCommand {
  readonly command: string;
  readonly args?: JsonValue | undefined;
  /** The number the next event would have had when the command was sent: which events may be its doing. */
  readonly since: number;
  /** The members of the command that name the job it makes, first present wins: `job-id`, `device`. */
  readonly jobIdMembers?: readonly string[] | undefined;
}

/** What a reply returned, read from it only by those trackers that want it: it may be long. */
export class ReturnedValue implements SeenReply {
  readonly kind = 'reply';
  readonly command: string;
  readonly args: JsonValue | undefined;
  readonly since: number;
  readonly jobIdMembers: readonly string[] | undefined;
  readonly #reply: { readonly value: JsonValue };

  constructor(
    { command, args, since, jobIdMembers }: SentCommand,
    reply: { readonly value: JsonValue },
  ) {
    this.command = command;
    this.args = args;
    this.since = since;
    this.jobIdMembers = jobIdMembers;
    this.#reply = reply;
  }

  get value(): JsonValue {
    return this.#reply.value;
  }
}

/** The text in a member, or undefined where there is none. */
export function textIn(value: JsonValue | undefined, member: string): string | undefined {
  const found = memberIn(value, member);
  return typeof found === 'string' ? found : undefined;
}

/** A claim in a member; undefined where it is absent (an old server). */
export function flagIn(value: JsonValue | undefined, member: string): boolean | undefined {
  const found = memberIn(value, member);
  return typeof found === 'boolean' ? found : undefined;
}

/** A whole number, exact. */
export type Integer = number | bigint;

export function integerIn(value: JsonValue | undefined, member: string): Integer | undefined {
  const found = memberIn(value, member);
  return typeof found === 'number' || typeof found === 'bigint' ? found : undefined;
}

export function memberIn(value: JsonValue | undefined, member: string): JsonValue | undefined {
  return isJsonObject(value) && own(value, member);
}

/** The objects in a list; what is no object is left out. */
export function objectsIn(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}
