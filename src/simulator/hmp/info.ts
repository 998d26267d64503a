// `info ...` of the human monitor, in text as QEMU sets it.

import type { Schema } from '../../qapi/model.js';
import { chainOf } from '../block/graph.js';
import type { World } from '../command.js';
import { progressOf } from '../jobs/progress.js';
import { disksOf } from '../jobs/vm-snapshots.js';
import { balloonMegabytes } from '../machine/memory.js';
import { nicsOf } from '../machine/network.js';
import { migrationInfo } from '../migration/progress.js';
import { PACKAGE } from '../version.js';
import type { Backend, Vm } from '../vm/state.js';
import type { Turn } from '../vm/turn.js';

export interface InfoRow {
  readonly name: string;
  readonly help: string;
  readonly text: (turn: Turn, world: World) => string;
}

/** In the order of `info` alone. */
export const INFO_ROWS: readonly InfoRow[] = [
  row(
    'balloon',
    'show balloon information',
    ({ vm }) => `balloon: actual=${balloonMegabytes(vm)}\n`,
  ),
  row('block', 'show info of one block device or all block devices', ({ vm }) => blockText(vm)),
  row('block-jobs', 'show progress of ongoing block device operations', blockJobsText),
  row('chardev', 'show the character devices', chardevText),
  row('cpus', 'show infos for each CPU', () => '* CPU #0: thread_id=4242\n'),
  row('jit', 'show dynamic compiler info', () => 'Translation buffer state:\n'),
  row('kvm', 'show KVM information', () => 'kvm support: disabled\n'),
  row(
    'memory_size_summary',
    'show the amount of initially allocated and present hotpluggable (if enabled) memory in bytes.',
    ({ vm }) => `base memory: ${vm.ramBytes}\nplugged memory: 0\n`,
  ),
  row('mice', 'show which guest mouse is receiving events', () => '* Mouse #2: QEMU PS/2 Mouse\n'),
  row('migrate', 'show migration status', migrateText),
  row('blockstats', 'what was read and written', ({ vm }) => blockStatsText(vm)),
  row('dump', 'how a dump stands', ({ vm }) => `Status: ${String(vm.dump.status)}\n`),
  row('iothreads', 'the I/O threads', () => ''),
  row('replay', 'whether a run is recorded or replayed', () => 'Record/replay is not active\n'),
  row('tpm', 'the TPM', () => ''),
  row('usb', 'the USB devices', () => 'Error: USB support not enabled\n'),
  row(
    'vm-generation-id',
    'the generation of the VM',
    () => 'Error: VM Generation ID device not found\n',
  ),
  row('migrate_capabilities', 'show current migration capabilities', ({ vm }, { schema }) =>
    Object.entries(vm.migration.capabilities)
      .filter(([name]) => hasCapability(schema, name))
      .map(([name, on]) => `${name}: ${on ? 'on' : 'off'}\n`)
      .join(''),
  ),
  row('name', 'show the current VM name', ({ vm }) => `${vm.name}\n`),
  row('network', 'show the network state', ({ vm }) => networkText(vm)),
  row('numa', 'show NUMA information', () => '0 nodes\n'),
  row('snapshots', 'show the currently saved VM snapshots', ({ vm }) => snapshotsText(vm)),
  row(
    'status',
    'show the current VM status (running|paused)',
    ({ vm }) => `VM status: ${statusText(vm)}\n`,
  ),
  row('uuid', 'show the current VM UUID', ({ vm }) => `${vm.uuid}\n`),
  row(
    'version',
    'show the version of QEMU',
    ({ vm }) => `${vm.version.numbers.join('.')}${PACKAGE}\n`,
  ),
  row('vnc', 'show the vnc server status', ({ vm }) => vncText(vm)),
];

function row(name: string, help: string, text: InfoRow['text']): InfoRow {
  return { name, help, text };
}

function statusText({ runState }: Vm): string {
  return runState === 'running' || runState === 'paused' ? runState : `paused (${runState})`;
}

function blockText(vm: Vm): string {
  return vm.backends.map(backend => driveText(vm, backend)).join('\n');
}

