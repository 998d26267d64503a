// The session view on a terminal: scrollback above, a live region below. An edge: owns the terminal, draws what the
// pure frames say, and knows nothing of what the lines mean.

import type { Hint } from '../completion/line-hint.js';
import { createKeymap, intentOf } from '../editor/keymap.js';
import { characterKey, type InputEvent } from '../editor/keys.js';
import { palette } from './draw/palette.js';
import { sessionFrame } from './draw/session-frame.js';
import type { Paint } from './draw/spans.js';
import type { ScreenFacts, Size } from './facts.js';
import { Canvas } from './ink/canvas.js';
import { readKeys } from './key-input.js';
import { helpCard } from './line/help-card.js';
import type { LinePrompt, PromptOptions, Question } from './line/prompt.js';
import { TtyMode } from './line/tty-mode.js';
import { finalFrame } from './line/view.js';
import { LineInput, type LineLook } from './line-input.js';
import { SCREEN_BINDINGS } from './screen-bindings.js';

export interface ScreenOptions extends PromptOptions {
  readonly colours: boolean;
  /** Asked for at every frame, so it must be quick. */
  readonly facts: () => ScreenFacts;
  readonly hint: (text: string, cursor: number) => Hint;
}

const KEYMAP = createKeymap(SCREEN_BINDINGS);
const CTRL_C = characterKey('c', { ctrl: true });
const DEFAULT_SIZE: Size = { columns: 80, rows: 24 };
/** How often what the server does is drawn, in ms; keys are drawn at once. */
const SNAPSHOT_MS = 66;
/** While something moves by itself: spinners, times. Else the clock of rates, once a second. */
const BUSY_MS = 100;
const QUIET_MS = 1_000;

export class SessionScreen implements LinePrompt {
  readonly tellsTimes = true;
  readonly #options: ScreenOptions;
  readonly #canvas: Canvas;
  readonly #tty: TtyMode;
  readonly #input: LineInput;
  readonly #paint: Paint;
  #phase: 'new' | 'open' | 'away' | 'over' = 'new';
  #drawing: NodeJS.Immediate | undefined;
  #snapshot: NodeJS.Timeout | undefined;
  #clock: NodeJS.Timeout | undefined;
  /** Text that waits for the scrollback, whole lines. */
  #above = '';
  /** The height that the region keeps, so that the prompt stays where it is. */
  #floor = 0;
  #stopReading = (): void => {};

