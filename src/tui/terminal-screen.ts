// The screen on a terminal, in its two views: the session view, a live region below the terminal's own scrollback, and
// the monitor view on the alternate screen. An edge: owns the terminal, draws what the pure frames say, and knows
// nothing of what the lines mean.
import { createKeymap, intentOf, type Keymap } from '../editor/keymap.js';
import { characterKey, type InputEvent } from '../editor/keys.js';
import { cardFrame } from './draw/card-frame.js';
import type { Frame } from './draw/frame.js';
import { monitorFrame, transcriptColumns } from './draw/monitor-frame.js';
import { palette } from './draw/palette.js';
import { sessionFrame } from './draw/session-frame.js';
import type { Paint } from './draw/spans.js';
import type { ScreenFacts, Size } from './facts.js';
import { FrameClock } from './frame-clock.js';
import { Canvas } from './ink/canvas.js';
import { attend } from './key-input.js';
import { helpCard } from './line/help-card.js';
import type { LinePrompt, Question } from './line/prompt.js';
import { TtyMode } from './line/tty-mode.js';
import { finalLines } from './line/view.js';
import { LineInput, type LineLook } from './line-input.js';
import {
  noReplyText,
  type ScreenActions,
  type ScreenControls,
  screenActions,
} from './screen-actions.js';
import {
  CARD_BINDINGS,
  FOCUS_BINDINGS,
  MONITOR_PROMPT_BINDINGS,
  PROMPT_BINDINGS,
} from './screen-bindings.js';
import type { ScreenOptions, ShownReply } from './screen-host.js';
import { ScrollbackQueue } from './scrollback-queue.js';
import { FIRST_SCREEN, type ScreenInput, stepScreen } from './state/screen-state.js';
import { ViewerOverlay } from './viewer-overlay.js';
import { WindowTitle } from './window-title.js';

const KEYMAPS = {
  session: createKeymap(PROMPT_BINDINGS),
  monitor: createKeymap(MONITOR_PROMPT_BINDINGS),
  transcript: createKeymap(FOCUS_BINDINGS.transcript),
  events: createKeymap(FOCUS_BINDINGS.events),
  jobs: createKeymap(FOCUS_BINDINGS.jobs),
  card: createKeymap(FOCUS_BINDINGS.card),
} as const satisfies Readonly<Record<string, Keymap>>;

const CTRL_C = characterKey('c', { ctrl: true });
const DEFAULT_SIZE: Size = { columns: 80, rows: 24 };
export class TerminalScreen implements LinePrompt {
  readonly tellsTimes = true;
  readonly #options: ScreenOptions;
  readonly #canvas: Canvas;
  readonly #tty: TtyMode;
  readonly #input: LineInput;
  readonly #title: WindowTitle;
  readonly #paint: Paint;
  #state = FIRST_SCREEN;
  #phase: 'new' | 'open' | 'away' | 'over' = 'new';
  readonly #clock = new FrameClock(() => this.#drawNow());
  readonly #above = new ScrollbackQueue();
  readonly #actions: ScreenActions;
  #viewer: ViewerOverlay | undefined;
  /** The height that the region keeps, so that the prompt stays where it is. */
  #floor = 0;
  #stopListening = (): void => {};

