// The picker on a terminal: keys in, frames out, the terminal given back when a row was picked. An edge.
import { characterKey, type InputEvent } from '../../editor/keys.js';
import type { Frame } from '../draw/frame.js';
import { palette } from '../draw/palette.js';
import { rowsAboveCursor } from '../draw/reflow.js';
import type { Size } from '../facts.js';
import { attend } from '../key-input.js';
import { Screen } from '../line/screen.js';
import { TtyMode } from '../line/tty-mode.js';
import {
  newPicker,
  type Picker,
  type PickerIntent,
  type PickerRow,
  pickerIntent,
  stepPicker,
} from './picker.js';
import { pickerFrame } from './picker-frame.js';

export interface PickOptions {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly colours: boolean;
  readonly title: string;
  readonly heads: readonly string[];
  readonly rows: readonly PickerRow[];
  /** What there is by now. */
  readonly lookAgain: () => Promise<readonly PickerRow[]>;
}

/** The value of the row that was picked; undefined where the person left, or the terminal is gone. */
export function pick(options: PickOptions): Promise<string | undefined> {
  return new Promise(resolve => new Picking(options, resolve).start());
}

const CTRL_C = characterKey('c', { ctrl: true });
const DEFAULT_SIZE: Size = { columns: 80, rows: 24 };

class Picking {
  readonly #options: PickOptions;
  readonly #resolve: (value: string | undefined) => void;
  readonly #screen: Screen;
  readonly #tty: TtyMode;
  #picker: Picker;
  #isOver = false;
  #size = DEFAULT_SIZE;
  #shown: Frame = { lines: [], cursor: undefined };
  #stopListening = (): void => {};

  constructor(options: PickOptions, resolve: (value: string | undefined) => void) {
    const { stdin, stdout, title, heads, rows } = options;
    this.#options = options;
    this.#resolve = resolve;
    this.#picker = newPicker(title, heads, rows);
    this.#screen = new Screen(text => stdout.write(text));
    this.#tty = new TtyMode(stdin, stdout, {
      beforeStop: () => this.#screen.erase(),
      afterStop: () => this.#draw(),
      dies: () => undefined,
      interrupted: () => this.#onEvents([CTRL_C]),
    });
  }

  start(): void {
    const { stdin, stdout } = this.#options;
    this.#tty.take();
    this.#stopListening = attend(stdin, stdout, {
      keys: events => this.#onEvents(events),
      resized: () => this.#onResize(),
      gone: () => this.#onGone(),
    });
    this.#draw();
  }

  #onEvents(events: readonly InputEvent[]): void {
    for (const event of events) {
      const intent = pickerIntent(event);
      if (intent !== undefined) this.#take(intent);
    }
    this.#draw();
  }

  #take(intent: PickerIntent): void {
    if (this.#isOver) return;
    const { picker, effect } = stepPicker(this.#picker, intent);
    this.#picker = picker;
    if (effect?.kind === 'look-again') void this.#lookAgain();
    else if (effect !== undefined) this.#end(effect.kind === 'picked' ? effect.value : undefined);
  }

  async #lookAgain(): Promise<void> {
    this.#take({ kind: 'rows', rows: await this.#options.lookAgain() });
    this.#draw();
  }

  #draw(): void {
    if (this.#isOver) return;
    this.#size = this.#sizeNow();
    this.#shown = pickerFrame(this.#picker, this.#size, palette(this.#options.colours));
    const { lines, cursor = { row: 0, column: 0 } } = this.#shown;
    this.#screen.draw({ rows: lines.map(text => ({ text, wraps: false })), cursor });
  }

  #sizeNow(): Size {
    const { columns, rows } = this.#options.stdout;
    return { columns: columns || DEFAULT_SIZE.columns, rows: rows || DEFAULT_SIZE.rows };
  }

  #end(value: string | undefined): void {
    this.#isOver = true;
    this.#screen.erase();
    this.#stopListening();
    this.#tty.release();
    this.#resolve(value);
  }

  #onGone(): void {
    if (!this.#isOver) this.#end(undefined);
  }

  /** The terminal may have broken the rows anew: what was drawn goes, wherever it begins now. */
  #onResize(): void {
    const up = rowsAboveCursor(this.#shown, this.#size, this.#sizeNow(), process.env);
    this.#options.stdout.write(`${up > 0 ? `\x1b[${up}A` : ''}\r\x1b[J`);
    this.#screen.forget();
    this.#draw();
  }
}
