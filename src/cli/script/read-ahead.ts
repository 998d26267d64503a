// A line asked for before it is wanted: read while the program waits for something else.
import type { LineSource } from './line-source.js';

/** What a source gives when it is asked. */
export type NextLine = ReturnType<LineSource['next']>;

/** Asks a source for its next line. Where that cannot be read, whoever awaits it is told, and nobody else. */
export function askAhead(lines: LineSource): NextLine {
  const next = lines.next();
  if (next instanceof Promise) next.catch(() => undefined);
  return next;
}

/** The same lines, the first of which is being read from now on. */
export function readAhead(lines: LineSource): LineSource {
  return withNext(askAhead(lines), lines);
}

/** A source that has been asked for its next line already, as it was before. */
export function withNext(next: NextLine, lines: LineSource): LineSource {
  let first: NextLine | undefined = next;
  return {
    next: () => {
      const found = first ?? lines.next();
      first = undefined;
      return found;
    },
  };
}
