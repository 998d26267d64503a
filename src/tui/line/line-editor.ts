// The plain line editor: the editor core on one terminal, drawn below the scrollback. An edge: it owns the
// terminal while it runs, and knows nothing of what the lines mean.
import { bufferOf } from '../../editor/buffer.js';
import { step } from '../../editor/editor.js';
import type { EditorHost, Effect, MenuDirection } from '../../editor/intents.js';
import { createKeymap, EDITOR_BINDINGS, intentOf } from '../../editor/keymap.js';
import { characterKey, type InputEvent } from '../../editor/keys.js';
import { type Completion, offerMenu, walkMenu, wantsMenu } from '../../editor/menu.js';
import { type EditorState, edited, freshLine, INITIAL_STATE } from '../../editor/state.js';
import { readKeys } from '../key-input.js';
import type { Mark } from './below.js';
import { helpCard } from './help-card.js';
import type { LinePrompt, PromptOptions, Question } from './prompt.js';
import { Screen } from './screen.js';
import { TtyMode } from './tty-mode.js';
import { finalFrame, liveFrame, type ViewInput } from './view.js';

const KEYMAP = createKeymap(EDITOR_BINDINGS);
const CTRL_C = characterKey('c', { ctrl: true });
/** What a terminal without a size is taken for. */
const DEFAULT_SIZE = { columns: 80, rows: 24 };

/** What ends a line. */
type LineEnd = Extract<Effect, { readonly kind: 'submit' | 'interrupt' | 'end' }>;

interface Asked extends Question {
  readonly answer: (text: string | undefined) => void;
  /** What was being typed when the question came. */
  readonly draft: EditorState;
}

export class LineEditor implements LinePrompt {
  readonly #options: PromptOptions;
  readonly #screen: Screen;
  readonly #tty: TtyMode;
  #state = INITIAL_STATE;
  #asked: Asked | undefined;
  /** Open until the last of the questions is answered: they come one after the other. */
  #questions: Promise<unknown> = Promise.resolve();
  /** Drawn on only while open: else the terminal is another's, or nobody's any more. */
  #phase: 'new' | 'open' | 'lent' | 'stopped' | 'over' = 'new';
  /** Lines that were entered and are not done. */
  #running = 0;
  #drawing: NodeJS.Immediate | undefined;
  #checked: { readonly text: string; readonly marks: readonly Mark[] } | undefined;
  #stopReading = (): void => {};

