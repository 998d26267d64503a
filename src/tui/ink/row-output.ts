// What Ink puts a frame together with, in place of the library's own: for frames of whole rows, each painted and cut to
// the width before. The library's takes every row apart into characters and styles, and every frame anew.

interface Size {
  readonly width: number;
  readonly height: number;
}

type Transform = (text: string, row: number) => string;

/** Ink's class `Output` for texts of one line that each begin a row and are alone there: see frame-view.tsx. */
export default class RowOutput {
  readonly #rows: string[];

  constructor({ height }: Size) {
    this.#rows = new Array<string>(height).fill('');
  }

  /** Rows beyond the height are left out, as the library does. */
  write(
    _column: number,
    row: number,
    text: string,
    { transformers }: { readonly transformers: readonly Transform[] },
  ): void {
    if (row >= this.#rows.length) return;
    this.#rows[row] = transformers.reduce((line, change) => change(line, 0), text);
  }

  /** A frame of rows has nothing to clip. */
  clip(): void {}
  unclip(): void {}

  get(): { readonly output: string; readonly height: number } {
    const output = this.#rows.map(row => row.trimEnd()).join('\n');
    return { output, height: this.#rows.length };
  }
}
