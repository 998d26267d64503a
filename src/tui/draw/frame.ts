// What is drawn: rows ready for the terminal, and where the cursor stands in them.

export interface Frame {
  /** Each at most as wide as the terminal; colours in them. */
  readonly lines: readonly string[];
  /** Row and column from 0; undefined where it is hidden. */
  readonly cursor: { readonly row: number; readonly column: number } | undefined;
}
