// The plain line editor: the line being typed on one terminal, drawn below the scrollback. An edge: it owns the
// terminal while it runs.
import { createKeymap, EDITOR_BINDINGS, intentOf } from '../../editor/keymap.js';
import { characterKey, type InputEvent } from '../../editor/keys.js';
import { attend } from '../key-input.js';
import { LineInput, type LineLook } from '../line-input.js';
import { helpCard } from './help-card.js';
import type { LinePrompt, PromptOptions, Question } from './prompt.js';
import { Screen } from './screen.js';
import { TtyMode } from './tty-mode.js';
import { finalFrame, liveFrame, type ViewInput } from './view.js';

const KEYMAP = createKeymap(EDITOR_BINDINGS);
const CTRL_C = characterKey('c', { ctrl: true });
/** What a terminal without a size is taken for. */
const DEFAULT_SIZE = { columns: 80, rows: 24 };

export class LineEditor implements LinePrompt {
  readonly #options: PromptOptions;
  readonly #screen: Screen;
  readonly #tty: TtyMode;
  readonly #input: LineInput;
  /** Drawn on only while open: else the terminal is another's, or nobody's any more. */
  #phase: 'new' | 'open' | 'lent' | 'stopped' | 'over' = 'new';
  #drawing: NodeJS.Immediate | undefined;
  #stopListening = (): void => {};

  constructor(options: PromptOptions) {
    this.#options = options;
    this.#screen = new Screen(text => options.stdout.write(text));
    this.#tty = new TtyMode(options.stdin, options.stdout, {
      beforeStop: () => this.#stepAside(),
      afterStop: () => this.#drawFresh(),
      dies: () => this.#input.keepDraft(),
      interrupted: () => this.#onEvents([CTRL_C]),
    });
    this.#input = new LineInput(options, {
      redraw: () => this.redraw(),
      act: action => this.#act(action),
      ended: (line, note) => this.#screen.leave(finalFrame(this.#sized(line), note)),
      isOpen: () => this.#phase !== 'over',
    });
  }

  start(): void {
    const { stdin, stdout } = this.#options;
    this.#phase = 'open';
    this.#tty.take();
    this.#stopListening = attend(stdin, stdout, {
      keys: events => this.#onEvents(events),
      resized: () => this.#onResize(),
      gone: () => this.#onGone(),
    });
    this.#input.refreshMenu(this.#input.look().state, true);
    this.#draw();
  }

  printAbove(text: string): void {
    this.#screen.printAbove(text);
    this.redraw();
  }

  /** Draws soon; whatever else happens before shares the frame. */
  redraw(): void {
    this.#drawing ??= setImmediate(() => {
      this.#drawing = undefined;
      this.#draw();
    });
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

  async lend<Result>(action: () => Promise<Result>): Promise<Result> {
    this.#screen.erase();
    this.#phase = 'lent';
    this.#tty.leave();
    try {
      return await action();
    } finally {
      this.#tty.enter();
      this.#drawFresh();
    }
  }

  stop(): void {
    if (this.#phase === 'new' || this.#phase === 'over') return;
    this.#phase = 'over';
    clearImmediate(this.#drawing);
    this.#input.dismiss();
    this.#screen.erase();
    this.#stopListening();
    this.#tty.release();
  }

  dismiss(): void {
    this.#input.dismiss();
    this.redraw();
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
    if (action === 'help') this.printAbove(helpCard(EDITOR_BINDINGS, this.#size().columns));
    else if (action === 'clear-screen') this.#screen.clear();
    else if (action === 'suspend') this.#tty.suspend();
  }

  #draw(): void {
    if (this.#phase !== 'open') return;
    if (this.#input.isIdle) this.#screen.erase();
    else this.#screen.draw(liveFrame(this.#view(), this.#input.marks(), this.#size().rows));
  }

  /** The terminal is ours again, and somebody else has written on it. */
  #drawFresh(): void {
    this.#phase = 'open';
    this.#screen.forget();
    this.#draw();
  }

  /** The terminal is about to be another's. */
  #stepAside(): void {
    if (!this.#input.isIdle) this.#screen.leave(finalFrame(this.#view()));
    this.#phase = 'stopped';
  }

  #view(): ViewInput {
    return this.#sized(this.#input.look());
  }

  #sized(line: LineLook): ViewInput {
    return { ...line, columns: this.#size().columns };
  }

  #size(): { columns: number; rows: number } {
    const { columns, rows } = this.#options.stdout;
    return { columns: columns || DEFAULT_SIZE.columns, rows: rows || DEFAULT_SIZE.rows };
  }

  #onResize(): void {
    const { cursor } = liveFrame(this.#view(), [], this.#size().rows);
    this.#screen.resized(cursor.row);
    this.#draw();
  }

  #onGone(): void {
    if (this.#phase === 'open') this.#options.onEnd();
  }
}
