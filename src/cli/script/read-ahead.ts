// A line asked for before it is wanted: read while the program waits for something else.
import { type LineSource, linesAtHand, linesOfAll } from './line-source.js';

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
  const first = next instanceof Promise ? lineToCome(next) : linesAtHand([next]);
  return linesOfAll([first, lines]);
}

/** A line that is still being read, and no other. */
function lineToCome(line: NextLine): LineSource {
  let coming: typeof line | undefined = line;
  const next = () => {
    const found = coming ?? Promise.resolve(undefined);
    coming = undefined;
    return found;
  };
  return { next };
}
