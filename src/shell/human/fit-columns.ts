// Which columns of a table a terminal has room for, and how wide each is.
import { stringWidth } from '../../text/width.js';
import type { Column } from './columns.js';

/** Between two columns. */
export const GAP = 2;
/** A text column is not cut below this, as long as a column can be left out instead. */
const LEAST_TEXT = 12;

export interface FittedColumn {
  readonly column: Column;
  readonly width: number;
}

export interface Fit {
  readonly shown: readonly FittedColumn[];
  /** Titles of columns that found no room. */
  readonly left: readonly string[];
}

interface Wish {
  readonly column: Column;
  readonly least: number;
  readonly whole: number;
}

/** Fits the columns into `room` columns of a terminal, leaving out the most dispensable ones; one is always shown. */
export function fitColumns(columns: readonly Column[], room: number): Fit {
  let wishes = columns.map(wishOf);
  const left: string[] = [];
  while (wishes.length > 1 && totalWidth(wishes, 'least') > room) {
    const out = wishes.reduce((a, b) => (b.column.dispensable > a.column.dispensable ? b : a));
    wishes = wishes.filter(wish => wish !== out);
    left.push(out.column.title);
  }
  const widths = shareRoom(wishes, room);
  const shown = wishes.map(({ column }, index) => ({ column, width: widths[index] ?? 1 }));
  return { shown, left: left.reverse() };
}

function wishOf(column: Column): Wish {
  const title = stringWidth(column.title);
  const whole = column.cells.reduce((most, cell) => Math.max(most, stringWidth(cell)), title);
  const least = column.isNumeric ? whole : Math.max(title, Math.min(whole, LEAST_TEXT));
  return { column, least, whole };
}

function totalWidth(wishes: readonly Wish[], what: 'least' | 'whole'): number {
  return wishes.reduce((sum, wish) => sum + wish[what] + GAP, -GAP);
}

/** What is beyond the least widths goes to the narrowest first, so that one long text does not cut the others. */
function shareRoom(wishes: readonly Wish[], room: number): number[] {
  const widths = wishes.map(({ least }) => Math.min(least, room));
  let rest = room - widths.reduce((sum, width) => sum + width + GAP, -GAP);
  while (rest > 0) {
    const needy = wishes.flatMap(({ whole }, at) => (whole > (widths[at] ?? 0) ? [at] : []));
    if (needy.length === 0) break;
    const narrowest = needy.reduce((a, b) => ((widths[b] ?? 0) < (widths[a] ?? 0) ? b : a));
    widths[narrowest] = (widths[narrowest] ?? 0) + 1;
    rest -= 1;
  }
  return widths;
}
