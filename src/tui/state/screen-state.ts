// The screen's own state, which no server knows of: which view, where the keys go, what is chosen, folded, scrolled.
// One pure step for all of it.

import {
  EMPTY_EVENT_LOG,
  type EventLog,
  type NewEvent,
  takeEvents,
  togglePause,
} from './event-log.js';
import {
  appendRows,
  beginBlock,
  EMPTY_TRANSCRIPT,
  neighbour,
  noteReply,
  type Transcript,
  toggleFold,
} from './transcript.js';

export type View = 'session' | 'monitor';
/** Where the keys go. */
export type Focus = 'prompt' | 'transcript' | 'events' | 'jobs' | 'card';

export interface ScreenState {
  readonly view: View;
  readonly focus: Focus;
  readonly transcript: Transcript;
  readonly events: EventLog;
  /** The block and the job that keys act on. */
  readonly block: number | undefined;
  readonly job: string | undefined;
  /** How many rows the end of the pane is below what is shown; 0 follows what comes. */
  readonly scrolled: { readonly transcript: number; readonly events: number };
  /** The pane of events shows how many there were of each kind. */
  readonly showsCounts: boolean;
  /** How many rows of the card of keys are above the first one shown. */
  readonly card: number;
}

export const FIRST_SCREEN: ScreenState = {
  view: 'session',
  focus: 'prompt',
  transcript: EMPTY_TRANSCRIPT,
  events: EMPTY_EVENT_LOG,
  block: undefined,
  job: undefined,
  scrolled: { transcript: 0, events: 0 },
  showsCounts: false,
  card: 0,
};

export type ScreenInput =
  | { readonly kind: 'begin'; readonly head: readonly string[] }
  | { readonly kind: 'rows'; readonly rows: readonly string[]; readonly block: number | undefined }
  | { readonly kind: 'reply'; readonly block: number; readonly reply: number }
  | { readonly kind: 'events'; readonly events: readonly NewEvent[] }
  /** The jobs there are now, by id, in the order shown. */
  | { readonly kind: 'jobs'; readonly ids: readonly string[] }
  | { readonly kind: 'view'; readonly view: View }
  | { readonly kind: 'focus'; readonly focus: Focus }
  | { readonly kind: 'next-focus' }
  /** One up or down in the focused pane. */
  | {
      readonly kind: 'choose';
      readonly direction: 'older' | 'newer';
      readonly ids: readonly string[];
    }
  /** Rows up (more than 0) or down in the transcript or the events. */
  | { readonly kind: 'scroll'; readonly pane: 'transcript' | 'events'; readonly rows: number }
  | { readonly kind: 'fold' }
  | { readonly kind: 'pause' }
  | { readonly kind: 'counts' }
  | { readonly kind: 'scroll-card'; readonly rows: number; readonly most: number };

export function stepScreen(state: ScreenState, input: ScreenInput): ScreenState {
  switch (input.kind) {
    case 'begin':
      return { ...state, transcript: beginBlock(state.transcript, input.head), ...atEnd(state) };
    case 'rows':
      return { ...state, transcript: appendRows(state.transcript, input.rows, input.block) };
    case 'reply':
      return { ...state, transcript: noteReply(state.transcript, input.block, input.reply) };
    case 'events':
      return { ...state, events: takeEvents(state.events, input.events) };
    case 'jobs':
      return withJobs(state, input.ids);
    default:
      return stepLooking(state, input);
  }
}

type Looking = Exclude<ScreenInput, { kind: 'begin' | 'rows' | 'reply' | 'events' | 'jobs' }>;

function stepLooking(state: ScreenState, input: Looking): ScreenState {
  switch (input.kind) {
    case 'view':
      return { ...state, view: input.view, focus: 'prompt' };
    case 'focus':
      return focused(state, input.focus);
    case 'next-focus':
      return focused(state, NEXT_FOCUS[state.focus]);
    case 'choose':
      return choose(state, input.direction, input.ids);
    case 'scroll':
      return scrolledBy(state, input.pane, input.rows);
    case 'fold':
      return state.block === undefined
        ? state
        : { ...state, transcript: toggleFold(state.transcript, state.block) };
    case 'pause':
      return { ...state, events: togglePause(state.events) };
    case 'counts':
      return { ...state, showsCounts: !state.showsCounts };
    case 'scroll-card':
      return { ...state, card: Math.min(Math.max(state.card + input.rows, 0), input.most) };
  }
}

const NEXT_FOCUS: Readonly<Record<Focus, Focus>> = {
  prompt: 'transcript',
  transcript: 'events',
  events: 'jobs',
  jobs: 'prompt',
  card: 'prompt',
};

/** A line was entered: whoever had scrolled up wants to see what comes of it. */
function atEnd({ scrolled }: ScreenState): Pick<ScreenState, 'scrolled'> {
  return { scrolled: { ...scrolled, transcript: 0 } };
}

/** Back at the prompt everything follows what comes again. */
function focused(state: ScreenState, focus: Focus): ScreenState {
  const block =
    focus === 'transcript' ? neighbour(state.transcript, undefined, 'newer') : undefined;
  const scrolled = focus === 'prompt' ? FIRST_SCREEN.scrolled : state.scrolled;
  return { ...state, focus, block, scrolled, card: 0 };
}

/** The chosen job is one that there is; without any the keys go back to the prompt. */
function withJobs(state: ScreenState, ids: readonly string[]): ScreenState {
  if (state.focus === 'jobs' && ids.length === 0)
    return focused({ ...state, job: undefined }, 'prompt');
  const job = state.job !== undefined && ids.includes(state.job) ? state.job : ids[0];
  return job === state.job ? state : { ...state, job };
}

function choose(
  state: ScreenState,
  direction: 'older' | 'newer',
  ids: readonly string[],
): ScreenState {
  if (state.focus === 'transcript')
    return { ...state, block: neighbour(state.transcript, state.block, direction) };
  if (state.focus === 'events') return scrolledBy(state, 'events', direction === 'older' ? 1 : -1);
  const at = ids.indexOf(state.job ?? '') + (direction === 'older' ? -1 : 1);
  return { ...state, job: ids[Math.min(Math.max(at, 0), ids.length - 1)] };
}

function scrolledBy(state: ScreenState, pane: 'transcript' | 'events', rows: number): ScreenState {
  const now = Math.max(state.scrolled[pane] + rows, 0);
  return { ...state, scrolled: { ...state.scrolled, [pane]: now } };
}
