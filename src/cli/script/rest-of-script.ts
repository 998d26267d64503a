// What is left of a script that has stopped: counted, as far as it can be.
import type { LineSource } from './line-source.js';

/** How long a script's input may be silent before what it has sent so far counts as its rest, in ms. */
const REST_PAUSE = 50;

/** How long what is left of a script is counted, in ms: it may never end (`yes stop`). */
const COUNTING_TIME = 500;

/** Reads what is left of a script that has stopped: how many lines, and whether that is all of them. */
export async function restOf(
  lines: LineSource,
): Promise<{ readonly count: number; readonly isAll: boolean }> {
  let count = 0;
  const until = Date.now() + COUNTING_TIME;
  while (Date.now() < until) {
    const next = await Promise.race([lines.next(), silence()]);
    if (next === 'silent') return { count, isAll: false };
    if (next === undefined) return { count, isAll: true };
    if (next.line.syntax.kind !== 'blank') count += 1;
  }
  return { count, isAll: false };
}

function silence(): Promise<'silent'> {
  return new Promise(resolve => {
    setTimeout(resolve, REST_PAUSE, 'silent' as const).unref();
  });
}
