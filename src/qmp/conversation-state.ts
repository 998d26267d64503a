// What a conversation takes, gives and remembers. The rules are in conversation.ts, negotiation.ts and in-flight.ts.
import type { QmpError } from './errors.js';
import type { EventMessage, Greeting, Message } from './messages.js';
import type { Notice } from './notice.js';
import type { CommandRequest, Reply } from './request.js';
import type { Doubt } from './unread-input.js';

/** A command of the caller's: outputs name it by this object, so that it can carry whatever the caller needs. */
export interface Submission {
  readonly request: CommandRequest;
}

export type Input<S extends Submission> =
  | { readonly kind: 'message'; readonly message: Message }
  | { readonly kind: 'submit'; readonly submission: S }
  /** The peer is a guest agent, which waits to be spoken to: `number` marks where this session begins. */
  | { readonly kind: 'sync-agent'; readonly number: number }
  /** The caller no longer wants the reply; if it still waits to be sent, it is not sent. */
  | { readonly kind: 'abandon'; readonly submission: S }
  | { readonly kind: 'end' };

export type Output<S extends Submission> =
  /** To be written, newline included. */
  | { readonly kind: 'write'; readonly text: string }
  /** Negotiation is done. */
  | { readonly kind: 'ready' }
  /** To be written before the next text: the single byte 0xFF. */
  | { readonly kind: 'mark' }
  /** There is no session, or none any more; the connection is to be closed, and its end told to `step`. */
  | { readonly kind: 'failed'; readonly error: QmpError }
  | { readonly kind: 'reply'; readonly submission: S; readonly reply: Reply }
  | { readonly kind: 'lost'; readonly submission: S; readonly wasSent: boolean }
  | { readonly kind: 'event'; readonly event: EventMessage }
  | { readonly kind: 'notice'; readonly notice: Notice };

/**
 * The state of one connection. Opaque, and linear: `step` changes it in place, since 10,000 commands a second leave
 * no time to copy it, so it has one owner and an old state is never looked at.
 */
export interface Conversation<S extends Submission> {
  phase: 'greeting' | 'negotiating' | 'open' | 'failed' | 'ended';
  /** The number of the first id, that of negotiation. */
  readonly firstId: number;
  lastId: number;
  greeting: Greeting | undefined;
  /** The text of the first event, where one came before the greeting, and how many did. */
  early: { readonly text: string; count: number } | undefined;
  /** Whether out-of-band execution is on. */
  oob: boolean;
  /** The number that a guest agent was asked to repeat; undefined for QMP. */
  agentNumber: number | undefined;
  /** Pings behind silent commands of a guest agent, by id: the ids of those commands. */
  readonly pings: Map<string, string>;
  /** Commands with the server, by id, in the order they were sent. */
  readonly inFlight: Map<string, S>;
  inBandCount: number;
  /** Commands that wait for their turn. */
  readonly waiting: S[];
  /** See `readMark` in in-flight.ts. */
  resync: 'none' | 'mark-due' | 'mark-sent';
  /** Set from an error that may be about several commands until it is known about which. */
  doubt: Doubt | undefined;
  lastShutdown: string | undefined;
  quitAnswered: boolean;
}

/** @param firstId different for each connection, so that no id of an earlier client is taken for ours. */
export function newConversation<S extends Submission>(firstId: number): Conversation<S> {
  return {
    phase: 'greeting',
    firstId,
    lastId: firstId,
    greeting: undefined,
    early: undefined,
    oob: false,
    agentNumber: undefined,
    pings: new Map(),
    inFlight: new Map(),
    inBandCount: 0,
    waiting: [],
    resync: 'none',
    doubt: undefined,
    lastShutdown: undefined,
    quitAnswered: false,
  };
}
