// The phases of an outgoing migration and the events between them.
import { hasFolder } from '../block/files.js';
import { isRunningState, stopVm } from '../run-state/commands.js';
import type { Migration } from '../vm/state.js';
import type { Turn } from '../vm/turn.js';
import { sentSoFar } from './progress.js';

/** While one of these lasts, there is a migration under way. */
const UNDER_WAY: ReadonlySet<string> = new Set([
  'setup',
  'active',
  'cancelling',
  'pre-switchover',
  'device',
  'postcopy-active',
  'postcopy-paused',
  'postcopy-recover',
]);

export function isUnderWay({ status }: Migration): boolean {
  return UNDER_WAY.has(status);
}

export function setMigration(turn: Turn, part: Partial<Migration>): void {
  turn.change({ migration: { ...turn.vm.migration, ...part } });
}

/** A new status; an event tells of it where the capability `events` is on. */
export function enter(turn: Turn, status: string): void {
  setMigration(turn, { status, sent: sentSoFar(turn.vm, turn.now), since: turn.now });
  if (hasEvents(turn)) turn.emit('MIGRATION', { status });
}

function hasEvents({ vm }: Turn): boolean {
  return vm.migration.capabilities.events === true;
}

function pass(turn: Turn): void {
  const passes = turn.vm.migration.passes + 1;
  setMigration(turn, { passes });
  if (hasEvents(turn)) turn.emit('MIGRATION_PASS', { pass: passes });
}

export function armPhase(turn: Turn, ms: number, step: string): void {
  turn.arm('migration', Math.max(Math.ceil(ms), 1), { kind: 'migration', step });
}

const SETUP_MS = 1;

export function begin(turn: Turn, uri: string): void {
  const { error: _old, ...kept } = turn.vm.migration;
  const wasRunning = isRunningState(turn.vm.runState);
  turn.change({
    migration: { ...kept, uri, wasRunning, sent: 0, passes: 0, postcopyAsked: false },
  });
  setMigration(turn, { began: turn.now, since: turn.now });
  enter(turn, 'setup');
  armPhase(turn, SETUP_MS, 'connect');
}

/** A state that is kept in an image goes the way of a migration, all at once. */
export function migrateIntoImage(turn: Turn): void {
  setMigration(turn, { passes: 0, sent: 0, began: turn.now, ended: turn.now });
  enter(turn, 'setup');
  pass(turn);
  enter(turn, 'completed');
}

/** What each timer of a migration does. */
export function takeMigrationStep(turn: Turn, step: string): void {
  STEPS[step]?.(turn);
}

const STEPS: Readonly<Record<string, (turn: Turn) => void>> = {
  connect,
  sent: allSent,
  cancelled: turn => enter(turn, 'cancelled'),
  postcopy: goPostcopy,
  broken: turn => fail(turn, 'Unable to write to socket: Broken pipe'),
  paused: turn => enter(turn, 'postcopy-paused'),
  recover: turn => {
    enter(turn, 'postcopy-recover');
    enter(turn, 'postcopy-active');
    armRest(turn);
  },
  device: switchOver,
  completed: complete,
};

function connect(turn: Turn): void {
  const { uri, destination } = turn.vm.migration;
  const isSocket = /^(unix|tcp|rdma):/.test(uri);
  if (isSocket && (destination === 'absent' || !isReachable(turn, uri))) {
    fail(turn, connectError(uri));
    return;
  }
  pass(turn);
  enter(turn, 'active');
  if (/^exec:exit\b/.test(uri)) {
    fail(turn, 'Unable to write to command: Broken pipe');
    return;
  }
  if (isSocket && destination === 'stuck') return;
  armRest(turn);
}

/** A socket in a folder that is not there has nobody at its other end. */
function isReachable({ vm }: Turn, uri: string): boolean {
  const path = /^unix:(.*)$/.exec(uri)?.[1];
  return path === undefined || hasFolder(vm, path);
}

function connectError(uri: string): string {
  const [, scheme = '', where = ''] = /^(\w+):(.*)$/.exec(uri) ?? [];
  const why = scheme === 'unix' ? 'No such file or directory' : 'Connection refused';
  return `Failed to connect to '${where}': ${why}`;
}

/** Has the rest come to be sent in its time. */
export function armRest(turn: Turn): void {
  const { vm, now } = turn;
  const left = vm.usedBytes - sentSoFar(vm, now);
  armPhase(turn, (left * 1000) / rateNow(turn), 'sent');
}

function rateNow({ vm }: Turn): number {
  const { status, parameters } = vm.migration;
  const limit = status.startsWith('postcopy')
    ? parameters['max-postcopy-bandwidth']
    : parameters['max-bandwidth'];
  return Number(limit) || NO_LIMIT;
}

const NO_LIMIT = 2 ** 30;

function fail(turn: Turn, error: string): void {
  turn.disarm('migration');
  setMigration(turn, { error });
  enter(turn, 'failed');
}

/** The memory is over: what changed meanwhile goes in passes, then the VM stops here. */
function allSent(turn: Turn): void {
  const { migration, usedBytes } = turn.vm;
  setMigration(turn, { sent: usedBytes, since: turn.now });
  if (migration.status === 'postcopy-active') {
    complete(turn);
    return;
  }
  pass(turn);
  if (migration.capabilities['pause-before-switchover'] === true) {
    waitForSwitchover(turn);
    return;
  }
  pass(turn);
  if (isRunningState(turn.vm.runState)) {
    stopVm(turn, 'finish-migrate');
    pass(turn);
  }
  complete(turn);
}

function waitForSwitchover(turn: Turn): void {
  if (isRunningState(turn.vm.runState)) stopVm(turn, 'finish-migrate');
  else turn.change({ runState: 'finish-migrate' });
  enter(turn, 'pre-switchover');
}

function switchOver(turn: Turn): void {
  enter(turn, 'device');
  pass(turn);
  complete(turn);
}

function complete(turn: Turn): void {
  turn.change({ runState: 'postmigrate' });
  setMigration(turn, { sent: turn.vm.usedBytes, ended: turn.now });
  enter(turn, 'completed');
}

function goPostcopy(turn: Turn): void {
  enter(turn, 'postcopy-active');
  if (isRunningState(turn.vm.runState)) stopVm(turn, 'finish-migrate');
  pass(turn);
  armRest(turn);
}
