// How a migration ended, in words that stay in the transcript: MIGRATION events tell less, and only those who have asked
// for them. Pure.
import type { Migration } from '../../session/migration.js';
import { integerIn, memberIn } from '../../session/session-input.js';
import { escapeLine } from '../../shell/escape.js';
import { shortQuantity } from '../../shell/human/quantity.js';
import { durationText } from '../../tui/draw/duration.js';

/** `migration completed after 6.0 s · downtime 12 ms · 24.3 MiB transferred · 3 passes`, of the last query-migrate. */
export function migrationEnd({ status, error, row, transferred, pass }: Migration): string {
  const took = integerIn(row, 'total-time');
  const downtime = integerIn(row, 'downtime');
  const head = `migration ${status}`;
  const facts = [
    took === undefined ? head : `${head} after ${durationText(Number(took))}`,
    downtime === undefined ? undefined : `downtime ${durationText(Number(downtime))}`,
    transferred === undefined ? undefined : `${shortQuantity(transferred, 'bytes')} transferred`,
    memberIn(row, 'ram') === undefined || pass === undefined ? undefined : passes(pass),
    error,
  ];
  return escapeLine(facts.filter(fact => fact !== undefined).join(' · '));
}

function passes(pass: number | bigint): string {
  return Number(pass) === 1 ? '1 pass' : `${pass} passes`;
}
