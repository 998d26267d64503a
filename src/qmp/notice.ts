// What the server sent that belongs to no command of this session, as a value for whoever wants to show it.
import { ProtocolError } from './errors.js';
import type { ErrorReply, Message, ReturnReply } from './messages.js';

/**
 * Something the server sent that belongs to no command of this session.
 *
 * - `unknown-id`: most often the reply to a command of an earlier client of the same monitor.
 * - `no-id`: an error about input the server could not read, or the reply to a command without an id.
 * - `garbage`: no QMP message.
 */
export interface Notice {
  readonly kind: 'unknown-id' | 'no-id' | 'garbage';
  readonly text: string;
  readonly error?: ProtocolError;
}

/** A reply that is nobody's. */
export function replyNotice({ id, text }: ReturnReply | ErrorReply): Notice {
  return { kind: id === undefined ? 'no-id' : 'unknown-id', text };
}

/** A message that is none, or a second greeting. */
export function strayNotice(message: Message): Notice {
  const error =
    message.kind === 'garbage'
      ? message.error
      : new ProtocolError('expected a reply or an event, found a second greeting', 'not-qmp');
  return { kind: 'garbage', text: message.text, error };
}
