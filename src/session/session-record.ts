// What one session has seen: its events and the state they and the replies tell of. Fed in wire order.
import type { ReplyHandlers } from '../qmp/client.js';
import type { EventMessage } from '../qmp/messages.js';
import type { Reply } from '../qmp/request.js';
import { EventRing } from './event-ring.js';
import { ReturnedValue, type SentCommand } from './session-input.js';
import { NOTHING_TRACKED, stepTracked, type Tracked } from './tracked.js';
import type { WaitEvent } from './waits/wait.js';

/** A command that is sent now. */
export type Sent = Omit<SentCommand, 'since'>;

/**
 * The record of a session. Whoever owns the client gives it each event from `onEvent`, and submits its commands with
 * `recording` handlers: a promise's turn would come after events that followed the reply.
 */
export class SessionRecord {
  readonly ring = new EventRing();
  #tracked: Tracked = NOTHING_TRACKED;
  readonly #listeners = new Set<(event: WaitEvent) => void>();
  readonly #replyListeners = new Set<(command: string) => void>();

  get tracked(): Tracked {
    return this.#tracked;
  }

  takeEvent({ name, data, text }: EventMessage): void {
    const seq = this.ring.push(name, text);
    const event: WaitEvent = { kind: 'event', seq, name, data, text };
    this.#tracked = stepTracked(this.#tracked, event);
    for (const listener of this.#listeners) listener(event);
  }

  /**
   * The handlers of a command that is sent now, which record its reply and are called then.
   *
   * @example
   * const sent = { command: 'query-jobs' };
   * client.submit({ name: 'query-jobs' }, record.recording(sent, { onReply, onLost }));
   */
  recording(sent: Sent, handlers: ReplyHandlers): ReplyHandlers {
    const since = this.ring.next;
    const onReply = (reply: Reply) => {
      if (reply.kind === 'return') this.takeReply({ ...sent, since }, reply);
      handlers.onReply(reply);
    };
    return { onReply, onLost: error => handlers.onLost(error) };
  }

  /** A return to a command of this session. */
  takeReply(sent: SentCommand, reply: Pick<Reply, 'value'>): void {
    this.#tracked = stepTracked(this.#tracked, new ReturnedValue(sent, reply));
    for (const listener of this.#replyListeners) listener(sent.command);
  }

  /** Calls the listener with the name of each command of this session that succeeded. */
  onReply(listener: (command: string) => void): void {
    this.#replyListeners.add(listener);
  }

  /** Calls the listener with each event once it is recorded. Gives the way to stop it. */
  onEvent(listener: (event: WaitEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
