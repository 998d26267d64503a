// Whether the VM runs: stop, cont, reset, power, sleep, quit.
import { present, textOf } from '../arguments.js';
import type { HandlerTable } from '../command.js';
import { endAllJobs } from '../jobs/life.js';
import { hastenUnplugs } from '../qom/devices.js';
import { refusal } from '../refusal.js';
import { isAtLeast } from '../version.js';
import type { RunState, Vm } from '../vm/state.js';
import type { Turn } from '../vm/turn.js';

export const RUN_STATE_COMMANDS: HandlerTable = {
  'query-status': ({ vm }) => status(vm),
  stop: turn => stopVm(turn),
  cont: turn => continueVm(turn),
  system_reset: turn => resetVm(turn, { guest: false, reason: 'host-qmp-system-reset' }),
  system_powerdown: pressPowerButton,
  system_wakeup: wake,
  quit: turn => shutDown(turn, { guest: false, reason: 'host-qmp-quit' }),
  'inject-nmi': () => undefined,
  'watchdog-set-action': (turn, args) => setActions(turn, { watchdog: textOf(args, 'action') }),
  'set-action': (turn, args) =>
    setActions(turn, Object.fromEntries(ACTIONS.map(name => [name, textOf(args, name)]))),
  'rtc-reset-reinjection': () => undefined,
};

const ACTIONS = ['reboot', 'shutdown', 'panic', 'watchdog'] as const;

function status({ runState, version }: Vm) {
  const isRunning = isRunningState(runState);
  const step = isAtLeast(version, 9, 0) ? {} : { singlestep: false };
  return { status: runState, ...step, running: isRunning };
}

export function isRunningState(runState: RunState): boolean {
  return runState === 'running';
}

/** Stops a VM that runs, into that state; says so. */
export function stopVm(turn: Turn, state: RunState = 'paused'): undefined {
  if (!isRunningState(turn.vm.runState)) {
    if (turn.vm.runState === 'suspended') turn.change({ runState: 'paused' });
    return undefined;
  }
  turn.change({ runState: state });
  turn.emit('STOP');
  return undefined;
}

/** States that only a reset leads out of. */
const NEEDS_RESET: ReadonlySet<RunState> = new Set(['shutdown', 'guest-panicked']);

export function continueVm(turn: Turn): undefined {
  const { runState } = turn.vm;
  if (NEEDS_RESET.has(runState)) throw refusal('Resetting the Virtual Machine is required');
  if (isRunningState(runState) || runState === 'suspended') return undefined;
  turn.change({ runState: 'running' });
  turn.emit('RESUME');
  turn.arm('guest-read', 1, { kind: 'guest-read' });
  return undefined;
}

/** A reset: the VM goes on if it ran, else it is as before its start; devices that were to be unplugged are gone. */
export function resetVm(turn: Turn, data: { guest: boolean; reason: string }): undefined {
  turn.emit('RESET', data);
  hastenUnplugs(turn);
  if (turn.vm.runState === 'suspended') turn.change({ runState: 'running' });
  if (!isRunningState(turn.vm.runState)) turn.change({ runState: 'prelaunch' });
  return undefined;
}

/** A guest that obeys powers off a little later. */
const POWER_OFF_MS = 800;

function pressPowerButton(turn: Turn): undefined {
  turn.emit('POWERDOWN');
  const { vm } = turn;
  if (!vm.guest.obeysPowerButton || !isRunningState(vm.runState)) return undefined;
  turn.arm('power', POWER_OFF_MS, { kind: 'shutdown', reason: 'guest-shutdown' });
  return undefined;
}

function wake(turn: Turn): undefined {
  if (turn.vm.runState !== 'suspended')
    throw refusal('Unable to wake up: guest is not in suspended state');
  turn.change({ runState: 'running' });
  turn.emit('WAKEUP');
  return undefined;
}

/** Ends the server, with the jobs it has. */
export function shutDown(turn: Turn, data: { guest: boolean; reason: string }): undefined {
  turn.emit('SHUTDOWN', data);
  endAllJobs(turn);
  turn.change({ hasQuit: true });
  return undefined;
}

/** The guest has powered off: the server ends, or the VM stays where it is told to. */
export function powerOff(turn: Turn, reason: string): void {
  if (turn.vm.actions.shutdown !== 'pause') return void shutDown(turn, { guest: true, reason });
  turn.emit('SHUTDOWN', { guest: true, reason });
  stopVm(turn, 'shutdown');
}

function setActions(turn: Turn, given: Readonly<Record<string, string | undefined>>): undefined {
  const rows = Object.entries(present(given)).map(([name, value]) => [name, String(value)]);
  turn.change({ actions: { ...turn.vm.actions, ...Object.fromEntries(rows) } });
  return undefined;
}
