// Devices and exports on their way out: what was refused and what is gone, as far as events have told.
import type { SeenEvent, SessionInput } from './session-input.js';
import { textIn } from './session-input.js';

export interface DeviceFacts {
  /** Why the last unplug of a device was refused, by its id or QOM path, until it is asked for again. */
  readonly refused: ReadonlyMap<string, SeenEvent>;
}

export const NO_DEVICES: DeviceFacts = { refused: new Map() };

/** Refusals that are remembered: a script waits for each unplug. */
const MAX_REFUSED = 64;

/** MEM_UNPLUG_ERROR (with `msg`) was there for memory only, DEVICE_UNPLUG_GUEST_ERROR came with QEMU 6.2. */
const REFUSALS: ReadonlySet<string> = new Set(['DEVICE_UNPLUG_GUEST_ERROR', 'MEM_UNPLUG_ERROR']);

export function isRefusal(event: SeenEvent): boolean {
  return REFUSALS.has(event.name);
}

/** The ids by which an event may mean a device: without `id=` it has its path alone. */
export function deviceNames(event: SeenEvent): readonly string[] {
  return ['device', 'path'].flatMap(member => textIn(event.data, member) ?? []);
}

export function stepDevices(facts: DeviceFacts, input: SessionInput): DeviceFacts {
  if (input.kind === 'event') return isRefusal(input) ? withRefusal(facts, input) : facts;
  const id = input.command === 'device_del' ? textIn(input.args, 'id') : undefined;
  return id === undefined ? facts : withoutRefusal(facts, id, input.since);
}

function withRefusal(facts: DeviceFacts, event: SeenEvent): DeviceFacts {
  const refused = new Map(facts.refused);
  for (const name of deviceNames(event)) refused.set(name, event);
  const [oldest] = refused.keys();
  if (refused.size > MAX_REFUSED && oldest !== undefined) refused.delete(oldest);
  return { refused };
}

/** The refusal of an earlier unplug says nothing of the new one; one that came since then is its own. */
function withoutRefusal(facts: DeviceFacts, id: string, since: number): DeviceFacts {
  const refusal = facts.refused.get(id);
  if (refusal === undefined || refusal.seq >= since) return facts;
  const refused = new Map(facts.refused);
  refused.delete(id);
  return { refused };
}
