// What becomes of a line before anything is sent: a request that is ready, or a failure. See prepare.ts and failed.ts.
import type { JsonObject } from '../json/value.js';
import type { Request } from '../shell/binding/bound.js';
import type { Note, Outcome } from '../shell/outcome.js';
import type { FetchValue } from '../shell/references.js';

/** The command that carries a line of the human monitor. */
export const HMP = 'human-monitor-command';

/** How lines are taken, beyond the settings that a line may change. */
export interface RunRules {
  /** Send even what the schema refuses. */
  readonly noCheck: boolean;
  readonly readOnly: boolean;
  /** Nothing is sent that is not known to be right: a command that the server lacks is a mistake here. */
  readonly mustKnow: boolean;
  /** Fetches values that do not stand on the line; without it `@` is an ordinary character. */
  readonly fetchValue?: FetchValue;
}

/** A request that may be sent. */
export interface ReadyRequest {
  readonly kind: 'request';
  readonly request: Request;
  readonly arguments: JsonObject;
  /** Warnings, each with the key by which it is given once only. */
  readonly warnings: readonly { readonly key: string; readonly text: Note }[];
  /** What the schema said of a command that it does not have, should the server agree. */
  readonly unknown?: string;
  /** What to say below the server's error, from its text. */
  readonly failureNotes?: (desc: string) => readonly string[];
  /** It does what was put together since `.begin`, which is over with it. */
  readonly isCommit?: boolean;
}

export type Prepared = ReadyRequest | { readonly kind: 'failed'; readonly outcome: Outcome };

/** A command without arguments is ready as it stands: neither schema nor annotations are read for it. */
export function bareRequest(name: string, oob: boolean): ReadyRequest {
  return { kind: 'request', request: { name, oob }, arguments: {}, warnings: [] };
}
