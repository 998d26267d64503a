// The waits for a state that a query shows: `.wait status`, `.wait gone`, `.wait export-gone`.
import { printJson } from '../../json/print.js';
import { oneLine } from '../../json/text.js';
import { deviceNames, isRefusal } from '../devices.js';
import type { Filter } from '../filter.js';
import { mayChangeRunState } from '../run-state.js';
import { objectsIn, textIn } from '../session-input.js';
import { type Look, lookingWait, type Verdict } from './looking.js';
import {
  failed,
  type QueryReply,
  refusedBy,
  succeeded,
  type Wait,
  type WaitEvent,
  type WaitFacts,
  type WaitResult,
} from './wait.js';

/** These looks remember nothing. */
type Nothing = undefined;

const WAIT: Verdict<Nothing> = { kind: 'wait', memory: undefined };

function settle(result: WaitResult): Verdict<Nothing> {
  return { kind: 'settle', result };
}

/** Until query-status says one of the states. A guest that shut down and took the server along was in `shutdown`. */
export function statusWait(states: readonly string[]): Wait<unknown> {
  const wanted = states.join(' or ');
  const look: Look<Nothing> = {
    memory: undefined,
    poll: [250, 1000],
    ask: () => ({ command: 'query-status' }),
    answer: (_, reply) => {
      if (reply.kind === 'error') return settle(refusedBy(reply, 'cannot see the run state'));
      const status = textIn(reply.value, 'status');
      if (status === undefined || !states.includes(status)) return WAIT;
      return settle(succeeded(reply.valueText, `the VM is ${status}`));
    },
    hear: (_, event) => (mayChangeRunState(event.name) ? 'look' : 'ignore'),
    lose: (_, facts) => (states.includes('shutdown') ? shutDownResult(facts) : undefined),
    describe: (_, { tracked }) => {
      return `the VM to be ${wanted}, which is ${tracked.runState.status ?? 'in an unknown state'}`;
    },
  };
  return lookingWait(look);
}

function shutDownResult({ tracked }: WaitFacts): WaitResult | undefined {
  const { shutdown } = tracked.runState;
  if (shutdown === undefined) return undefined;
  const { reason } = shutdown;
  const line = { running: false, status: 'shutdown', ...(reason === undefined ? {} : { reason }) };
  return succeeded(printJson(line), 'the VM shut down and QEMU ended');
}

/** How often a timed look found no device that was there before, or is known to be leaving. */
interface GoneMemory {
  readonly wasThere: boolean;
  readonly absentLooks: number;
}

/**
 * A device leaves the QOM tree some 50 ms before DEVICE_DELETED, and only then are its nodes and backends free
 * (measured), so the event is waited for if there is one to come.
 */
const ABSENT_LOOKS = 5;
const ABSENT_POLL_MS = 100;

/** Until the device is deleted, or absent from the QOM tree; a refused unplug is a failure. */
export function goneWait(device: string): Wait<unknown> {
  const { parent, name } = placeOf(device);
  const look: Look<GoneMemory> = {
    memory: { wasThere: false, absentLooks: 0 },
    poll: [250, 1000],
    ask: () => ({ command: 'qom-list', args: { path: parent } }),
    answer: (memory, reply, facts) => {
      // A server without machine has no place for devices either: the storage daemon.
      const isNowhere = reply.errorClass === 'DeviceNotFound';
      if (reply.kind === 'error' && !isNowhere)
        return settleWith(refusedBy(reply, `cannot see device '${device}'`));
      const isThere = objectsIn(reply.value).some(row => textIn(row, 'name') === name);
      return isThere ? judgePresent(device, facts) : judgeAbsent(device, memory, facts);
    },
    hear: (_, event) => heardOf(device, event),
    describe: () => `device '${device}' to go; the guest has not let go of it`,
  };
  return lookingWait(look);
}

function settleWith(result: WaitResult): Verdict<GoneMemory> {
  return { kind: 'settle', result };
}

