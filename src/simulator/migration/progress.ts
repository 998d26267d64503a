// How much a migration has sent, and what query-migrate says of it.
import { JsonNumber, type JsonObject } from '../../json/value.js';
import { present } from '../arguments.js';
import type { BlockNode, Vm } from '../vm/state.js';
import { printDouble } from '../wire/number-token.js';

const PAGE = 4096;
const MBIT = 1e6;
/** What a destination that reads nothing lets through: the buffers between. */
const STUCK_AT = 185_209;

/** Bytes sent until now. */
export function sentSoFar({ migration, usedBytes }: Vm, now: number): number {
  const { status, sent, since } = migration;
  if (status !== 'active' && status !== 'postcopy-active') return sent;
  const limit = isStuck(migration) ? STUCK_AT : usedBytes;
  const moved = (rateOf(migration) * (now - since)) / 1000;
  return Math.min(Math.floor(sent + moved), Math.max(limit, sent));
}

function isStuck({ destination, uri }: Vm['migration']): boolean {
  return destination === 'stuck' && !uri.startsWith('exec:');
}

function rateOf({ status, parameters }: Vm['migration']): number {
  const name = status === 'postcopy-active' ? 'max-postcopy-bandwidth' : 'max-bandwidth';
  return Number(parameters[name]) || 2 ** 30;
}

/** Formats that keep a VM from being moved. */
const IMMOBILE: ReadonlySet<string> = new Set(['qcow', 'vdi', 'vhdx', 'vmdk', 'vpc', 'vvfat (rw)']);

/** Why the VM cannot be moved, in the order in which that came to be. */
export function blockersOf({ nodes }: Vm): readonly string[] {
  return [...nodes.values()]
    .map(node => ({ ...node, format: formatOf(node) }))
    .filter(({ format }) => IMMOBILE.has(format))
    .map(
      ({ name, format }) =>
        `The ${format} format used by node '${name}' does not support live migration`,
    );
}

function formatOf({ driver, options }: BlockNode): string {
  return driver === 'vvfat' && options.rw === true ? 'vvfat (rw)' : driver;
}

/** MigrationInfo. Before the first migration there is nothing to tell but what blocks one. */
export function migrationInfo(vm: Vm, now: number): JsonObject {
  const blockers = blockersOf(vm);
  const info = statusInfo(vm, now);
  return blockers.length === 0 ? info : { ...info, 'blocked-reasons': blockers };
}

function statusInfo(vm: Vm, now: number): JsonObject {
  const { status, error } = vm.migration;
  switch (status) {
    case 'none':
      return {};
    case 'setup':
    case 'cancelled':
    case 'cancelling':
      return { status };
    case 'failed':
      return present({ status, 'error-desc': error });
    case 'completed':
      return completedInfo(vm, now);
    default:
      return {
        'expected-downtime': 300,
        status,
        'setup-time': SETUP_TIME,
        'total-time': Math.floor(now - vm.migration.began),
        ram: ramInfo(vm, now),
      };
  }
}

const SETUP_TIME = 1;

function completedInfo(vm: Vm, now: number): JsonObject {
  const { status, began, ended } = vm.migration;
  return {
    status,
    'setup-time': SETUP_TIME,
    downtime: 1,
    'total-time': Math.floor(ended - began),
    ram: ramInfo(vm, now),
  };
}

/** MigrationStats: pages that are all zero cost next to nothing, and are over first. */
function ramInfo(vm: Vm, now: number): JsonObject {
  const { migration, ramBytes, usedBytes } = vm;
  const sent = sentSoFar(vm, now);
  const isOver = sent >= usedBytes;
  const pages = Math.floor(sent / PAGE);
  const total = ramBytes + DEVICE_RAM;
  return {
    total,
    'postcopy-requests': 0,
    'dirty-sync-count': migration.passes,
    'multifd-bytes': 0,
    'pages-per-second': Math.floor(rateOf(migration) / PAGE),
    'downtime-bytes': 0,
    'page-size': PAGE,
    remaining: isOver ? 0 : total - Math.floor((sent * total) / usedBytes / PAGE) * PAGE,
    'postcopy-bytes': 0,
    mbps: new JsonNumber(printDouble((rateOf(migration) * 8) / MBIT)),
    transferred: sent,
    'dirty-sync-missed-zero-copy': 0,
    'precopy-bytes': sent,
    duplicate: Math.floor((total - usedBytes) / PAGE),
    'dirty-pages-rate': 0,
    skipped: 0,
    'normal-bytes': pages * PAGE,
    normal: pages,
  };
}

/** Video memory, firmware and the like go over with the rest. */
const DEVICE_RAM = 532_480;
