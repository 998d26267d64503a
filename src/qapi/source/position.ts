// A place in schema text: which file, which line, and by which includes it was reached.

/** One reading of one file. */
export interface SourceFile {
  readonly path: string;
  /** The include directive that led here; none for the file the reader was asked for. */
  readonly includedAt?: Position;
}

export interface Position {
  readonly file: SourceFile;
  /** Counted from 1. */
  readonly line: number;
}

/** `qapi/job.json:12` */
export function showPosition(position: Position): string {
  return `${position.file.path}:${position.line}`;
}

/** `\n    included from qapi/qapi-schema.json:31` for each include on the way, the innermost first. */
export function showIncludeChain(position: Position): string {
  let text = '';
  for (let at = position.file.includedAt; at !== undefined; at = at.file.includedAt) {
    text += `\n    included from ${showPosition(at)}`;
  }
  return text;
}
