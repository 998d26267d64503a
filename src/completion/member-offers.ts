// The members that may be added at a place, as offers: those of the schema, and those that only the server knows.
import { rowsAt } from './member-rows.js';
import { givenAt, type Scope, type Target } from './object-place.js';
import { openMembers, settingsOf } from './open-members.js';
import type { MemberRow, Offer } from './slot.js';

/** `isWanted`: which of the schema's members can be written in this notation. */
export function memberOffers(
  scope: Scope,
  target: Target,
  isWanted: (row: MemberRow) => boolean = () => true,
): readonly Offer[] {
  const rows = rowsAt(scope, target).filter(isWanted);
  const now = settingsOf(scope, target);
  const members: Offer[] =
    rows.length > 0 ? [{ kind: 'members', rows, ...(now && { want: now }) }] : [];
  const want = openMembers(scope, target);
  if (want === undefined) return members;
  const except = [...givenAt(scope, target.path), ...rows.map(row => row.key)];
  return [...members, { kind: 'live', want, as: 'member', except }];
}
