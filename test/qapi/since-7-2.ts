// Why the source of 10.2 and a reply of 7.2 differ: by the ages and conditions that the source tells, and by rows for
// what it does not tell.
import { conditionHolds } from '../../src/qapi/condition-holds.js';
import { isBefore } from '../../src/qapi/history.js';
import { type Marks, objectOf, type Schema } from '../../src/qapi/model.js';
import { type Difference, showDifference } from './reply-differences.js';

const VERSION = '7.2';

/** What the build that was recorded lacks. */
const LACKING = new Set(['CONFIG_BLKIO', 'CONFIG_COCOA', 'CONFIG_VMNET', 'CONFIG_WIN32']);

/** A difference as it is shown, or all of one owner (`-member X.*`) -> what happened. */
export const EXPLAINED: Readonly<Record<string, string>> = {
  // Commands and events that are gone.
  '-command x-query-opcount': 'gone after 8.2',
  '-command x-query-profile': 'gone after 8.0',
  '-command x-query-rdma': 'removed in 9.1, with the pvrdma device',
  '-event RDMA_GID_STATUS_CHANGED': 'removed in 9.1, with the pvrdma device',
  '-event MEM_UNPLUG_ERROR': 'removed in 9.1: DEVICE_UNPLUG_GUEST_ERROR',

  // Commands that only builds for other machines had: conditions on the target went since.
  '+command dump-skeys': 'in 7.2 for s390x alone',
  '+command query-cpu-model-baseline': 'in 7.2 for s390x alone',
  '+command query-cpu-model-comparison': 'in 7.2 for s390x alone',
  '+command query-gic-capabilities': 'in 7.2 for ARM alone',

  // Migration without block migration and without compression in the stream: 9.1.
  '-member MigrationInfo.disk': 'removed in 9.1',
  '-member MigrationInfo.compression': 'removed in 9.1',
  '-member MigrationParameters.block-incremental': 'removed in 9.1',
  '-member MigrationParameters.compress-level': 'removed in 9.1',
  '-member MigrationParameters.compress-threads': 'removed in 9.1',
  '-member MigrationParameters.compress-wait-thread': 'removed in 9.1',
  '-member MigrationParameters.decompress-threads': 'removed in 9.1',
  '-member MigrationStats.skipped': 'removed in 9.1',
  '-member q_obj_migrate-arg.blk': 'removed in 9.1',
  '-member q_obj_migrate-arg.inc': 'removed in 9.1',
  '-value MigrationCapability.block': 'removed in 9.1',
  '-value MigrationCapability.compress': 'removed in 9.1',
  '-value MigrationCapability.zero-blocks': 'removed with block migration',
  '-member q_obj_migrate-arg.detach': 'deprecated in 10.1, gone in this tree',
  '+member q_obj_migrate-arg.channels': 'came with 8.2, its document does not say so',
  '+member q_obj_migrate-incoming-arg.channels': 'came with 8.2, its document does not say so',
  '~optional q_obj_migrate-arg.uri': 'mandatory before the channels of 8.2',
  '~optional q_obj_migrate-incoming-arg.uri': 'mandatory before the channels of 8.2',
  '~kind MigrationParameters.tls-creds':
    'a string before the parameters to set and those told became one type',

  // The block layer.
  '+member q_obj_block-latency-histogram-set-arg.boundaries-zap': 'came with 8.1, with zone append',
  '~order NbdServerOptionsLegacy': 'arguments in place before they became a struct with a base',
  '~optional BlockDeviceInfo.node-name': 'always told since 10.1',
  '~optional BlockdevCreateOptionsLUKS.file':
    'may be left out since 9.0, where the header is apart',
  '~features BlockdevDriver.gluster': 'deprecated in 9.2',
  '~kind BlockJobInfo.type': 'a string before 8.2',
  '~tag BlockJobInfo': 'a union since 8.2',
  '+branch BlockJobInfo.*': 'a union since 8.2',
  '~order ImageInfo': 'its members in part from BlockNodeInfo since 8.0',
  '-member VmdkExtentInfo.*': 'an ImageInfo before 8.0, with members that never were told',
  '~features block-job-pause': 'deprecated in 10.1',
  '~features block-job-resume': 'deprecated in 10.1',
  '~features block-job-complete': 'deprecated in 10.1',
  '~features block-job-dismiss': 'deprecated in 10.1',
  '~features block-job-finalize': 'deprecated in 10.1',

  // Objects and character devices.
  '-member SecretProperties.loaded': 'removed after its deprecation in 6.0',
  '-member SecretKeyringProperties.loaded': 'removed after its deprecation in 6.0',
  '-member TlsCredsAnonProperties.loaded': 'removed after its deprecation in 6.0',
  '-member TlsCredsPskProperties.loaded': 'removed after its deprecation in 6.0',
  '-member TlsCredsX509Properties.loaded': 'removed after its deprecation in 6.0',
  '~order SevGuestProperties': 'its members in part from SevCommonProperties since 9.1',
  '-member ChardevSocket.reconnect': 'removed in 10.2: reconnect-ms',
  '+member ChardevPty.path': 'came with 9.2, with the type: a ChardevCommon before',
  '~features ChardevBackendKind.memory': 'deprecated after 7.2',

  // The machine.
  '+member SevInfo.sev-type': 'a union since 9.1',
  '~tag SevInfo': 'a union since 9.1',
  '+branch SevInfo.sev': 'a union since 9.1',
  '-member SevInfo.policy': 'in a branch since 9.1',
  '-member SevInfo.handle': 'in a branch since 9.1',
  '-member SgxInfo.section-size': 'removed in 8.0: sections',
  '-member StatusInfo.singlestep': 'removed in 9.0',
  '-branch CpuInfoFast.cris': 'removed in 9.2',
  '-value SysEmuTarget.cris': 'removed in 9.2',
  '-branch CpuInfoFast.nios2': 'removed in 9.1',
  '-value SysEmuTarget.nios2': 'removed in 9.1',
  '-member TraceEventInfo.vcpu': 'removed with the trace events of single CPUs',
  '-member q_obj_trace-event-get-state-arg.vcpu': 'removed with the trace events of single CPUs',
  '-member q_obj_trace-event-set-state-arg.vcpu': 'removed with the trace events of single CPUs',
};

