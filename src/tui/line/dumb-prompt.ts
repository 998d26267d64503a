// The prompt for a terminal that cannot be drawn on (TERM=dumb): the system edits the line, node:readline reads it.
import { createInterface, type Interface } from 'node:readline';
import type { LinePrompt, PromptOptions, Question } from './prompt.js';

/** What asks for more lines. */
const CONTINUATION = '> ';

export class DumbPrompt implements LinePrompt {
  readonly #options: PromptOptions;
  #lines: Interface | undefined;
  /** What was entered of a line that goes on. */
  #begun = '';
  #running = 0;
  #questions: Promise<unknown> = Promise.resolve();
  #answer: ((text: string | undefined) => void) | undefined;

  constructor(options: PromptOptions) {
    this.#options = options;
  }

  start(): void {
    const { stdin } = this.#options;
    this.#lines = createInterface({ input: stdin, terminal: false });
    this.#lines.on('line', line => this.#onLine(line));
    this.#lines.on('close', this.#onClose);
    process.on('SIGINT', this.#onInterrupt);
    this.redraw();
  }

  printAbove(text: string): void {
    this.#options.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
  }

  recheck(): void {}

  redraw(): void {
    if (this.#running > 0 || this.#lines === undefined) return;
    this.#options.stdout.write(this.#begun === '' ? this.#options.prompt() : CONTINUATION);
  }

  /** Nothing can be put into the system's line: it is shown, to be typed again. */
  setText(text: string): void {
    this.printAbove(text);
  }

  /** The system echoes what is typed, so a secret cannot be asked for here. */
  ask(question: Question): Promise<string | undefined> {
    if (question.hidden) return Promise.resolve(undefined);
    const answer = this.#questions.then(() => this.#askNow(question));
    this.#questions = answer;
    return answer;
  }

  dismiss(): void {
    this.#settle(undefined);
  }

  async lend<Result>(action: () => Promise<Result>): Promise<Result> {
    this.#lines?.pause();
    try {
      return await action();
    } finally {
      this.#lines?.resume();
    }
  }

  stop(): void {
    const lines = this.#lines;
    this.#lines = undefined;
    this.#settle(undefined);
    process.off('SIGINT', this.#onInterrupt);
    lines?.off('close', this.#onClose);
    lines?.close();
  }

  #askNow({ text }: Question): Promise<string | undefined> {
    if (this.#lines === undefined) return Promise.resolve(undefined);
    this.#options.stdout.write(text);
    return new Promise(resolve => {
      this.#answer = resolve;
    });
  }

  #onLine(line: string): void {
    if (this.#answer === undefined) this.#take(line);
    else this.#settle(line);
  }

  #take(line: string): void {
    const text = this.#begun === '' ? line : `${this.#begun}\n${line}`;
    const isOpen = this.#options.validate(text) === 'incomplete';
    this.#begun = isOpen ? text : '';
    if (isOpen) this.redraw();
    else this.#submit(text);
  }

  #submit(line: string): void {
    this.#running += 1;
    void Promise.resolve(this.#options.onSubmit(line)).finally(() => {
      this.#running -= 1;
      this.redraw();
    });
  }

  #settle(text: string | undefined): void {
    const answer = this.#answer;
    this.#answer = undefined;
    answer?.(text);
  }

  readonly #onInterrupt = (): void => {
    this.#options.stdout.write('\n');
    const abandoned = this.#begun;
    this.#begun = '';
    if (this.#answer !== undefined) this.#settle(undefined);
    else this.#options.onInterrupt(abandoned);
    this.redraw();
  };

  readonly #onClose = (): void => {
    this.#settle(undefined);
    this.#options.onEnd();
  };
}
