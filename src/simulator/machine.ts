// The simulated VM: what its commands do to its state. Small as yet: run state, block devices to look at, quit.
import type { JsonObject, JsonValue } from '../json/value.js';

/** The state of the one VM. */
export interface Machine {
  readonly runState: 'running' | 'paused' | 'shutdown';
  readonly hasQuit: boolean;
}

export const NEW_MACHINE: Machine = { runState: 'running', hasQuit: false };

export interface SimulatedEvent {
  readonly name: string;
  readonly data?: JsonObject;
}

/** What a command does: the state after it, the events it raises, and what it returns. */
export interface Effect {
  readonly machine: Machine;
  readonly events: readonly SimulatedEvent[];
  readonly value: JsonValue;
}

interface CommandRow {
  /** The name of what it returns, in the schema of the simulator. */
  readonly returns: string;
  readonly run: (machine: Machine) => Effect;
}

function answers(returns: string, value: (machine: Machine) => JsonValue): CommandRow {
  return { returns, run: machine => ({ machine, events: [], value: value(machine) }) };
}

function does(change: (machine: Machine) => Omit<Effect, 'value'>): CommandRow {
  return { returns: 'q_empty', run: machine => ({ ...change(machine), value: {} }) };
}

export const VERSION: JsonObject = {
  qemu: { micro: 22, minor: 2, major: 7 },
  package: 'simulated by qmpsh',
};

const DISK: JsonObject = {
  device: 'disk0',
  locked: false,
  removable: false,
  type: 'unknown',
  inserted: {
    'node-name': 'node0',
    drv: 'qcow2',
    file: '/simulated/disk0.qcow2',
    ro: false,
    image: { filename: '/simulated/disk0.qcow2', format: 'qcow2', 'virtual-size': 10737418240 },
  },
};

/** Every command but those of the protocol itself. */
export const COMMANDS: ReadonlyMap<string, CommandRow> = new Map<string, CommandRow>([
  ['query-version', answers('VersionInfo', () => VERSION)],
  ['query-name', answers('NameInfo', () => ({ name: 'demo' }))],
  ['query-uuid', answers('UuidInfo', () => ({ UUID: '00000000-0000-0000-0000-000000000000' }))],
  ['query-kvm', answers('KvmInfo', () => ({ enabled: false, present: false }))],
  ['query-status', answers('StatusInfo', statusOf)],
  ['query-block', answers('[BlockInfo]', () => [DISK])],
  ['query-jobs', answers('[JobInfo]', () => [])],
  ['query-block-jobs', answers('[BlockJobInfo]', () => [])],
  ['stop', does(machine => turned(machine, 'paused', 'STOP'))],
  ['cont', does(machine => turned(machine, 'running', 'RESUME'))],
  ['quit', does(quit)],
]);

function statusOf({ runState }: Machine): JsonValue {
  return { status: runState, singlestep: false, running: runState === 'running' };
}

function turned(
  machine: Machine,
  runState: Machine['runState'],
  event: string,
): Omit<Effect, 'value'> {
  if (machine.runState === runState) return { machine, events: [] };
  return { machine: { ...machine, runState }, events: [{ name: event }] };
}

function quit(machine: Machine): Omit<Effect, 'value'> {
  const data = { guest: false, reason: 'host-qmp-quit' };
  return { machine: { ...machine, hasQuit: true }, events: [{ name: 'SHUTDOWN', data }] };
}
