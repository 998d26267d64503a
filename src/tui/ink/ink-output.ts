// The terminal as Ink gets it: its writes can be held back, and its size changes only when we are ready. Ink erases what
// it thinks stands on the terminal; after a resize only we know what does.

export class InkOutput {
  readonly #stdout: NodeJS.WriteStream;
  #isMuted = false;
  /** What is given to Ink. */
  readonly stream: NodeJS.WriteStream;

  constructor(stdout: NodeJS.WriteStream) {
    this.#stdout = stdout;
    const own = {
      write: (text: string, then?: () => void) => this.#write(text, then),
      on: (event: string, listener: () => void) => this.#listen(event, listener),
      off: (event: string, listener: () => void) => {
        stdout.off(event, listener);
        return this.stream;
      },
    };
    this.stream = Object.assign(Object.create(stdout), own);
  }

  /** Does something that makes Ink forget, without what it would write. */
  muted(action: () => void): void {
    this.#isMuted = true;
    try {
      action();
    } finally {
      this.#isMuted = false;
    }
  }

  #write(text: string, then?: () => void): boolean {
    if (!this.#isMuted) return this.#stdout.write(text, then);
    if (typeof then === 'function') then();
    return true;
  }

  #listen(event: string, listener: () => void): NodeJS.WriteStream {
    if (event !== 'resize') this.#stdout.on(event, listener);
    return this.stream;
  }
}