function judgePresent(device: string, { tracked }: WaitFacts): Verdict<GoneMemory> {
  const refusal = tracked.devices.refused.get(device);
  if (refusal === undefined) return { kind: 'wait', memory: { wasThere: true, absentLooks: 0 } };
  const line = { event: refusal.name, data: refusal.data ?? null };
  return settleWith(failed(printJson(line), refusalWords(device)));
}

function judgeAbsent(
  device: string,
  { wasThere, absentLooks }: GoneMemory,
  facts: WaitFacts,
): Verdict<GoneMemory> {
  const isLeaving = wasThere || facts.tracked.devices.leaving.has(device);
  if (!isLeaving || absentLooks >= ABSENT_LOOKS) return settleWith(absent(device, facts));
  const memory = { wasThere, absentLooks: absentLooks + 1 };
  return { kind: 'wait', memory, afterMs: ABSENT_POLL_MS };
}

/** Devices with an id are children of /machine/peripheral; others are named by their whole path. */
function placeOf(device: string): { parent: string; name: string } {
  const slash = device.lastIndexOf('/');
  if (slash < 0) return { parent: '/machine/peripheral', name: device };
  return { parent: device.slice(0, slash) || '/', name: device.slice(slash + 1) };
}

/** virtio devices are deleted twice, their backend first, which has a path alone (measured). */
function heardOf(device: string, event: WaitEvent): WaitResult | 'ignore' {
  if (!deviceNames(event).includes(device)) return 'ignore';
  if (event.name === 'DEVICE_DELETED') return gone(device, event.text);
  return isRefusal(event) ? failed(oneLine(event.text), refusalWords(device)) : 'ignore';
}

function refusalWords(device: string): string {
  return `the guest refused to let go of device '${device}'`;
}

function gone(device: string, text: string): WaitResult {
  return succeeded(oneLine(text), `device '${device}' is gone`);
}

function absent(device: string, { ring }: WaitFacts): WaitResult {
  const member = device.includes('/') ? 'path' : 'device';
  const event = ring.find(eventFilter('DEVICE_DELETED', member, device));
  if (event !== undefined) return gone(device, event.text);
  return succeeded(printJson({ gone: device }), `there is no device '${device}'`);
}

function eventFilter(glob: string, path: string, value: string): Filter {
  return { kind: 'filter', items: [{ excludes: false, glob, members: [{ path, value }] }] };
}

/** Until BLOCK_EXPORT_DELETED, or the export is not listed. */
export function exportGoneWait(id: string): Wait<unknown> {
  const look: Look<Nothing> = {
    memory: undefined,
    poll: [250, 1000],
    ask: () => ({ command: 'query-block-exports' }),
    answer: (_, reply, facts) => {
      if (reply.kind === 'error') return settle(refusedBy(reply, `cannot see export '${id}'`));
      return isListed(reply, id) ? WAIT : settle(exportAbsent(id, facts));
    },
    hear: (_, event) => {
      const isIt = event.name === 'BLOCK_EXPORT_DELETED' && textIn(event.data, 'id') === id;
      return isIt ? exportGone(id, event.text) : 'ignore';
    },
    describe: () => `export '${id}' to go; a client may still be connected to it`,
  };
  return lookingWait(look);
}

function isListed(reply: QueryReply, id: string): boolean {
  return objectsIn(reply.value).some(row => textIn(row, 'id') === id);
}

function exportGone(id: string, text: string): WaitResult {
  return succeeded(oneLine(text), `export '${id}' is gone`);
}

function exportAbsent(id: string, { ring }: WaitFacts): WaitResult {
  const event = ring.find(eventFilter('BLOCK_EXPORT_DELETED', 'id', id));
  if (event !== undefined) return exportGone(id, event.text);
  return succeeded(printJson({ 'export-gone': id }), `there is no export '${id}'`);
}
