import { expect, it } from 'vitest';
import { migrationEnd } from '../../../src/cli/screen/migration-end.js';
import { NO_MIGRATION, stepMigration } from '../../../src/session/migration.js';

/** What is said of the migration whose last query-migrate returned this. */
function saidOf(value: object): string {
  const migration = { ...NO_MIGRATION, isUnderWay: true };
  const row = { ...value };
  return migrationEnd(stepMigration(migration, reply(row)));
}

const reply = (value: object) => ({
  kind: 'reply' as const,
  command: 'query-migrate',
  args: {},
  value: JSON.parse(JSON.stringify(value)),
  since: 0,
});

it.each<[what: string, row: object, said: string]>([
  [
    'how long it took, how long the guest stood still, and how much went over',
    {
      status: 'completed',
      'setup-time': 1,
      downtime: 12,
      'total-time': 6021,
      ram: { transferred: 25_509_525, remaining: 0, 'dirty-sync-count': 3 },
    },
    'migration completed after 6.0 s · downtime 12 ms · 24.3 MiB transferred · 3 passes',
  ],
  [
    'the end alone, which is all that a destination knows',
    { status: 'completed' },
    'migration completed',
  ],
  [
    'why it failed',
    { status: 'failed', 'error-desc': 'no \u001b[31m route' },
    'migration failed · no \\u001B[31m route',
  ],
  ['that it was cancelled', { status: 'cancelled' }, 'migration cancelled'],
  [
    'one pass as one',
    { status: 'completed', ram: { 'dirty-sync-count': 1 } },
    'migration completed · 1 pass',
  ],
])('of a migration that is over stays %s', (_what, row, said) => {
  expect(saidOf(row)).toBe(said);
});
