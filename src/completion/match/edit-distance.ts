// How far what was typed is from a name: letters missing, added, wrong, or two in the wrong order.

/** The number of slips between two texts (optimal string alignment); `most` and one for all that are farther. */
export function editDistance(typed: string, name: string, most: number): number {
  if (Math.abs(typed.length - name.length) > most) return most + 1;
  const rows = [Array.from({ length: name.length + 1 }, (_, at) => at)];
  for (let row = 1; row <= typed.length; row += 1) {
    rows.push(nextRow(typed, name, rows, row));
  }
  return Math.min(most + 1, rows[typed.length]![name.length]!);
}

/** The distances of the first `row` letters typed to each beginning of the name. */
function nextRow(typed: string, name: string, rows: readonly number[][], row: number): number[] {
  const before = rows[row - 1]!;
  const next = [row];
  for (let at = 1; at <= name.length; at += 1) {
    const isSame = typed[row - 1] === name[at - 1];
    const isSwapped = at > 1 && typed[row - 1] === name[at - 2] && typed[row - 2] === name[at - 1];
    const changed = Math.min(
      before[at]! + 1,
      next[at - 1]! + 1,
      before[at - 1]! + (isSame ? 0 : 1),
    );
    next.push(isSwapped ? Math.min(changed, rows[row - 2]![at - 2]! + 1) : changed);
  }
  return next;
}
