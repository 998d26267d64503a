// Commands of migration.
import { isJsonObject, type JsonObject, type JsonValue } from '../../json/value.js';
import { flagOf, numberOf, objectIn, objectsIn, textOf } from '../arguments.js';
import type { HandlerTable } from '../command.js';
import { Refusal, refusal } from '../refusal.js';
import { isAtLeast } from '../version.js';
import type { Vm } from '../vm/state.js';
import type { Turn } from '../vm/turn.js';
import { armPhase, armRest, begin, enter, isUnderWay, setMigration } from './phases.js';
import { blockersOf, migrationInfo, sentSoFar } from './progress.js';

export const MIGRATION_COMMANDS: HandlerTable = {
  migrate,
  migrate_cancel: cancel,
  'migrate-continue': goOn,
  'migrate-start-postcopy': startPostcopy,
  'migrate-pause': pausePostcopy,
  'migrate-recover': () => {
    throw refusal('Migrate recover can only be run when postcopy is paused.');
  },
  'migrate-incoming': () => {
    throw refusal("'-incoming' was not specified on the command line");
  },
  'query-migrate': ({ vm, now }) => migrationInfo(vm, now),
  'migrate-set-capabilities': setCapabilities,
  'query-migrate-capabilities': ({ vm }, _args, { schema }) => {
    const known = namesOf(schema.types.get('MigrationCapability'));
    return Object.entries(vm.migration.capabilities)
      .filter(([name]) => known.includes(name))
      .map(([capability, state]) => ({ state, capability }));
  },
  'migrate-set-parameters': setParameters,
  'query-migrate-parameters': ({ vm }, _args, { schema }) => {
    const type = schema.types.get('MigrationParameters');
    const known = type?.kind === 'object' ? type.members.map(member => member.name) : [];
    const rows = Object.entries(vm.migration.parameters).filter(([name]) => known.includes(name));
    return Object.fromEntries(rows);
  },
  client_migrate_info: () => {
    throw new Refusal('SPICE is not in use', 'DeviceNotActive');
  },
  'migrate-set-cache-size': () => undefined,
  migrate_set_speed: (turn, args) => setOne(turn, 'max-bandwidth', numberOf(args, 'value') ?? 0),
  migrate_set_downtime: (turn, args) =>
    setOne(turn, 'downtime-limit', (numberOf(args, 'value') ?? 0) * 1000),
  'announce-self': turn => {
    if (!turn.vm.guest.hasDrivers) return undefined;
    turn.emit('NIC_RX_FILTER_CHANGED', {
      name: 'nic0',
      path: '/machine/peripheral/nic0/virtio-backend',
    });
    return undefined;
  },
};

function namesOf(type: { kind: string; values?: readonly { name: string }[] } | undefined) {
  return (type?.values ?? []).map(value => value.name);
}

function migrate(turn: Turn, args: JsonObject): undefined {
  const { vm } = turn;
  const uri = textOf(args, 'uri') ?? channelUri(args);
  if (flagOf(args, 'resume') === true) return resumePostcopy(turn);
  if (isUnderWay(vm.migration)) throw refusal("There's a migration process in progress");
  if (vm.runState === 'postmigrate')
    throw refusal("Can't migrate the vm that was paused due to previous migration");
  const blocker = blockersOf(vm).at(-1);
  if (blocker !== undefined) throw refusal(blocker);
  if (uri === undefined) throw refusal("need either 'uri' or 'channels' argument");
  begin(turn, uri);
  if (/^(tcp|unix|exec|rdma|file|vsock):/.test(uri)) return undefined;
  turn.disarm('migration');
  enter(turn, 'failed');
  const fd = /^fd:(.*)$/.exec(uri)?.[1];
  if (fd !== undefined) throw refusal(`File descriptor named '${fd}' has not been found`);
  throw refusal("Parameter 'uri' expects a valid migration protocol");
}

/** The address of `channels`, which is there since 8.2, as a URI. */
function channelUri(args: JsonObject): string | undefined {
  const addr = objectIn(objectsIn(args, 'channels')[0] ?? {}, 'addr');
  if (addr === undefined) return undefined;
  if (textOf(addr, 'transport') === 'exec') return 'exec:';
  if (textOf(addr, 'transport') === 'file') return 'file:';
  return textOf(addr, 'type') === 'unix' ? `unix:${textOf(addr, 'path')}` : 'tcp:';
}

const CANCEL_MS = 100;

function cancel(turn: Turn): undefined {
  const { migration } = turn.vm;
  if (!isUnderWay(migration) || migration.status === 'cancelling') return undefined;
  enter(turn, 'cancelling');
  if (migration.wasRunning && turn.vm.runState === 'finish-migrate') {
    turn.change({ runState: 'running' });
    turn.emit('RESUME');
  }
  armPhase(turn, CANCEL_MS, 'cancelled');
  return undefined;
}

