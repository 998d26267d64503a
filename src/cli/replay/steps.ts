// The next step, when a person says so: any key on a terminal, a line elsewhere; `q`, Ctrl-C, Ctrl-D or the end leave.
import type { ReadStream } from 'node:tty';

export class Steps {
  readonly #input: ReadStream;
  #ready = 0;
  #isOver = false;
  #wake: () => void = () => undefined;

  constructor(input: ReadStream) {
    this.#input = input;
    if (input.isTTY) input.setRawMode(true);
    input.setEncoding('utf8');
    input.on('data', chunk => this.#take(String(chunk)));
    input.on('end', () => this.#finish());
  }

  /** Waits; false where no more is wanted. */
  async next(): Promise<boolean> {
    while (this.#ready === 0 && !this.#isOver)
      await new Promise<void>(resolve => {
        this.#wake = resolve;
      });
    if (this.#ready > 0) this.#ready -= 1;
    else return false;
    return true;
  }

  /** Gives the terminal back. */
  end(): void {
    if (this.#input.isTTY) this.#input.setRawMode(false);
    this.#input.pause();
  }

  #take(text: string): void {
    for (const char of this.#input.isTTY ? text : text.replace(/[^\nq]/g, '')) {
      if (char === 'q' || char === '\u0003' || char === '\u0004') {
        this.#finish();
        return;
      }
      this.#ready += 1;
    }
    this.#wake();
  }

  #finish(): void {
    this.#isOver = true;
    this.#wake();
  }
}
