// Everything that can go wrong between this program and a QMP server, as typed errors:
//
//   QmpError
//   ├─ TransportError     no connection: nothing there, refused, busy, silent, ...
//   ├─ GreetingError      the peer spoke first, but not QMP
//   ├─ NegotiationError   QMP, but qmp_capabilities was refused or not answered
//   ├─ ProtocolError      a message that is not QMP, or too long
//   ├─ CommandError       the server answered a command with an error
//   └─ InterruptedError   the connection ended before the reply
import type { ConnectionEnd } from './connection-end.js';
import type { CommandRequest, Reply } from './request.js';

/** The root of the tree: `catch (error) { if (error instanceof QmpError) ... }`. */
export class QmpError extends Error {
  override readonly name: string = 'QmpError';
}

/**
 * Why there is no connection.
 *
 * - `stale`: a socket file on which nobody listens (its server was killed); `refused`: the same of a TCP port.
 * - `busy`: the peer accepts and says nothing, or its backlog is full (EAGAIN): another client holds it.
 * - `connect-timeout`: the connection itself hangs (a dropped TCP SYN).
 * - `unsupported`: a form of target that was given no transport; `bad-target`: no target at all.
 * - `failed`: anything else; the message has the system's own word.
 */
export type TransportCode =
  | 'missing'
  | 'not-a-socket'
  | 'stale'
  | 'refused'
  | 'permission'
  | 'path-too-long'
  | 'busy'
  | 'connect-timeout'
  | 'unreachable'
  | 'unsupported'
  | 'bad-target'
  | 'failed';

export interface TransportErrorOptions extends ErrorOptions {
  readonly code: TransportCode;
  /** The target's text, as the user may type it. */
  readonly target: string;
}

/** There is no connection to the target. */
export class TransportError extends QmpError {
  override readonly name = 'TransportError';
  readonly code: TransportCode;
  readonly target: string;

  constructor(message: string, options: TransportErrorOptions) {
    super(message, options);
    this.code = options.code;
    this.target = options.target;
  }
}

/** What a peer that is not QMP looks like. `json` is JSON without the greeting, as a guest agent's answer. */
export type PeerKind = 'hmp' | 'vnc' | 'http' | 'ssh' | 'tls' | 'telnet' | 'json' | 'other';

/** The peer spoke first, but not QMP's greeting. */
export class GreetingError extends QmpError {
  override readonly name = 'GreetingError';
  readonly looksLike: PeerKind;
  /** What it said, cut to some 200 characters. Not for a terminal as it stands. */
  readonly received: string;

  constructor(message: string, looksLike: PeerKind, received: string) {
    super(message);
    this.looksLike = looksLike;
    this.received = received;
  }
}

/**
 * - `refused`: qmp_capabilities (or the guest agent's sync) was answered with an error (`desc` is the server's own text).
 * - `main-loop-blocked`: a greeting, but no answer: QEMU's main loop hangs, or the monitor's earlier commands do.
 * - `agent-silent`: a guest agent that does not answer: its guest does not run, or has none.
 * - `closed`: the server hung up before or in the middle of it.
 */
export type NegotiationCode = 'refused' | 'main-loop-blocked' | 'agent-silent' | 'closed';

/** It is QMP, but the session did not come about. */
export class NegotiationError extends QmpError {
  override readonly name = 'NegotiationError';
  readonly code: NegotiationCode;

  constructor(message: string, code: NegotiationCode, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/**
 * - `not-json`, `not-qmp`: one message could not be understood, the session goes on.
 * - `too-long`; `bad-reply`, with the id of a command of ours, but no JSON, or neither `return` nor `error`: they end
 *   it.
 */
export type ProtocolCode = 'not-json' | 'not-qmp' | 'too-long' | 'bad-reply';

/** The server sent something that is not QMP. */
export class ProtocolError extends QmpError {
  override readonly name = 'ProtocolError';
  readonly code: ProtocolCode;

  constructor(message: string, code: ProtocolCode, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The server answered with an error; `message` is its `desc`. qmp-spec, "Error". */
export class CommandError extends QmpError {
  override readonly name = 'CommandError';
  /** `GenericError`, `CommandNotFound`, ...: old servers have others, so any text. */
  readonly errorClass: string;
  readonly desc: string;
  readonly sent: CommandRequest;
  readonly received: Reply;

  constructor(sent: CommandRequest, received: Reply) {
    super(received.desc ?? '');
    this.errorClass = received.errorClass ?? '';
    this.desc = received.desc ?? '';
    this.sent = sent;
    this.received = received;
  }
}

/** The connection ended before the reply: the command may have been executed, or not. */
export class InterruptedError extends QmpError {
  override readonly name = 'InterruptedError';
  readonly request: CommandRequest;
  /** False if the command had not left the queue: then it was not executed. */
  readonly wasSent: boolean;
  readonly end: ConnectionEnd;

  constructor(request: CommandRequest, wasSent: boolean, end: ConnectionEnd) {
    super(`the connection ended before the reply to '${request.name}'`, { cause: end.error });
    this.request = request;
    this.wasSent = wasSent;
    this.end = end;
  }
}
