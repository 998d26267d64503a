// The words of a line of the human monitor: which live values may come next, by one table.
import { own } from '../json/value.js';
import type { Want } from './candidate.js';

/** By command: the kinds of its arguments in order, options like `-f` not counted. */
const ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  help: ['hmp-command'],
  block_job_cancel: ['block-job'],
  block_job_complete: ['block-job'],
  block_job_pause: ['block-job'],
  block_job_resume: ['block-job'],
  block_job_set_speed: ['block-job'],
  block_resize: ['block-any'],
  block_set_io_throttle: ['block-device'],
  block_stream: ['block-any', 'file'],
  change: ['block-device', 'file'],
  'chardev-change': ['chardev'],
  'chardev-remove': ['chardev'],
  'chardev-send-break': ['chardev'],
  commit: ['block-device'],
  cpu: ['cpu-index'],
  delvm: ['snapshot'],
  device_add: ['device-type'],
  device_del: ['device-id'],
  drive_backup: ['block-any', 'file', 'block-format'],
  drive_del: ['block-device'],
  drive_mirror: ['block-any', 'file', 'block-format'],
  'dump-guest-memory': ['file'],
  eject: ['block-device'],
  loadvm: ['snapshot'],
  logfile: ['file'],
  migrate: ['address'],
  migrate_incoming: ['address'],
  migrate_recover: ['address'],
  migrate_set_capability: ['migration-capability'],
  migrate_set_parameter: ['migration-parameter'],
  nbd_server_add: ['block-any'],
  nbd_server_remove: ['export'],
  netdev_del: ['netdev'],
  object_add: ['object-type'],
  object_del: ['object-id'],
  'qemu-io': ['block-any'],
  'qom-get': ['qom-path', 'qom-property'],
  'qom-list': ['qom-path'],
  'qom-set': ['qom-path', 'qom-property'],
  ringbuf_read: ['chardev'],
  ringbuf_write: ['chardev'],
  savevm: ['snapshot'],
  screendump: ['file'],
  set_link: ['net-client'],
  snapshot_blkdev: ['block-any', 'file', 'block-format'],
  snapshot_blkdev_internal: ['block-any', 'snapshot'],
  snapshot_delete_blkdev_internal: ['block-any', 'snapshot'],
  'trace-event': ['trace-event'],
};

/** The live values that may stand behind these words; none where it is not known. */
export function hmpWant(before: readonly string[]): Want | undefined {
  const [command, ...others] = before;
  if (command === undefined) return { kind: 'hmp-command' };
  if (command === 'info')
    return others.length === 0 ? { kind: 'hmp-command', of: 'info' } : undefined;
  const given = others.filter(word => !word.startsWith('-'));
  const kinds = own(ARGUMENTS, command) ?? [];
  const kind = kinds[given.length];
  const of = given.at(-1);
  return kind === undefined ? undefined : { kind, ...(of !== undefined && { of }) };
}

/** The words before the last one, which is still being typed. */
export function hmpWordsBefore(typed: string): readonly string[] {
  return typed
    .split(/\s+/)
    .slice(0, -1)
    .filter(word => word !== '');
}
