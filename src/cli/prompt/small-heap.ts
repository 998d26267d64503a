// The heap of a session at a prompt: it lives for hours on a host whose memory is for its guests, so V8 is told to
// collect sooner, and not to let the space for what is young grow to the 48 MB that it may.
import { setFlagsFromString } from 'node:v8';

/**
 * Each with what puts it back. Known to Node 20, 22, 24 and 26: another would say on stderr that it does not know them.
 * A small space is collected often, by one thread: on a busy host, to wait for the others takes longer than the work.
 */
const FLAGS = [
  ['--semi-space-growth-factor=1', '--semi-space-growth-factor=2'],
  ['--no-parallel-scavenge', '--parallel-scavenge'],
  ['--heap-growing-percent=30', '--heap-growing-percent=0'],
] as const;

/** Best soon: what the space for what is young has grown to, it keeps. */
export function keepHeapSmall(): void {
  for (const [small] of FLAGS) setFlagsFromString(small);
  // What V8 has compiled is kept at the exit, and taken next time only by a V8 with the same flags.
  process.prependOnceListener('exit', () => {
    for (const [, usual] of FLAGS) setFlagsFromString(usual);
  });
}
