// transaction: all of its actions, or none. What an action changed is put back where a later one fails; a file that
// was made stays, as it does in QEMU.
import { type JsonObject, own } from '../json/value.js';
import { objectIn, objectsIn, textOf } from './arguments.js';
import { BITMAP_COMMANDS } from './block/bitmaps.js';
import { SNAPSHOT_COMMANDS } from './block/snapshots.js';
import type { HandlerTable, World } from './command.js';
import { abort, jobOf, runJob } from './jobs/life.js';
import { JOB_MAKERS } from './jobs/start.js';
import { refusal } from './refusal.js';
import type { Vm } from './vm/state.js';
import type { Turn } from './vm/turn.js';

/** Actions that are done at once; the others are jobs, which run when all is prepared. */
const DONE_AT_ONCE: HandlerTable = {
  ...BITMAP_COMMANDS,
  ...SNAPSHOT_COMMANDS,
  abort: () => {
    throw refusal('Transaction aborted using Abort action');
  },
};

export const TRANSACTION_COMMANDS: HandlerTable = {
  transaction: (turn, args, world) => {
    const before = turn.vm;
    const ids: string[] = [];
    try {
      for (const action of objectsIn(args, 'actions'))
        ids.push(...prepare(turn, action, isGrouped(args), world));
    } catch (failure) {
      rollBack(turn, before, ids);
      throw failure;
    }
    if (isGrouped(args)) for (const id of ids) turn.setJob({ ...jobOf(turn, id), group: ids });
    runTogether(turn, ids);
    return undefined;
  },
};

function isGrouped(args: JsonObject): boolean {
  const properties = objectIn(args, 'properties') ?? {};
  return textOf(properties, 'completion-mode') === 'grouped';
}

/** Does an action; gives the id of the job that it made, if it makes one. */
function prepare(turn: Turn, action: JsonObject, isInGroup: boolean, world: World): string[] {
  const type = textOf(action, 'type') ?? '';
  const data = objectIn(action, 'data') ?? {};
  const make = own(JOB_MAKERS, type);
  if (make !== undefined) return [make(turn, data)];
  if (isInGroup && type !== 'abort') {
    const property = 'Transaction property completion-mode = grouped';
    throw refusal(`Action '${type}' does not support ${property}`);
  }
  own(DONE_AT_ONCE, type)?.(turn, data, world);
  return [];
}

function rollBack(turn: Turn, before: Vm, ids: readonly string[]): void {
  for (const id of ids.toReversed()) abort(turn, id);
  const { files, counter, held, timers } = turn.vm;
  turn.change({ ...before, files, counter, held, timers });
}

/** All jobs have begun before the first of them goes on. */
function runTogether(turn: Turn, ids: readonly string[]): void {
  const { events } = turn;
  const begun: number[] = [];
  for (const id of ids) {
    const start = events.length;
    runJob(turn, id);
    begun.push(events.length - start);
  }
  // Each job's last step, running again, comes after all have stopped for a moment.
  if (ids.length < 2 || begun.some(count => count < 3)) return;
  const own = events.splice(events.length - begun.reduce((sum, count) => sum + count, 0));
  const parts = begun.map(count => own.splice(0, count));
  events.push(
    ...parts.flatMap(part => part.slice(0, -1)),
    ...parts.flatMap(part => part.slice(-1)),
  );
}
