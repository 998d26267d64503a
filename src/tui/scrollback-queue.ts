// Rows on their way into the scrollback. While the alternate screen is shown they wait, and of a great many only the
// last are kept.

const MOST_ROWS = 5_000;

export class ScrollbackQueue {
  #rows: string[] = [];
  #leftOut = 0;

  get isEmpty(): boolean {
    return this.#rows.length === 0;
  }

  /** @param isWaiting they are not printed with the next frame, and nobody knows when */
  add(rows: readonly string[], isWaiting: boolean): void {
    for (const row of rows) this.#rows.push(row);
    const over = isWaiting ? this.#rows.length - MOST_ROWS : 0;
    if (over <= 0) return;
    this.#rows.splice(0, over);
    this.#leftOut += over;
  }

  /** All of them, with a word on those that are left out; it is empty then. */
  take(): readonly string[] {
    const left = this.#leftOut > 0 ? [`  … ${this.#leftOut} rows before are left out`] : [];
    const rows = [...left, ...this.#rows];
    this.#rows = [];
    this.#leftOut = 0;
    return rows;
  }
}