function driveText(vm: Vm, backend: Backend): string {
  const { device, path, root, isRemovable, isTrayOpen } = backend;
  const node = root === undefined ? undefined : vm.nodes.get(root);
  const title = device || root || path;
  const content = node === undefined ? '[not inserted]' : `${node.filename} (${node.driver})`;
  const lines = [`${title}: ${content}`, `    Attached to:      ${path}`];
  if (isRemovable)
    lines.push(`    Removable device: not locked, tray ${isTrayOpen ? 'open' : 'closed'}`);
  if (node !== undefined) lines.push('    Cache mode:       writeback');
  const [, backing] = node === undefined ? [] : chainOf(vm, node.name);
  const below = backing === undefined ? undefined : vm.nodes.get(backing);
  if (below !== undefined) lines.push(`    Backing file:     ${below.filename} (chain depth: 1)`);
  return `${lines.join('\n')}\n`;
}

function blockJobsText({ vm, now }: Turn): string {
  const jobs = [...vm.jobs.values()].filter(job => job.isBlockJob);
  if (jobs.length === 0) return 'No active jobs\n';
  return jobs
    .map(job => {
      const done = `Completed ${progressOf(job, now)} of ${job.total} bytes, speed limit ${job.speed} bytes/s`;
      return `Type ${job.type}, device ${job.id}: ${done}\n`;
    })
    .join('');
}

function chardevText({ vm }: Turn, { monitors }: World): string {
  const own = [...vm.chardevs.values()].map(({ id, filename }) => [id, filename]);
  const rows = [...monitors.map(({ id, filename }) => [id, filename]), ...own];
  return rows.map(([id, filename]) => `${id}: filename=${filename}\n`).join('');
}

/** Nothing is ever read or written here. */
const COUNTERS = [
  'rd_bytes',
  'wr_bytes',
  'rd_operations',
  'wr_operations',
  'flush_operations',
  'wr_total_time_ns',
  'rd_total_time_ns',
  'flush_total_time_ns',
  'rd_merged',
  'wr_merged',
  'idle_time_ns',
];

function blockStatsText({ backends }: Vm): string {
  const counts = COUNTERS.map(name => `${name}=0`).join(' ');
  return backends.map(({ device }) => `${device}: ${counts}\n`).join('');
}

function hasCapability(schema: Schema, name: string): boolean {
  const type = schema.types.get('MigrationCapability');
  return type?.kind === 'enum' && type.values.some(value => value.name === name);
}

const GLOBALS = [
  'globals:',
  'store-global-state: on',
  'only-migratable: off',
  'send-configuration: on',
  'send-section-footer: on',
  'decompress-error-check: on',
  'clear-bitmap-shift: 18',
];

function migrateText({ vm, now }: Turn): string {
  const { status = 'none', ram } = migrationInfo(vm, now);
  const lines = [...GLOBALS];
  if (status !== 'none') lines.push(`Migration status: ${String(status)}`);
  if (typeof ram === 'object' && ram !== null && 'transferred' in ram)
    lines.push(`transferred ram: ${String(ram.transferred)} bytes`);
  return `${lines.join('\n')}\n`;
}

function networkText(vm: Vm): string {
  return nicsOf(vm)
    .map(({ id, type, properties }) => {
      const netdev = String(properties.netdev);
      const kind = vm.netdevs.get(netdev)?.type ?? 'user';
      const nic = `${id}: index=0,type=nic,model=${type},macaddr=${String(properties.mac)}`;
      return `${nic}\n \\ ${netdev}: index=0,type=${kind},net=10.0.2.0,restrict=off\n`;
    })
    .join('');
}

const MIB = 2 ** 20;

function snapshotsText(vm: Vm): string {
  const disks = disksOf(vm).filter(node => node.driver === 'qcow2');
  const [first, ...others] = disks;
  const shown = (first?.snapshots ?? []).filter(
    ({ name, vmStateSize }) =>
      vmStateSize > 0 && others.every(node => node.snapshots.some(each => each.name === name)),
  );
  if (shown.length === 0) return 'There is no snapshot available.\n';
  const head = 'ID        TAG               VM SIZE                DATE     VM CLOCK     ICOUNT\n';
  const rows = shown.map(({ name, vmStateSize, date, vmClock }) => {
    const size = `${(vmStateSize / MIB).toFixed(2)} MiB`;
    const day = new Date(date).toISOString().slice(0, 19).replace('T', ' ');
    const clock = new Date(vmClock).toISOString().slice(11, 23);
    return `--        ${name.padEnd(17)}${size.padStart(8)} ${day} ${clock}           \n`;
  });
  return `List of snapshots present on all disks:\n${head}${rows.join('')}`;
}

function vncText({ vnc }: Vm): string {
  if (vnc === undefined) return 'None\n';
  return `default:\n  Server: :${vnc.path} (unix)\n    Auth: vnc (Sub: none)\n`;
}
