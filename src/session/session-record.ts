// What one session has seen: its events and the state they and the replies tell of. Fed in wire order.
import type { EventMessage } from '../qmp/messages.js';
import { EventRing } from './event-ring.js';
import type { SeenReply } from './session-input.js';
import { NOTHING_TRACKED, stepTracked, type Tracked } from './tracked.js';
import type { WaitEvent } from './waits/wait.js';

/** A command that was answered with a return. */
export type Answered = Omit<SeenReply, 'kind'>;

/**
 * The record of a session. Whoever owns the client gives it each event from `onEvent` and each reply from `submit`'s
 * own handler: a promise's turn would come after events that followed the reply.
 */
export class SessionRecord {
  readonly ring = new EventRing();
  #tracked: Tracked = NOTHING_TRACKED;
  readonly #listeners = new Set<(event: WaitEvent) => void>();

  get tracked(): Tracked {
    return this.#tracked;
  }

  takeEvent({ name, data, text }: EventMessage): void {
    const seq = this.ring.push(name, text);
    const event: WaitEvent = { kind: 'event', seq, name, data, text };
    this.#tracked = stepTracked(this.#tracked, event);
    for (const listener of this.#listeners) listener(event);
  }

  /** `since` of the answer is `ring.next` as it was when the command was sent. */
  takeReply(answered: Answered): void {
    this.#tracked = stepTracked(this.#tracked, { kind: 'reply', ...answered });
  }

  /** Calls the listener with each event once it is recorded. Gives the way to stop it. */
  onEvent(listener: (event: WaitEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
