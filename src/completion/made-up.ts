// Values that the user makes up: what they look like, for members where a bare number would not do.
import { own } from '../json/value.js';
import type { MemberNotes } from '../shell/annotations.js';
import type { Scope, Target } from './object-place.js';

/** Values by member. */
type Examples = Readonly<Record<string, readonly string[]>>;

const ADDRESSES = ['tcp:localhost:4444', 'unix:/run/migrate.sock'];

/** By command, then by member at the top of its arguments. QEMU wants identifiers for ids: a letter first. */
const EXAMPLES: Readonly<Record<string, Examples>> = {
  'blockdev-add': { 'node-name': ['node0'] },
  'block-export-add': { id: ['export0'] },
  'chardev-add': { id: ['chr0'] },
  add_client: { protocol: ['vnc', 'spice', '@dbus-display'] },
  client_migrate_info: { protocol: ['spice'] },
  device_add: { id: ['dev0'] },
  expire_password: { time: ['never', 'now', '+3600'] },
  migrate: { uri: ADDRESSES },
  'migrate-incoming': { uri: ADDRESSES },
  'migrate-recover': { uri: ADDRESSES },
  netdev_add: { id: ['net0'] },
  'object-add': { id: ['obj0'], status: ['on', 'off'], position: ['head', 'tail'] },
};

/** By member, whatever the command. */
const COMMON_EXAMPLES: Examples = {
  'job-id': ['job0'],
  'snapshot-node-name': ['snap0'],
  'filter-node-name': ['filter0'],
};

/** What a value made up for this member may look like; nothing where any text will do. */
export function madeUpValues(
  { command, notes: noted }: Scope,
  target: Target,
  notes: MemberNotes | undefined,
): readonly string[] {
  if (target.path.length !== 1) return notes?.source === 'new-name' ? ['node0'] : [];
  const [name = ''] = target.path;
  const isJob = noted?.['job-id']?.includes(name) && name !== 'device';
  return (
    own(own(EXAMPLES, command) ?? {}, name) ??
    (isJob ? ['job0'] : (own(COMMON_EXAMPLES, name) ?? []))
  );
}