  constructor(options: ScreenOptions) {
    this.#options = options;
    this.#paint = palette(options.colours);
    this.#canvas = new Canvas(options.stdin, options.stdout);
    this.#title = new WindowTitle(text => options.stdout.write(text));
    this.#tty = new TtyMode(options.stdin, options.stdout, {
      beforeStop: () => this.#stepAside(),
      afterStop: () => this.#comeBack(),
      dies: () => this.#input.keepDraft(),
      interrupted: () => this.#onEvents([CTRL_C]),
    });
    this.#input = new LineInput(
      { ...options, onSubmit: line => this.#submit(line) },
      {
        redraw: () => this.redraw(),
        act: action => this.#act(action),
        ended: (line, note) => this.#leaveLine(line, note),
        isOpen: () => this.#phase !== 'over',
      },
    );
    this.#actions = screenActions(this.#controls());
    if (options.monitor) this.#step({ kind: 'view', view: 'monitor' });
  }

  #controls(): ScreenControls {
    return {
      options: this.#options,
      state: () => this.#state,
      step: input => this.#change(() => this.#step(input)),
      size: () => this.#size(),
      cardRows: () => this.#card().length,
      print: text => this.printAbove(text),
      ask: question => this.ask(question),
      run: line => this.#run(line),
      setText: text => this.setText(text),
      openReply: number => this.openReply(number),
      copy: text => this.#copy(text),
      wipe: () => this.#wipe(),
      suspend: () => this.#tty.suspend(),
    };
  }

  start(): void {
    const { stdin, stdout } = this.#options;
    this.#tty.take();
    this.#stopListening = attend(stdin, stdout, {
      keys: events => this.#onEvents(events),
      resized: () => this.#onResize(),
      gone: () => this.#onGone(),
    });
    this.#input.refreshMenu(this.#input.look().state, true);
    this.#comeBack();
  }

  printAbove(text: string, block?: number): void {
    const rows = (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
    this.#step({ kind: 'rows', rows, block });
    this.#keep(rows);
    this.#clock.soon();
  }

  printBeside(text: string): void {
    this.#keep(text.split('\n').map(row => this.#paint('dim', row)));
    this.#clock.soon();
  }

  get columns(): number {
    const { columns } = this.#size();
    return this.#state.view === 'monitor' ? transcriptColumns(columns) : columns;
  }

  noteReply(block: number, reply: number): void {
    this.#step({ kind: 'reply', block, reply });
  }

  openReply(number: number | undefined): void {
    const reply = this.#options.reply(number);
    if (reply === undefined) this.printAbove(noReplyText(number));
    else this.#view(reply);
  }

  #view(reply: ShownReply): void {
    this.#change(() => {
      this.#viewer = new ViewerOverlay(reply, {
        size: () => this.#size(),
        redraw: () => this.redraw(),
        copy: text => this.#copy(text),
        close: () => this.#closeViewer(),
      });
    });
  }

  #closeViewer(): void {
    this.#viewer?.stop();
    this.#change(() => {
      this.#viewer = undefined;
    });
  }

  #copy(text: string): void {
    this.#options.stdout.write(`\x1b]52;c;${Buffer.from(text).toString('base64')}\x07`);
  }

  /** Whether it is drawn on the alternate screen. */
  get #isFull(): boolean {
    const { view, focus } = this.#state;
    return this.#viewer !== undefined || view === 'monitor' || focus === 'card';
  }

  /** The server has done something: drawn with the next snapshot. */
  changed(): void {
    this.#clock.withNextSnapshot();
  }

  redraw(): void {
    this.#clock.atOnce();
  }

  recheck(): void {
    this.#input.recheck();
  }

  setText(text: string): void {
    this.#input.setText(text);
  }

  ask(question: Question): Promise<string | undefined> {
    this.#viewer?.stop();
    this.#change(() => {
      this.#viewer = undefined;
      this.#step({ kind: 'focus', focus: 'prompt' });
    });
    return this.#input.ask(question);
  }

  dismiss(): void {
    this.#input.dismiss();
    this.redraw();
  }

  async lend<Result>(action: () => Promise<Result>): Promise<Result> {
    this.#makeWay();
    this.#tty.leave();
    try {
      return await action();
    } finally {
      this.#tty.enter();
      this.#comeBack();
    }
  }

  stop(): void {
    if (this.#phase === 'new' || this.#phase === 'over') return;
    this.#input.dismiss();
    this.#viewer?.stop();
    this.#stepAside();
    this.#phase = 'over';
    this.#clock.stop();
    this.#stopListening();
    this.#tty.release();
  }

  #step(input: ScreenInput): void {
    this.#state = stepScreen(this.#state, input);
  }

  #onEvents(events: readonly InputEvent[]): void {
    const before = this.#input.look().state;
    for (const event of events) {
      if (this.#phase !== 'open') return;
      this.#take(event);
    }
    this.#input.refreshMenu(before);
    this.redraw();
  }

  #take(event: InputEvent): void {
    if (this.#viewer === undefined) this.#takeInView(event);
    else this.#takeInViewer(event, this.#viewer);
  }

  #takeInView(event: InputEvent): void {
    const { focus, view } = this.#state;
    const intent = intentOf(KEYMAPS[focus === 'prompt' ? view : focus], event);
    if (intent === undefined) return;
    if (focus === 'prompt') this.#input.take(intent);
    else if (intent.kind === 'host') this.#act(intent.action);
  }

  /** Suspending is the terminal's, not the viewer's. */
  #takeInViewer(event: InputEvent, viewer: ViewerOverlay): void {
    if (event.kind === 'key' && event.ctrl && event.name === 'z') this.#tty.suspend();
    else viewer.take(event);
  }

  #act(action: string): void {
    this.#actions[action]?.();
    this.redraw();
  }

  #card(): readonly string[] {
    return helpCard(CARD_BINDINGS, this.#size().columns).trimEnd().split('\n');
  }

  /** Runs a line as if it had been entered. */
  #run(line: string): void {
    this.#keep([`❯ ${line}`]);
    this.#begin([`❯ ${line}`]);
    void this.#submit(line);
  }

  #submit(line: string): void | Promise<void> {
    return this.#options.onSubmit(line, this.#lastBlock());
  }

  #lastBlock(): number {
    return this.#state.transcript.nextId - 1;
  }

  #begin(head: readonly string[]): void {
    this.#step({ kind: 'begin', head });
  }

  /** The line stays behind, in the scrollback and in the transcript. */
  #leaveLine(line: LineLook, note: string): void {
    const head = finalLines({ ...line, columns: this.#size().columns }, note);
    if (this.#input.isAsking) this.#step({ kind: 'rows', rows: head, block: this.#lastBlock() });
    else if (line.state.buffer.text !== '') this.#begin(head);
    this.#keep(head);
    this.#flushAbove();
  }

  #wipe(): void {
    this.#floor = 0;
    this.#canvas.wipe();
    this.#drawNow();
  }

  /**
   * A change that may go from the normal buffer to the alternate screen or back: what was said meanwhile is printed
   * on the way back.
   */
  #change(change: () => void): void {
    const wasFull = this.#isFull;
    change();
    if (wasFull === this.#isFull || this.#phase !== 'open') return;
    this.#canvas.close();
    if (wasFull) this.#printRest();
    this.#comeBack();
  }

  #drawNow(): void {
    this.#clock.stop();
    if (this.#phase !== 'open') return;
    this.#step({ kind: 'events', events: this.#options.newEvents() });
    const facts = this.#options.facts();
    const { running, jobs, vm, target } = facts;
    this.#step({ kind: 'jobs', ids: jobs.map(job => job.id) });
    this.#flushAbove(facts);
    this.#draw(facts);
    if (vm !== undefined) this.#title.show(vm.name ?? target);
    const isBusy = running.length > 0 || jobs.length > 0;
    this.#clock.drawn(isBusy);
  }

  #draw(facts: ScreenFacts): void {
    const frame = this.#frame(facts);
    this.#floor = frame.lines.length;
    this.#canvas.draw(frame);
  }

  #frame(facts: ScreenFacts): Frame {
    if (this.#viewer !== undefined) return this.#viewer.frame(this.#paint);
    const { focus, card } = this.#state;
    if (focus !== 'card') return this.#viewFrame(facts);
    return cardFrame(this.#card(), card, this.#size(), this.#paint);
  }

  #viewFrame(facts: ScreenFacts): Frame {
    const line = this.#input.look();
    const { text, cursor } = line.state.buffer;
    const shared = {
      line,
      marks: this.#input.marks(),
      hint: this.#options.hint(text, cursor),
      facts,
      size: this.#size(),
      paint: this.#paint,
      colours: this.#options.colours && !this.#input.isAsking,
    };
    const { view, focus, job } = this.#state;
    if (view === 'session')
      return sessionFrame({
        ...shared,
        floor: this.#floor,
        job: focus === 'jobs' ? job : undefined,
      });
    return monitorFrame({
      ...shared,
      state: this.#state,
      counts: this.#options.eventCounts(),
    });
  }

  #keep(rows: readonly string[]): void {
    this.#above.add(rows, this.#isFull);
  }

  /** What was printed takes the place of rows that the region only keeps. */
  #flushAbove(facts = this.#options.facts()): void {
    if (this.#above.isEmpty || this.#phase !== 'open' || this.#state.view === 'monitor') return;
    const rows = this.#above.take();
    this.#floor = Math.max(this.#floor - rows.length, 0);
    this.#canvas.draw(this.#frame(facts));
    this.#canvas.print(`${rows.join('\n')}\n`);
  }

  #comeBack(): void {
    this.#phase = 'open';
    this.#floor = 0;
    this.#canvas.open(this.#frame(this.#options.facts()), this.#isFull);
    this.#drawNow();
  }

  /** Off the terminal for long, or for good. */
  #stepAside(): void {
    if (this.#phase !== 'open') return;
    this.#keepDraft();
    this.#makeWay();
  }

  /** Off the terminal, with everything printed that was said. */
  #makeWay(): void {
    this.#canvas.close();
    this.#phase = 'away';
    this.#title.giveBack();
    this.#printRest();
  }

  /** The half-typed line stays to be seen, as a shell leaves it. */
  #keepDraft(): void {
    const line = this.#input.kept();
    if (line.state.buffer.text === '' || this.#input.isAsking) return;
    this.#keep(finalLines({ ...line, columns: this.#size().columns }));
  }

  /** While there is no frame on the terminal. */
  #printRest(): void {
    const rows = this.#above.take();
    if (rows.length > 0) this.#options.stdout.write(`${rows.join('\r\n')}\r\n`);
  }

  #size(): Size {
    const { columns, rows } = this.#options.stdout;
    return { columns: columns || DEFAULT_SIZE.columns, rows: rows || DEFAULT_SIZE.rows };
  }

  #onResize(): void {
    if (this.#phase !== 'open') return;
    this.#floor = 0;
    this.#canvas.erase();
    this.#drawNow();
  }

  #onGone(): void {
    if (this.#phase === 'open') this.#options.onEnd();
  }
}