/** Whether a difference is a change after 7.2, or of what that build lacks. */
export function explains(schema: Schema, difference: Difference): boolean {
  if (rowOf(difference) !== undefined) return true;
  return marksOf(schema, difference).some(isLacking);
}

/** The name of the row that explains it. */
export function rowOf(difference: Difference): string | undefined {
  const shown = showDifference(difference);
  const rows = [shown, shown.replace(/\.[^.]*$/, '.*')];
  return rows.find(row => Object.hasOwn(EXPLAINED, row));
}

function isLacking({ doc, condition }: Marks): boolean {
  const isLater = doc?.since !== undefined && isBefore(VERSION, doc.since);
  return (
    isLater || (condition !== undefined && !conditionHolds(condition, name => !LACKING.has(name)))
  );
}

/** Whatever may date what only the source has. */
function marksOf(schema: Schema, { mark, owner, name }: Difference): readonly Marks[] {
  switch (mark) {
    case '+command':
      return listOf(schema.commands.get(owner));
    case '+event':
      return listOf(schema.events.get(owner));
    case '+member':
      return (objectOf(schema, owner)?.members ?? []).filter(member => member.name === name);
    case '+value':
      return [...valueMarks(schema, owner, name), ...branchTypes(schema, owner, name)];
    case '+branch': {
      const { members = [], tag } = objectOf(schema, owner) ?? {};
      const tagType = members.find(member => member.name === tag)?.type ?? '';
      return [...valueMarks(schema, tagType, name), ...branchTypes(schema, tagType, name)];
    }
    default:
      return [];
  }
}

function listOf<T>(value: T | undefined): readonly T[] {
  return value === undefined ? [] : [value];
}

function valueMarks(schema: Schema, name: string, value: string): readonly Marks[] {
  const type = schema.types.get(name);
  return type?.kind === 'enum' ? type.values.filter(row => row.name === value) : [];
}

/** A value of a discriminator is no older than the type of its branch. */
function branchTypes(schema: Schema, tagType: string, value: string): readonly Marks[] {
  return [...schema.types.values()].flatMap(type => {
    if (type.kind !== 'object' || type.tag === undefined) return [];
    const tag = type.members.find(member => member.name === type.tag);
    const branch = type.branches?.find(row => row.value === value);
    return tag?.type === tagType && branch ? listOf(objectOf(schema, branch.type)) : [];
  });
}
