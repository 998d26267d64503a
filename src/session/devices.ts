// Devices on their way out: which unplugs were asked for here, which were refused, as far as events have told.
import type { SeenEvent, SeenReply, SessionInput } from './session-input.js';
import { textIn } from './session-input.js';

export interface DeviceFacts {
  /** Devices that this session's device_del named, by that name, until DEVICE_DELETED told that they are gone. */
  readonly leaving: ReadonlySet<string>;
  /** Why the last unplug of a device was refused, by its id and QOM path, until it is asked for again. */
  readonly refused: ReadonlyMap<string, SeenEvent>;
}

export const NO_DEVICES: DeviceFacts = { leaving: new Set(), refused: new Map() };

/** Devices that are remembered of each kind: a script waits for each unplug. */
const MAX_DEVICES = 64;

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
  if (input.kind === 'reply')
    return input.command === 'device_del' ? withLeaving(facts, input) : facts;
  if (isRefusal(input)) return withRefusal(facts, input);
  return input.name === 'DEVICE_DELETED' ? withoutLeaving(facts, deviceNames(input)) : facts;
}

function withRefusal(facts: DeviceFacts, event: SeenEvent): DeviceFacts {
  const refused = new Map(facts.refused);
  for (const name of deviceNames(event)) refused.set(name, event);
  dropOldest(refused);
  return { ...facts, refused };
}

/** The refusal of an earlier unplug says nothing of the new one; one that came since then is its own. */
function withLeaving(facts: DeviceFacts, { args, since }: SeenReply): DeviceFacts {
  const id = textIn(args, 'id');
  if (id === undefined) return facts;
  const leaving = new Set(facts.leaving).add(id);
  dropOldest(leaving);
  const refused = new Map(facts.refused);
  if ((refused.get(id)?.seq ?? since) < since) refused.delete(id);
  return { leaving, refused };
}

function withoutLeaving(facts: DeviceFacts, names: readonly string[]): DeviceFacts {
  const left = new Set(facts.leaving);
  for (const name of names) left.delete(name);
  return { ...facts, leaving: left };
}

function dropOldest(names: Map<string, unknown> | Set<string>): void {
  const [oldest] = names.keys();
  if (names.size > MAX_DEVICES && oldest !== undefined) names.delete(oldest);
}
