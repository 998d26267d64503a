// What a screen is given by its host besides a line editor's callbacks, and what it can be told.
import type { Hint } from '../completion/line-hint.js';
import type { ScreenFacts } from './facts.js';
import type { PromptOptions } from './line/prompt.js';
import type { NewEvent } from './state/event-log.js';

/** Of a job, what a key asks for. */
export type JobVerb = 'pause' | 'resume' | 'cancel' | 'complete' | 'dismiss';

/** The screen that asks; each is asked for at every frame, so it must be quick. */
export interface ScreenOptions extends Omit<PromptOptions, 'onSubmit'> {
  /** A line was entered; what comes of it goes to that block. */
  readonly onSubmit: (line: string, block: number) => void | Promise<void>;
  readonly colours: boolean;
  /** Begin with the monitor view. */
  readonly monitor: boolean;
  readonly facts: () => ScreenFacts;
  readonly hint: (text: string, cursor: number) => Hint;
  /** The events since it was called last. */
  readonly newEvents: () => readonly NewEvent[];
  /** How many events of each kind there were. */
  readonly eventCounts: () => ReadonlyMap<string, number>;
  /** The line that does that to a job; undefined where there is none. */
  readonly jobLine: (id: string, verb: JobVerb) => string | undefined;
  /** A reply by its number, or the last one; undefined where there is none. */
  readonly reply: (number: number | undefined) => ShownReply | undefined;
}

export interface ShownReply {
  readonly title: string;
  readonly json: string;
  /** Whose reply it is; undefined where that is nobody's. */
  readonly command: string | undefined;
}

/** A number that no reply has. */
export const NO_REPLY = 0;
