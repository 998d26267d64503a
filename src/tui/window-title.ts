// The terminal's title: which VM this window talks to. What it was before is given back.
// xterm "Window manipulation" 22 and 23 (save and restore), OSC 2.
import { escapeLine } from '../shell/escape.js';
import { cutWidth } from '../text/wrap.js';

const SAVE = '\x1b[22;2t';
const RESTORE = '\x1b[23;2t';
const LONGEST = 60;

export class WindowTitle {
  readonly #write: (text: string) => void;
  #shown: string | undefined;

  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  /** @param vm its name, or the target where it has none; as a server sent it */
  show(vm: string): void {
    if (vm === this.#shown) return;
    const title = cutWidth(escapeLine(vm), LONGEST, 'end');
    this.#write(`${this.#shown === undefined ? SAVE : ''}\x1b]2;qmpsh ${title}\x07`);
    this.#shown = vm;
  }

  giveBack(): void {
    if (this.#shown !== undefined) this.#write(RESTORE);
    this.#shown = undefined;
  }
}
