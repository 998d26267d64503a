// The live values of a session: sent by its client, dropped by what its record sees.
import type { Schema } from '../../qapi/model.js';
import type { Session } from '../../session/session.js';
import type { Annotations } from '../../shell/annotations.js';
import { type LiveOptions, LiveValues } from './live-values.js';
import { readFolder } from './read-folder.js';

export interface SessionLiveOptions {
  readonly schema: Schema;
  readonly annotations: Annotations;
  /** `.set live`, and not `--read-only`. */
  readonly isAllowed: () => boolean;
  /** Whether the server's files are those of this host. */
  readonly isLocal: boolean;
  readonly isBlocked?: () => boolean;
  /** How many of the commands in flight are questions of qmpsh's own by timer, which hold nothing up. */
  readonly inBackground?: () => number;
  readonly here?: NonNullable<LiveOptions['here']>;
  readonly onNote?: (text: string) => void;
}

/** One for each connection. */
export function liveValuesOf(session: Session, options: SessionLiveOptions): LiveValues {
  const { client, record } = session;
  const { isLocal, inBackground, ...others } = options;
  const live = new LiveValues({
    ...others,
    ...(isLocal && { readFolder }),
    send: request => client.send(request),
    inFlight: () => client.inFlight - (inBackground?.() ?? 0),
  });
  record.onReply(command => live.noteCommand(command));
  record.onEvent(event => live.noteEvent(event.name));
  return live;
}