  constructor(options: ScreenOptions) {
    this.#options = options;
    this.#paint = palette(options.colours);
    this.#canvas = new Canvas(options.stdin, options.stdout);
    this.#tty = new TtyMode(options.stdin, options.stdout, {
      beforeStop: () => this.#stepAside(),
      afterStop: () => this.#comeBack(),
      interrupted: () => this.#onEvents([CTRL_C]),
    });
    this.#input = new LineInput(options, {
      redraw: () => this.redraw(),
      act: action => this.#act(action),
      ended: (line, note) => this.#leaveLine(line, note),
      isOpen: () => this.#phase !== 'over',
    });
  }

  start(): void {
    const { stdin, stdout } = this.#options;
    this.#tty.take();
    this.#stopReading = readKeys(stdin, events => this.#onEvents(events));
    stdin.on('end', this.#onGone);
    stdin.on('error', this.#onGone);
    stdout.on('resize', this.#onResize);
    this.#input.refreshMenu(this.#input.look().state, true);
    this.#comeBack();
  }

  printAbove(text: string): void {
    this.#above += text.endsWith('\n') ? text : `${text}\n`;
    this.#snapshot ??= setTimeout(() => this.#drawNow(), SNAPSHOT_MS / 4);
  }

  /** The server has done something: drawn with the next snapshot. */
  changed(): void {
    this.#snapshot ??= setTimeout(() => this.#drawNow(), SNAPSHOT_MS);
  }

  redraw(): void {
    this.#drawing ??= setImmediate(() => this.#drawNow());
  }

  recheck(): void {
    this.#input.recheck();
  }

  setText(text: string): void {
    this.#input.setText(text);
  }

  ask(question: Question): Promise<string | undefined> {
    return this.#input.ask(question);
  }

  dismiss(): void {
    this.#input.dismiss();
    this.redraw();
  }

  async lend<Result>(action: () => Promise<Result>): Promise<Result> {
    this.#flushAbove();
    this.#canvas.close();
    this.#phase = 'away';
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
    this.#flushAbove();
    this.#phase = 'over';
    this.#cancelTimers();
    this.#canvas.close();
    this.#stopReading();
    this.#tty.release();
    this.#options.stdin.off('end', this.#onGone);
    this.#options.stdin.off('error', this.#onGone);
    this.#options.stdout.off('resize', this.#onResize);
  }

  #onEvents(events: readonly InputEvent[]): void {
    const before = this.#input.look().state;
    for (const event of events) {
      if (this.#phase !== 'open') return;
      const intent = intentOf(KEYMAP, event);
      if (intent !== undefined) this.#input.take(intent);
    }
    this.#input.refreshMenu(before);
    this.redraw();
  }

  #act(action: string): void {
    if (action === 'help') this.printAbove(helpCard(SCREEN_BINDINGS, this.#size().columns));
    else if (action === 'clear-screen') this.#wipe();
    else if (action === 'suspend') this.#tty.suspend();
    else if (action === 'yank') this.#offerYank();
  }

  #wipe(): void {
    this.#floor = 0;
    this.#canvas.wipe();
    this.#drawNow();
  }

  #offerYank(): void {
    const { health } = this.#options.facts();
    if (health.kind === 'blocked' && health.yank !== undefined) this.setText(health.yank);
    else this.printAbove('  nothing to yank: the main loop is not known to hang');
  }

  /** The line stays behind in the scrollback. */
  #leaveLine(line: LineLook, note: string): void {
    const { rows } = finalFrame({ ...line, columns: this.#size().columns }, note);
    this.printAbove(rows.map(row => row.text).join('\n'));
    this.#flushAbove();
  }

  #drawNow(): void {
    this.#cancelTimers();
    if (this.#phase !== 'open') return;
    this.#flushAbove();
    this.#draw();
    const { running, jobs } = this.#options.facts();
    const isBusy = running.length > 0 || jobs.length > 0;
    this.#clock = setTimeout(() => this.#drawNow(), isBusy ? BUSY_MS : QUIET_MS);
  }

  #cancelTimers(): void {
    clearImmediate(this.#drawing);
    clearTimeout(this.#snapshot);
    clearTimeout(this.#clock);
    this.#drawing = undefined;
    this.#snapshot = undefined;
  }

  #draw(): void {
    const frame = this.#frame();
    this.#floor = frame.lines.length;
    this.#canvas.draw(frame);
  }

  #frame() {
    const line = this.#input.look();
    const { text, cursor } = line.state.buffer;
    return sessionFrame({
      line,
      marks: this.#input.marks(),
      hint: this.#options.hint(text, cursor),
      facts: this.#options.facts(),
      size: this.#size(),
      floor: this.#floor,
      paint: this.#paint,
    });
  }

  /** What was printed takes the place of rows that the region only keeps. */
  #flushAbove(): void {
    const text = this.#above;
    if (text === '' || this.#phase !== 'open') return;
    this.#above = '';
    this.#floor = Math.max(this.#floor - (text.split('\n').length - 1), 0);
    this.#canvas.draw(this.#frame());
    this.#canvas.print(text);
  }

  #comeBack(): void {
    this.#phase = 'open';
    this.#floor = 0;
    this.#canvas.open(this.#frame(), false);
    this.#drawNow();
  }

  #stepAside(): void {
    this.#flushAbove();
    this.#canvas.close();
    this.#phase = 'away';
  }

  #size(): Size {
    const { columns, rows } = this.#options.stdout;
    return { columns: columns || DEFAULT_SIZE.columns, rows: rows || DEFAULT_SIZE.rows };
  }

  readonly #onResize = (): void => {
    if (this.#phase !== 'open') return;
    this.#floor = 0;
    this.#canvas.erase();
    this.#drawNow();
  };

  readonly #onGone = (): void => {
    if (this.#phase === 'open') this.#options.onEnd();
  };
}
