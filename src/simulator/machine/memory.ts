// Memory: its size, the balloon, copies of it, how fast it is written.
import type { JsonObject, JsonValue } from '../../json/value.js';
import { flagOf, numberOf, textOf } from '../arguments.js';
import { hasFolder } from '../block/files.js';
import type { HandlerTable } from '../command.js';
import { refusal } from '../refusal.js';
import { isRunningState, stopVm } from '../run-state/commands.js';
import type { Vm } from '../vm/state.js';
import type { Turn } from '../vm/turn.js';

export const MEMORY_COMMANDS: HandlerTable = {
  'query-memory-size-summary': ({ vm }) => ({ 'base-memory': vm.ramBytes, 'plugged-memory': 0 }),
  'query-memory-devices': () => [],
  'query-balloon': ({ vm }) => ({ actual: vm.balloon.actual }),
  balloon: inflate,
  memsave: (turn, args) => {
    if ((numberOf(args, 'cpu-index') ?? 0) !== 0)
      throw refusal("Parameter 'cpu-index' expects a CPU number");
    return copyMemory(turn, args);
  },
  pmemsave: (turn, args) => copyMemory(turn, args),
  'dump-guest-memory': dump,
  'query-dump': ({ vm }) => vm.dump,
  'query-dump-guest-memory-capability': () => ({ formats: ['elf', 'kdump-zlib', 'win-dmp'] }),
  'calc-dirty-rate': measureDirtyRate,
  'query-dirty-rate': ({ vm }) => vm.dirtyRate,
};

function inflate(turn: Turn, args: JsonObject): undefined {
  const target = numberOf(args, 'value') ?? 0;
  if (target <= 0) throw refusal("Parameter 'target' expects a size");
  const { guest, balloon, ramBytes } = turn.vm;
  if (!guest.hasDrivers) return undefined;
  turn.change({ balloon: { ...balloon, target: Math.min(target, ramBytes) } });
  moveBalloon(turn);
  return undefined;
}

/** How much a guest gives or takes at a time, and how often. */
const BALLOON_STEP = 2 ** 28;
const BALLOON_MS = 250;

/** The guest moves towards what it was asked for; events tell how far it is, once a second. */
export function moveBalloon(turn: Turn): void {
  const { actual, target } = turn.vm.balloon;
  if (actual === target) return;
  const step = Math.max(-BALLOON_STEP, Math.min(BALLOON_STEP, target - actual));
  turn.change({ balloon: { actual: actual + step, target } });
  turn.emit('BALLOON_CHANGE', { actual: actual + step });
  turn.arm('balloon', BALLOON_MS, { kind: 'balloon' });
}

/** Nothing is written anywhere: the name must be one that could be. */
function copyMemory({ vm }: Turn, args: JsonObject): undefined {
  const address = BigInt(Number(args.val ?? 0));
  if (address < 0n) {
    const shown = (address + 2n ** 64n).toString(16);
    throw refusal(`Invalid addr 0x${shown}/size ${String(args.size)} specified`);
  }
  const filename = textOf(args, 'filename') ?? '';
  if (!hasFolder(vm, filename))
    throw refusal(`Could not open '${filename}': No such file or directory`);
  return undefined;
}

const DUMP_MS = 70;

function dump(turn: Turn, args: JsonObject): undefined {
  const protocol = textOf(args, 'protocol') ?? '';
  if (!/^(file|fd):/.test(protocol)) throw refusal("Invalid parameter 'protocol'");
  const filename = protocol.replace(/^file:/, '');
  if (!hasFolder(turn.vm, filename))
    throw refusal(`Could not open '${filename}': No such file or directory`);
  if (turn.vm.dump.status === 'active') throw refusal('There is a dump in process, please wait.');
  const wasRunning = isRunningState(turn.vm.runState);
  stopVm(turn);
  turn.change({ dump: { total: turn.vm.ramBytes, status: 'active', completed: 0 } });
  if (flagOf(args, 'detach') === true) turn.arm('dump', DUMP_MS, { kind: 'dump', wasRunning });
  else finishDump(turn, wasRunning);
  return undefined;
}

export function finishDump(turn: Turn, wasRunning: boolean): void {
  const total = turn.vm.ramBytes;
  const result: JsonObject = { total, status: 'completed', completed: total };
  turn.change({ dump: result });
  turn.emit('DUMP_COMPLETED', { result });
  if (!wasRunning) return;
  turn.change({ runState: 'running' });
  turn.emit('RESUME');
}

const LONGEST_MEASURE = 60;

function measureDirtyRate(turn: Turn, args: JsonObject): undefined {
  const seconds = numberOf(args, 'calc-time') ?? 0;
  if (turn.vm.dirtyRate.status === 'measuring')
    throw refusal('the dirty rate is already being measured.');
  if (seconds < 1 || seconds > LONGEST_MEASURE)
    throw refusal(`calc-time is out of range[1, ${LONGEST_MEASURE}].`);
  turn.change({ dirtyRate: dirtyRate(turn, 'measuring', seconds) });
  turn.arm('dirty-rate', seconds * 1000, { kind: 'dirty-rate' });
  return undefined;
}

function dirtyRate({ vm, now }: Turn, status: string, seconds: JsonValue): JsonObject {
  return {
    status,
    'sample-pages': 512,
    mode: 'page-sampling',
    'start-time': Math.floor((now - vm.started) / 1000),
    'calc-time': seconds,
  };
}

export function finishDirtyRate(turn: Turn): void {
  const seconds = turn.vm.dirtyRate['calc-time'] ?? 1;
  turn.change({ dirtyRate: { ...dirtyRate(turn, 'measured', seconds), 'dirty-rate': 0 } });
}

/** For the human monitor, in MB. */
export function balloonMegabytes({ balloon }: Vm): number {
  return Math.floor(balloon.actual / 2 ** 20);
}
