// The line that yanks what hangs, from what query-yank returned. Pure.
import { printJson } from '../../json/print.js';
import type { JsonValue } from '../../json/value.js';
import { objectsIn } from '../../session/session-input.js';

/** `!yank instances=[...]`; undefined where there is nothing that could be yanked. */
export function yankLine(yankable: JsonValue | undefined): string | undefined {
  const instances = objectsIn(yankable);
  return instances.length === 0 ? undefined : `!yank instances=${printJson([...instances])}`;
}
