// The line that yanks what hangs, from what query-yank returned. Pure.
import { printJson } from '../../json/print.js';
import type { JsonObject, JsonValue } from '../../json/value.js';
import { objectsIn, textIn } from '../../session/session-input.js';

/**
 * `!yank instances=[...]`; undefined where there is nothing that could be yanked. Disks and the migration are what a
 * main loop hangs on; character devices are named only where there is nothing else, and never the monitors that QEMU
 * itself names so: yanking one's own ends the connection.
 */
export function yankLine(yankable: JsonValue | undefined): string | undefined {
  const instances = objectsIn(yankable).filter(each => !isMonitor(each));
  const likely = instances.filter(each => textIn(each, 'type') !== 'chardev');
  const chosen = likely.length > 0 ? likely : instances;
  return chosen.length === 0 ? undefined : `!yank instances=${printJson(chosen)}`;
}

function isMonitor(instance: JsonObject): boolean {
  return /^compat_monitor\d+$/.test(textIn(instance, 'id') ?? '');
}