  constructor(options: PromptOptions) {
    this.#options = options;
    this.#screen = new Screen(text => options.stdout.write(text));
    this.#tty = new TtyMode(options.stdin, options.stdout, {
      beforeStop: () => this.#stepAside(),
      afterStop: () => this.#drawFresh(),
      interrupted: () => this.#onEvents([CTRL_C]),
    });
  }

  start(): void {
    const { stdin, stdout } = this.#options;
    this.#phase = 'open';
    this.#tty.take();
    this.#stopReading = readKeys(stdin, events => this.#onEvents(events));
    stdin.on('end', this.#onGone);
    stdin.on('error', this.#onGone);
    stdout.on('resize', this.#onResize);
    this.#refreshMenu(this.#state, true);
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
    this.#checked = undefined;
    if (this.#state.buffer.text !== '') this.#complete(false);
    this.redraw();
  }

  setText(text: string): void {
    this.#change(edited(this.#state, bufferOf(text)));
  }

  ask(question: Question): Promise<string | undefined> {
    const answer = this.#questions.then(() => this.#askNow(question));
    this.#questions = answer;
    return answer;
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
    this.#answer(undefined);
    this.#screen.erase();
    this.#stopReading();
    this.#tty.release();
    this.#options.stdin.off('end', this.#onGone);
    this.#options.stdin.off('error', this.#onGone);
    this.#options.stdout.off('resize', this.#onResize);
  }

  dismiss(): void {
    this.#answer(undefined);
    this.redraw();
  }

  #askNow(question: Question): Promise<string | undefined> {
    if (this.#phase === 'over') return Promise.resolve(undefined);
    return new Promise(answer => {
      this.#asked = { ...question, answer, draft: this.#state };
      this.#state = freshLine(this.#state);
      this.redraw();
    });
  }

  #onEvents(events: readonly InputEvent[]): void {
    const before = this.#state;
    for (const event of events) {
      if (this.#phase !== 'open') return;
      const intent = intentOf(KEYMAP, event);
      if (intent === undefined) continue;
      const { state, effect } = step(this.#state, intent, this.#host());
      const line = this.#view();
      this.#state = state;
      if (effect !== undefined) this.#perform(effect, line);
    }
    this.#refreshMenu(before);
    this.redraw();
  }

  #host(): EditorHost {
    const { recall, validate } = this.#options;
    return this.#asked === undefined
      ? { recall, validate }
      : { recall: () => [], validate: () => 'complete' };
  }

  /** Does what an intent asks of the host; `line` is how it all looked before. */
  #perform(effect: Effect, line: ViewInput): void {
    if (effect.kind === 'complete') this.#complete(true, effect.direction);
    else if (effect.kind === 'host') this.#act(effect.action);
    else this.#finish(effect, line);
  }

  /** The line is done with: entered, dropped, or the last. */
  #finish(effect: LineEnd, line: ViewInput): void {
    const note = effect.kind === 'interrupt' ? '^C' : '';
    if (note === '' || !this.#isAway(line.state)) this.#screen.leave(finalFrame(line, note));
    if (this.#asked !== undefined) this.#answer(effect.kind === 'submit' ? effect.line : undefined);
    else if (effect.kind === 'submit') this.#submit(effect.line);
    else if (effect.kind === 'end') this.#options.onEnd();
    else this.#options.onInterrupt(line.state.buffer.text);
  }

  #act(action: string): void {
    if (action === 'help') this.printAbove(helpCard(EDITOR_BINDINGS, this.#size().columns));
    else if (action === 'clear-screen') this.#screen.clear();
    else if (action === 'suspend') this.#tty.suspend();
  }

  #submit(line: string): void {
    const done = this.#options.onSubmit(line);
    if (done === undefined) return;
    this.#running += 1;
    void done.finally(() => {
      this.#running -= 1;
      this.redraw();
    });
  }

  #answer(text: string | undefined): void {
    const asked = this.#asked;
    if (asked === undefined) return;
    this.#asked = undefined;
    this.#state = asked.draft;
    asked.answer(text);
  }

  #complete(explicit: boolean, direction?: MenuDirection): void {
    const { text, cursor } = this.#state.buffer;
    if (this.#asked !== undefined) return;
    const answer = this.#options.complete?.(text, cursor, explicit);
    if (answer instanceof Promise)
      void answer.then(late => this.#offer(text, cursor, late, direction));
    else this.#offer(text, cursor, answer, direction);
  }

  #offer(
    text: string,
    cursor: number,
    completion: Completion | undefined,
    direction: MenuDirection | undefined,
  ): void {
    const { buffer, menu } = this.#state;
    const isLate = buffer.text !== text || buffer.cursor !== cursor || menu?.chosen !== undefined;
    if (isLate || completion === undefined || this.#phase !== 'open') return;
    const open = offerMenu(this.#state, completion);
    this.#change(direction === undefined ? open : walkMenu(open, direction));
  }

  #change(state: EditorState): void {
    const before = this.#state;
    this.#state = state;
    this.#refreshMenu(before);
    this.redraw();
  }

  #refreshMenu(before: EditorState, always = false): void {
    if (always || wantsMenu(before, this.#state)) this.#complete(false);
  }

  #draw(): void {
    if (this.#phase !== 'open') return;
    if (this.#isAway(this.#state)) this.#screen.erase();
    else this.#screen.draw(liveFrame(this.#view(), this.#marks(), this.#size().rows));
  }

  /** While a line runs, an empty prompt would only look as if it were done. */
  #isAway({ buffer }: EditorState): boolean {
    return this.#running > 0 && buffer.text === '' && this.#asked === undefined;
  }

  /** The terminal is ours again, and somebody else has written on it. */
  #drawFresh(): void {
    this.#phase = 'open';
    this.#screen.forget();
    this.#draw();
  }

  /** The terminal is about to be another's. */
  #stepAside(): void {
    if (!this.#isAway(this.#state)) this.#screen.leave(finalFrame(this.#view()));
    this.#phase = 'stopped';
  }

  #view(): ViewInput {
    const prompt = this.#asked?.text ?? this.#options.prompt();
    const hidden = this.#asked?.hidden ?? false;
    return { state: this.#state, prompt, hidden, columns: this.#size().columns };
  }

  #marks(): readonly Mark[] {
    const { text } = this.#state.buffer;
    if (this.#asked !== undefined || this.#options.check === undefined) return [];
    if (this.#checked?.text !== text) this.#checked = { text, marks: this.#options.check(text) };
    return this.#checked.marks;
  }

  #size(): { columns: number; rows: number } {
    const { columns, rows } = this.#options.stdout;
    return { columns: columns || DEFAULT_SIZE.columns, rows: rows || DEFAULT_SIZE.rows };
  }

  readonly #onResize = (): void => {
    const { cursor } = liveFrame(this.#view(), [], this.#size().rows);
    this.#screen.resized(cursor.row);
    this.#draw();
  };

  readonly #onGone = (): void => {
    if (this.#phase === 'open') this.#options.onEnd();
  };
}
