// Names that the user makes up: what they begin with, for members where a bare number would not do.
import type { MemberNotes } from '../shell/annotations.js';
import type { Scope, Target } from './object-place.js';

/** By command, then by member at the top of its arguments. QEMU wants identifiers here: a letter first. */
const STEMS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'blockdev-add': { 'node-name': 'node' },
  'block-export-add': { id: 'export' },
  'chardev-add': { id: 'chr' },
  device_add: { id: 'dev' },
  netdev_add: { id: 'net' },
  'object-add': { id: 'obj' },
};

/** By member, whatever the command. */
const COMMON_STEMS: Readonly<Record<string, string>> = {
  'job-id': 'job',
  'snapshot-node-name': 'snap',
  'filter-node-name': 'filter',
};

/** What a name made up for this member begins with; undefined where it is no such member. */
export function newNameStem(
  { command, notes: own }: Scope,
  target: Target,
  notes: MemberNotes | undefined,
): string | undefined {
  if (target.path.length !== 1) return notes?.source === 'new-name' ? 'node' : undefined;
  const [name = ''] = target.path;
  const starts = own?.['job-id']?.includes(name) && name !== 'device' ? 'job' : undefined;
  return STEMS[command]?.[name] ?? starts ?? COMMON_STEMS[name];
}
