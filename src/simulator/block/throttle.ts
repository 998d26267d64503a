// Limits of throughput: of drives, and of groups that nodes of the driver `throttle` share.
import type { JsonObject, JsonValue } from '../../json/value.js';
import { refusal } from '../refusal.js';
import type { Vm } from '../vm/state.js';

const DIRECTIONS = ['total', 'read', 'write'] as const;

/** ThrottleLimits as a new group has them: nothing is limited. */
const NO_LIMITS: JsonObject = Object.fromEntries([
  ...['bps', 'iops'].flatMap(kind =>
    DIRECTIONS.flatMap(direction => [
      [`${kind}-${direction}`, 0],
      [`${kind}-${direction}-max`, 0],
      [`${kind}-${direction}-max-length`, 1],
    ]),
  ),
  ['iops-size', 0],
]);

/** All limits of a group of which these are given. @throws Refusal where they contradict each other. */
export function groupLimits(given: JsonObject): JsonObject {
  const limits = { ...NO_LIMITS, ...given };
  for (const kind of ['bps', 'iops'])
    checkTotal(limits[`${kind}-total`], limits[`${kind}-read`], limits[`${kind}-write`]);
  return limits;
}

/** @throws Refusal where both the total and a part of it are limited. */
export function checkTotal(
  total: JsonValue | undefined,
  read: JsonValue | undefined,
  write: JsonValue | undefined,
): void {
  if (!isSet(total) || !(isSet(read) || isSet(write))) return;
  throw refusal('bps/iops/max total values and read/write values cannot be used at the same time');
}

function isSet(value: JsonValue | undefined): boolean {
  return value !== undefined && Number(value) !== 0;
}

/** @throws Refusal where a node of the driver `throttle` names no group. */
export function checkGroup({ objects }: Vm, { driver, 'throttle-group': group }: JsonObject): void {
  if (driver !== 'throttle' || objects.get(String(group))?.type === 'throttle-group') return;
  throw refusal(`Throttle group '${String(group)}' does not exist`);
}
