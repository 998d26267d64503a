// Ink on one terminal: shows frames in the normal buffer below the scrollback, or on the alternate screen, and lets go
// of the terminal again. An edge; what stands in a frame is nothing to it.
import { type Instance, render } from 'ink';
import type { Frame } from '../draw/frame.js';
import { rowsAboveCursor } from '../draw/reflow.js';
import type { Size } from '../facts.js';
import { FrameView } from './frame-view.js';
import { InkOutput } from './ink-output.js';

/** Frames are spared by whoever draws: Ink shows each at once. */
const MOST_FRAMES = 1_000;
const NOTHING: Frame = { lines: [], cursor: undefined };
const CLEAR_SCREEN = '\x1b[H\x1b[2J';
const ERASE_BELOW = '\r\x1b[J';

export class Canvas {
  readonly #stdin: NodeJS.ReadStream;
  readonly #stdout: NodeJS.WriteStream;
  readonly #output: InkOutput;
  #instance: Instance | undefined;
  #write: (text: string) => void = () => undefined;
  #shown: Frame = NOTHING;
  #isFull = false;
  /** For which the frame was drawn. */
  #size: Size;

  constructor(stdin: NodeJS.ReadStream, stdout: NodeJS.WriteStream) {
    this.#stdin = stdin;
    this.#stdout = stdout;
    this.#output = new InkOutput(stdout);
    this.#size = sizeOf(stdout);
  }

  /** Begins to draw. `full`: on the alternate screen. */
  open(frame: Frame, full: boolean): void {
    this.#shown = frame;
    this.#isFull = full;
    this.#size = sizeOf(this.#stdout);
    this.#instance = render(this.#view(frame), {
      stdin: this.#stdin,
      stdout: this.#output.stream,
      interactive: true,
      patchConsole: false,
      exitOnCtrlC: false,
      incrementalRendering: true,
      isScreenReaderEnabled: false,
      maxFps: MOST_FRAMES,
      alternateScreen: full,
    });
  }

  draw(frame: Frame): void {
    if (this.#instance === undefined) return;
    this.#shown = frame;
    this.#instance.rerender(this.#view(frame));
  }

  /** Text for the scrollback, whole lines, above the frame. */
  print(text: string): void {
    this.#write(text);
  }

  /** Takes the frame away and stops drawing; the cursor stands where the frame began. */
  close(): void {
    if (this.#instance === undefined) return;
    if (!this.#isFull) this.erase();
    const close = () => this.#instance?.cleanup();
    if (this.#isFull) close();
    else this.#output.muted(close);
    this.#instance = undefined;
  }

  /** The terminal has another size, of which its rows have been broken anew: takes away what was the frame. */
  erase(): void {
    if (this.#isFull) this.wipe();
    else this.#eraseRegion();
  }

  #eraseRegion(): void {
    const size = sizeOf(this.#stdout);
    const up = rowsAboveCursor(this.#shown, this.#size, size, process.env);
    this.#size = size;
    this.#stdout.write((up > 0 ? `\x1b[${up}A` : '') + ERASE_BELOW);
    this.#output.muted(() => this.#instance?.clear());
    this.#shown = NOTHING;
  }

  /** Wipes the screen, not the scrollback. */
  wipe(): void {
    this.#stdout.write(CLEAR_SCREEN);
    this.#output.muted(() => this.#instance?.clear());
    this.#shown = NOTHING;
  }

  #view(frame: Frame) {
    return <FrameView frame={frame} onWriter={this.#takeWriter} />;
  }

  readonly #takeWriter = (write: (text: string) => void): void => {
    this.#write = write;
  };
}

function sizeOf({ columns, rows }: NodeJS.WriteStream): Size {
  return { columns, rows };
}
