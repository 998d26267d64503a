// The simulated VM as a step function: a command or the passing of time in, the state after it and what came of it out.
// Sockets, monitors and clocks are elsewhere.
import { type JsonObject, own } from '../json/value.js';
import type { World } from './command.js';
import { COMMANDS } from './commands.js';
import { runDemo, tickClock } from './demo-directives.js';
import { release } from './hang.js';
import { takeJobStep } from './jobs/life.js';
import { notSimulated } from './machine/facts.js';
import { readAsGuest } from './machine/guest-disk.js';
import { finishDirtyRate, finishDump, moveBalloon } from './machine/memory.js';
import { takeMigrationStep } from './migration/phases.js';
import { removeDevice } from './qom/devices.js';
import { Refusal } from './refusal.js';
import { powerOff } from './run-state/commands.js';
import type { Answer, SimulatedEvent, TimerAction, Vm } from './vm/state.js';
import { Turn } from './vm/turn.js';

export interface Stepped {
  readonly vm: Vm;
  readonly events: readonly SimulatedEvent[];
}

/** A command whose arguments have been checked. Its events come before its answer. */
export function runCommand(
  vm: Vm,
  name: string,
  args: JsonObject,
  world: World,
  now: number,
): Stepped & { readonly answer: Answer } {
  return answered(vm, now, turn => {
    const handler = own(COMMANDS, name);
    if (handler === undefined) throw notSimulated(name);
    return handler(turn, args, world) ?? {};
  });
}

/** A directive of the person who watches. */
export function runDirective(
  vm: Vm,
  args: JsonObject,
  now: number,
): Stepped & { readonly answer: Answer } {
  return answered(vm, now, turn => runDemo(turn, args));
}

function answered(
  vm: Vm,
  now: number,
  act: (turn: Turn) => ReturnType<typeof runDemo>,
): Stepped & { readonly answer: Answer } {
  const turn = new Turn(vm, now);
  const answer = answerOf(() => act(turn));
  return { vm: turn.vm, events: turn.events, answer };
}

/** What an action returns or refuses. */
export function answerOf(act: () => ReturnType<typeof runDemo>): Answer {
  try {
    return { kind: 'return', value: act() };
  } catch (failure) {
    if (!(failure instanceof Refusal)) throw failure;
    return { kind: 'error', errorClass: failure.errorClass, desc: failure.message };
  }
}

/** When something is to happen next, in ms; undefined for never. A server that hangs only stops hanging. */
export function nextDeadline({ timers, hang }: Vm): number | undefined {
  const rows = [...timers.values()].filter(
    ({ action }) => hang === undefined || action.kind === 'release',
  );
  const least = Math.min(...rows.map(({ at }) => at));
  return Number.isFinite(least) ? least : undefined;
}

const LATEST_MS = 1000;

/** Does what is due first, if anything is; to be called until nothing is. */
export function tick(vm: Vm, now: number): Stepped | undefined {
  const at = nextDeadline(vm);
  if (at === undefined || at > now) return undefined;
  const due = [...vm.timers].find(
    ([, timer]) => timer.at === at && (vm.hang === undefined || timer.action.kind === 'release'),
  );
  if (due === undefined) return undefined;
  // Progress and timestamps are those of when it was due, but not of before a long sleep.
  const turn = new Turn(vm, Math.max(at, now - LATEST_MS));
  turn.disarm(due[0]);
  act(turn, due[1].action);
  return { vm: turn.vm, events: turn.events };
}

function act(turn: Turn, action: TimerAction): void {
  switch (action.kind) {
    case 'job':
      takeJobStep(turn, action.id, action.step);
      return;
    case 'migration':
      takeMigrationStep(turn, action.step);
      return;
    case 'event':
      turn.release(action.key);
      return;
    case 'balloon':
      moveBalloon(turn);
      return;
    case 'clock':
      tickClock(turn);
      return;
    case 'unplug':
      removeDevice(turn, action.id);
      return;
    case 'shutdown':
      powerOff(turn, action.reason);
      return;
    case 'dump':
      finishDump(turn, action.wasRunning);
      return;
    case 'guest-read':
      readAsGuest(turn);
      return;
    case 'release':
      release(turn);
      return;
    case 'dirty-rate':
      finishDirtyRate(turn);
      return;
  }
}
