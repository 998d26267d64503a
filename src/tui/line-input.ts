// The line being typed, whoever draws it: keys to the editor core, candidates as they come, questions in its place.
// Knows nothing of the terminal and nothing of what the lines mean.
import { bufferOf } from '../editor/buffer.js';
import { step } from '../editor/editor.js';
import type { EditorHost, Effect, Intent, MenuDirection } from '../editor/intents.js';
import { type Completion, offerMenu, walkMenu, wantsMenu } from '../editor/menu.js';
import { type EditorState, edited, freshLine, INITIAL_STATE } from '../editor/state.js';
import type { Mark } from './line/below.js';
import type { PromptOptions, Question } from './line/prompt.js';

/** What ends a line. */
type LineEnd = Extract<Effect, { readonly kind: 'submit' | 'interrupt' | 'end' }>;

/** The line as it is to be drawn. */
export interface LineLook {
  readonly state: EditorState;
  /** One line; colours allowed. */
  readonly prompt: string;
  /** What is typed is a secret, and not shown at all. */
  readonly hidden: boolean;
}

/** Who draws the line. */
export interface LineInputOwner {
  redraw(): void;
  /** A host intent of the keymap. */
  act(action: string): void;
  /** The line is over and leaves the prompt; `note` is what became of it. */
  ended(line: LineLook, note: string): void;
  /** Whether late candidates may still be shown. */
  isOpen(): boolean;
}

export type LineInputOptions = Omit<PromptOptions, 'stdin' | 'stdout'>;

interface Asked extends Question {
  readonly answer: (text: string | undefined) => void;
  /** What was being typed when the question came. */
  readonly draft: EditorState;
}

export class LineInput {
  readonly #options: LineInputOptions;
  readonly #owner: LineInputOwner;
  #state = INITIAL_STATE;
  #asked: Asked | undefined;
  /** Open until the last of the questions is answered: they come one after the other. */
  #questions: Promise<unknown> = Promise.resolve();
  /** Lines that were entered and are not done. */
  #running = 0;
  #checked: { readonly text: string; readonly marks: readonly Mark[] } | undefined;

  constructor(options: LineInputOptions, owner: LineInputOwner) {
    this.#options = options;
    this.#owner = owner;
  }

  look(): LineLook {
    const prompt = this.#asked?.text ?? this.#options.prompt();
    return { state: this.#state, prompt, hidden: this.#asked?.hidden ?? false };
  }

  /** What is wrong with the line; nothing while a question is open. */
  marks(): readonly Mark[] {
    const { text } = this.#state.buffer;
    if (this.#asked !== undefined || this.#options.check === undefined) return [];
    if (this.#checked?.text !== text) this.#checked = { text, marks: this.#options.check(text) };
    return this.#checked.marks;
  }

  /** Whether a question stands in place of the prompt. */
  get isAsking(): boolean {
    return this.#asked !== undefined;
  }

  /** Lines run, and nothing is typed meanwhile: an empty prompt would only look as if they were done. */
  get isIdle(): boolean {
    return this.#running > 0 && this.#state.buffer.text === '' && this.#asked === undefined;
  }

  take(intent: Intent): void {
    if (this.#asked !== undefined && intent.kind === 'close') this.#decline();
    else this.#step(intent);
  }

  #step(intent: Intent): void {
    const { state, effect } = step(this.#state, intent, this.#host());
    const before = this.look();
    this.#state = state;
    if (effect !== undefined) this.#perform(effect, before);
  }

  /** After a batch of keys: candidates for where the cursor is now. `before` is the state ahead of the batch. */
  refreshMenu(before: EditorState, always = false): void {
    if (always || wantsMenu(before, this.#state)) this.#complete(false);
  }

  /** What `check` and `complete` know has changed. */
  recheck(): void {
    this.#checked = undefined;
    if (this.#state.buffer.text !== '') this.#complete(false);
    this.#owner.redraw();
  }

  setText(text: string): void {
    this.#change(edited(this.#state, bufferOf(text)));
  }

  ask(question: Question): Promise<string | undefined> {
    const answer = this.#questions.then(() => this.#askNow(question));
    this.#questions = answer;
    return answer;
  }

  /** Gives what is being typed to the host: nobody will type on. An answer to a question is not a line. */
  keepDraft(): void {
    const { text } = (this.#asked?.draft ?? this.#state).buffer;
    if (text.trim() !== '') this.#options.onDraft?.(text);
  }

  /** As Ctrl-C does: the question stays behind without an answer. */
  #decline(): void {
    this.#owner.ended(this.look(), '');
    this.#answer(undefined);
  }

  /** The open question is answered with nothing. */
  dismiss(): void {
    this.#answer(undefined);
  }

  #askNow(question: Question): Promise<string | undefined> {
    if (!this.#owner.isOpen()) return Promise.resolve(undefined);
    return new Promise(answer => {
      this.#asked = { ...question, answer, draft: this.#state };
      this.#state = freshLine(this.#state);
      this.#owner.redraw();
    });
  }

  #host(): EditorHost {
    const { recall, validate } = this.#options;
    return this.#asked === undefined
      ? { recall, validate }
      : { recall: () => [], validate: () => 'complete' };
  }

  /** Does what an intent asks of the host; `before` is how it all looked ahead of it. */
  #perform(effect: Effect, before: LineLook): void {
    if (effect.kind === 'complete') this.#complete(true, effect.direction);
    else if (effect.kind === 'host' && effect.action === 'edit') this.#edit();
    else if (effect.kind === 'host') this.#owner.act(effect.action);
    else this.#finish(effect, before);
  }

  #edit(): void {
    if (this.#asked === undefined) this.#options.onEdit?.(this.#state.buffer.text);
  }

  /** The line is done with: entered, dropped, or the last. */
  #finish(effect: LineEnd, before: LineLook): void {
    const note = effect.kind === 'interrupt' ? '^C' : '';
    const isNothing = this.#running > 0 && before.state.buffer.text === '' && !this.isAsking;
    if (note === '' || !isNothing) this.#owner.ended(this.#veiled(before), note);
    if (this.#asked !== undefined) this.#answer(effect.kind === 'submit' ? effect.line : undefined);
    else if (effect.kind === 'submit') this.#submit(effect.line);
    else if (effect.kind === 'end') this.#options.onEnd();
    else this.#options.onInterrupt(before.state.buffer.text);
  }

  /** The line as it stays behind. */
  kept(): LineLook {
    return this.#veiled(this.look());
  }

  #veiled(look: LineLook): LineLook {
    const { veil } = this.#options;
    if (veil === undefined || this.isAsking) return look;
    const { buffer } = look.state;
    return { ...look, state: { ...look.state, buffer: { ...buffer, text: veil(buffer.text) } } };
  }

  #submit(line: string): void {
    const done = this.#options.onSubmit(line);
    if (done === undefined) return;
    this.#running += 1;
    void done.finally(() => {
      this.#running -= 1;
      this.#owner.redraw();
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
    if (isLate || completion === undefined || !this.#owner.isOpen()) return;
    const open = offerMenu(this.#state, completion);
    this.#change(direction === undefined ? open : walkMenu(open, direction));
  }

  #change(state: EditorState): void {
    const before = this.#state;
    this.#state = state;
    this.refreshMenu(before);
    this.#owner.redraw();
  }
}
