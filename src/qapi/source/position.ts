// A place in schema text: which file, where in it, and by which includes it was reached.

/** One reading of one file. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** The include directive that led here; none for the file the reader was asked for. */
  readonly includedAt?: Position;
}

/** Lines are counted when a message wants one: of thousands of places few are ever shown. */
export interface Position {
  readonly file: SourceFile;
  /** In UTF-16 units from the start of the file's text. */
  readonly offset: number;
}

/** The line a place stands on, counted from 1. */
export function lineOf({ file, offset }: Position): number {
  const ends = lineEnds(file);
  let low = 0;
  let high = ends.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ends[middle] ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low + 1;
}

/** Kept by file, so that a file with thousands of faults is not counted through for each. */
const knownEnds = new WeakMap<SourceFile, readonly number[]>();

/** The offset of every newline. */
function lineEnds(file: SourceFile): readonly number[] {
  const known = knownEnds.get(file);
  if (known !== undefined) return known;
  const ends: number[] = [];
  for (let at = file.text.indexOf('\n'); at >= 0; at = file.text.indexOf('\n', at + 1))
    ends.push(at);
  knownEnds.set(file, ends);
  return ends;
}

/** The start of a line so many lines below a place. */
export function positionBelow({ file, offset }: Position, lines: number): Position {
  let at = offset;
  for (let left = lines; left > 0; left -= 1) {
    const end = file.text.indexOf('\n', at);
    at = end < 0 ? file.text.length : end + 1;
  }
  return { file, offset: at };
}

/** `qapi/job.json:12` */
export function showPosition(position: Position): string {
  return `${position.file.path}:${lineOf(position)}`;
}

/** `\n    included from qapi/qapi-schema.json:31` for each include on the way, the innermost first. */
export function showIncludeChain(position: Position): string {
  let text = '';
  for (let at = position.file.includedAt; at !== undefined; at = at.file.includedAt) {
    text += `\n    included from ${showPosition(at)}`;
  }
  return text;
}
