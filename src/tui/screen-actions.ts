// What the keys of a screen do, by the names that the tables of bindings give them.

import type { Size } from './facts.js';
import type { Question } from './line/prompt.js';
import { type JobVerb, NO_REPLY, type ScreenOptions } from './screen-host.js';
import type { Focus, ScreenInput, ScreenState } from './state/screen-state.js';

/** The screen, as far as keys act on it. */
export interface ScreenControls {
  readonly options: Pick<ScreenOptions, 'facts' | 'jobLine' | 'reply'>;
  state(): ScreenState;
  step(input: ScreenInput): void;
  size(): Size;
  /** How many rows the card of keys has. */
  cardRows(): number;
  print(text: string): void;
  ask(question: Question): Promise<string | undefined>;
  /** Runs a line as if it had been entered. */
  run(line: string): void;
  setText(text: string): void;
  openReply(number: number | undefined): void;
  /** Into the clipboard. */
  copy(text: string): void;
  wipe(): void;
  suspend(): void;
}

export type ScreenActions = Readonly<Record<string, () => void>>;

export function screenActions(screen: ScreenControls): ScreenActions {
  const { step } = screen;
  const page = () => Math.max(Math.floor(screen.size().rows / 2), 1);
  return {
    help: () => focus(screen, 'card'),
    'card-up': () => scrollCard(screen, -1),
    'card-down': () => scrollCard(screen, 1),
    'card-page-up': () => scrollCard(screen, -screen.size().rows + 2),
    'card-page-down': () => scrollCard(screen, screen.size().rows - 2),
    view: () => step({ kind: 'view', view: otherView(screen.state()) }),
    'focus-prompt': () => focus(screen, 'prompt'),
    'focus-events': () => focus(screen, 'events'),
    'focus-jobs': () => focus(screen, 'jobs'),
    'focus-transcript': () => focus(screen, 'transcript'),
    'next-focus': () => step({ kind: 'next-focus' }),
    'choose-older': () => choose(screen, 'older'),
    'choose-newer': () => choose(screen, 'newer'),
    'page-up': () => scroll(screen, page()),
    'page-down': () => scroll(screen, -page()),
    open: () => screen.openReply(chosenReply(screen.state())),
    copy: () => copyReply(screen),
    fold: () => step({ kind: 'fold' }),
    pause: () => step({ kind: 'pause' }),
    counts: () => step({ kind: 'counts' }),
    filter: () => void askFilter(screen),
    yank: () => offerYank(screen),
    'job-pause': () => actOnJob(screen, 'pause'),
    'job-resume': () => actOnJob(screen, 'resume'),
    'job-cancel': () => actOnJob(screen, 'cancel'),
    'job-complete': () => actOnJob(screen, 'complete'),
    'job-dismiss': () => actOnJob(screen, 'dismiss'),
    'clear-screen': () => screen.wipe(),
    suspend: () => screen.suspend(),
  };
}

/** Why a reply cannot be opened. */
export function noReplyText(number: number | undefined): string {
  if (number === undefined) return '  no reply to open yet';
  return number === NO_REPLY ? '  no reply to this' : `  no reply ${number}, or not any more`;
}

function otherView({ view }: ScreenState): ScreenState['view'] {
  return view === 'session' ? 'monitor' : 'session';
}

/** Panes but that of the jobs are in the monitor view; without jobs there is none of them either. */
function focus({ options, step }: ScreenControls, to: Focus): void {
  if (to === 'jobs' && options.facts().jobs.length === 0) return;
  if (to === 'transcript' || to === 'events') step({ kind: 'view', view: 'monitor' });
  step({ kind: 'focus', focus: to });
}

function choose({ options, step }: ScreenControls, direction: 'older' | 'newer'): void {
  step({ kind: 'choose', direction, ids: options.facts().jobs.map(job => job.id) });
}

function scroll({ state, step }: ScreenControls, rows: number): void {
  const pane = state().focus === 'events' ? 'events' : 'transcript';
  step({ kind: 'scroll', pane, rows });
}

function scrollCard({ step, size, cardRows }: ScreenControls, rows: number): void {
  step({ kind: 'scroll-card', rows, most: Math.max(cardRows() - size().rows + 1, 0) });
}

/** That of the chosen block; at the prompt the last one. */
function chosenReply({ block, transcript, focus: where }: ScreenState): number | undefined {
  if (where !== 'transcript') return undefined;
  return transcript.blocks.find(each => each.id === block)?.reply ?? NO_REPLY;
}

function copyReply({ options, state, copy, print }: ScreenControls): void {
  const number = chosenReply(state());
  const reply = options.reply(number);
  if (reply !== undefined) copy(reply.json);
  print(reply === undefined ? noReplyText(number) : `  copied ${reply.json.length} characters`);
}

function actOnJob({ options, state, run, print }: ScreenControls, verb: JobVerb): void {
  const { job } = state();
  const line = job === undefined ? undefined : options.jobLine(job, verb);
  if (line === undefined) print(`  this job cannot be asked to ${verb}`);
  else run(line);
}

async function askFilter({ ask, run }: ScreenControls): Promise<void> {
  const answer = await ask({ text: 'events shown (on, off, NAME, -NAME, NAME member=value): ' });
  if (answer !== undefined && answer.trim() !== '') run(`.events ${answer}`);
}

function offerYank({ options, setText, print }: ScreenControls): void {
  const { health } = options.facts();
  if (health.kind !== 'blocked') print('  nothing to yank: the main loop is not known to hang');
  else if (health.yank === undefined) print('  the server has nothing that could be yanked');
  else setText(health.yank);
}