function goOn(turn: Turn, args: JsonObject): undefined {
  const { status } = turn.vm.migration;
  if (status !== 'pre-switchover') throw refusal(`Migration not in expected state: ${status}`);
  const state = textOf(args, 'state');
  if (state !== status) throw refusal(`Migration not in expected state: ${status}`);
  armPhase(turn, 1, 'device');
  return undefined;
}

const POSTCOPY_MS = 100;

function startPostcopy(turn: Turn): undefined {
  const { migration } = turn.vm;
  if (migration.capabilities['postcopy-ram'] !== true)
    throw refusal('Enable postcopy with migrate_set_capability before the start of migration');
  if (migration.status !== 'active')
    throw refusal('Postcopy must be started after migration has been started');
  armPhase(turn, POSTCOPY_MS, 'postcopy');
  return undefined;
}

function pausePostcopy(turn: Turn): undefined {
  if (turn.vm.migration.status !== 'postcopy-active')
    throw refusal('migrate-pause is currently only supported during postcopy-active state');
  armPhase(turn, 1, 'paused');
  return undefined;
}

function resumePostcopy(turn: Turn): undefined {
  if (turn.vm.migration.status !== 'postcopy-paused')
    throw refusal('Cannot resume if there is no paused migration');
  armPhase(turn, 1, 'recover');
  return undefined;
}

function setCapabilities(turn: Turn, args: JsonObject): undefined {
  if (isUnderWay(turn.vm.migration)) throw refusal("There's a migration process in progress");
  const given = objectsIn(args, 'capabilities').map(
    row => [textOf(row, 'capability') ?? '', flagOf(row, 'state') ?? false] as const,
  );
  const capabilities = { ...turn.vm.migration.capabilities, ...Object.fromEntries(given) };
  if (capabilities['background-snapshot'] && capabilities['postcopy-ram'])
    throw refusal('Background-snapshot is not compatible with postcopy-ram');
  setMigration(turn, { capabilities });
  return undefined;
}

/** Parameters with the range they must keep to, and how it is worded. */
const RANGES: readonly (readonly [string, number, number, string])[] = [
  ['compress-level', 0, 9, 'a value between 0 and 9'],
  ['compress-threads', 1, 255, 'a value between 1 and 255'],
  ['decompress-threads', 1, 255, 'a value between 1 and 255'],
  ['cpu-throttle-initial', 1, 99, 'an integer in the range of 1 to 99'],
  ['cpu-throttle-increment', 1, 99, 'an integer in the range of 1 to 99'],
  ['downtime-limit', 0, 2_000_000, 'an integer in the range of 0 to (2000 * 1000) ms'],
  ['multifd-channels', 1, 255, 'a value between 1 and 255'],
];

/** 7.2 spells the members of its error texts with underscores. */
function spelled(vm: Vm, name: string): string {
  return isAtLeast(vm.version, 8, 0) ? name : name.replaceAll('-', '_');
}

function setParameters(turn: Turn, args: JsonObject): undefined {
  for (const [name, least, greatest, words] of RANGES) {
    const value = numberOf(args, name);
    if (value !== undefined && (value < least || value > greatest))
      throw refusal(`Parameter '${spelled(turn.vm, name)}' expects ${words}`);
  }
  const given = Object.entries(args).map(([name, value]) => [name, asKept(value)] as const);
  const sent = sentSoFar(turn.vm, turn.now);
  const parameters = { ...turn.vm.migration.parameters, ...Object.fromEntries(given) };
  setMigration(turn, { parameters, sent, since: turn.now });
  const { status, destination, uri } = turn.vm.migration;
  const moves = status === 'active' || status === 'postcopy-active';
  const isStuck = destination === 'stuck' && !uri.startsWith('exec:');
  if (moves && !isStuck && turn.vm.timers.has('migration')) armRest(turn);
  return undefined;
}

const WRAP = 2n ** 64n;

/** Null for an empty string; what is negative is taken modulo 2^64. */
function asKept(value: JsonValue): JsonValue {
  if (value === null) return '';
  if (typeof value === 'number' && value < 0) return BigInt(value) + WRAP;
  return isJsonObject(value) ? '' : value;
}

function setOne(turn: Turn, name: string, value: number): undefined {
  setMigration(turn, { parameters: { ...turn.vm.migration.parameters, [name]: value } });
  return undefined;
}

/** A yank of the migration breaks its connection; it takes a moment to notice. */
export function yankMigration(turn: Turn): void {
  const isPostcopy = turn.vm.migration.status === 'postcopy-active';
  armPhase(turn, 1, isPostcopy ? 'paused' : 'broken');
}
