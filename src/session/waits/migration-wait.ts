// `.wait migration`: until it has ended, by asking query-migrate; MIGRATION events only make it faster.
import type { Migration } from '../migration.js';
import { memberIn } from '../session-input.js';
import { type Look, lookingWait, type Verdict } from './looking.js';
import {
  failed,
  nothingThere,
  type QueryReply,
  refusedBy,
  succeeded,
  type Wait,
  type WaitFacts,
  type WaitResult,
} from './wait.js';

/** In which state timed looks found it stuck, and how many. */
interface MigrationMemory {
  readonly stuckIn?: string;
  readonly stuckLooks: number;
}

/** States that only a command ends, and that command. */
const STUCK: ReadonlyMap<string, string> = new Map([
  ['pre-switchover', 'to go on: migrate-continue state=pre-switchover'],
  [
    'postcopy-paused',
    'to go on: migrate-recover uri=... on the destination, then migrate uri=... resume=on here',
  ],
]);

/** How often a timed look must find it stuck: it passes through these states when another client goes on. */
const STUCK_LOOKS = 2;

/** States that every completed migration has been through, seen or not. */
const PASSED: ReadonlySet<string> = new Set(['setup', 'active', 'device']);
const ENDS: ReadonlySet<string> = new Set(['completed', 'failed', 'cancelled']);

export function migrationWait(state: string | undefined): Wait<unknown> {
  return lookingWait(migrationLook(state));
}

export function migrationLook(state: string | undefined): Look<MigrationMemory> {
  return {
    memory: { stuckLooks: 0 },
    poll: [100, 500],
    ask: () => ({ command: 'query-migrate' }),
    answer: (memory, reply, facts, isTimed) => {
      if (reply.kind === 'error') return settle(refusedBy(reply, 'cannot see a migration'));
      return judge({ state, memory, isTimed, migration: facts.tracked.migration, reply });
    },
    hear: (_, event) => (event.name === 'MIGRATION' ? 'look' : 'ignore'),
    describe: (_, facts) => describe(state, facts),
  };
}

interface Sight {
  readonly state: string | undefined;
  readonly memory: MigrationMemory;
  readonly isTimed: boolean;
  readonly migration: Migration;
  readonly reply: QueryReply;
}

function settle(result: WaitResult): Verdict<MigrationMemory> {
  return { kind: 'settle', result };
}

function judge(sight: Sight): Verdict<MigrationMemory> {
  const { state, migration, reply } = sight;
  const { status } = migration;
  if (status === 'none') return judgeNone(sight);
  if (status === state) return settle(succeeded(reply.valueText, `migration is ${status}`));
  if (ENDS.has(status)) return settle(endResult(sight));
  return state === undefined && STUCK.has(status) ? judgeStuck(sight) : wait(sight);
}

function judgeNone({ migration, reply }: Sight): Verdict<MigrationMemory> {
  if (migration.isAsked) return { kind: 'wait', memory: { stuckLooks: 0 } };
  const reasons = memberIn(reply.value, 'blocked-reasons');
  const why = Array.isArray(reasons) ? `, and none can be: ${reasons.join('; ')}` : '';
  return settle(nothingThere(`no migration was started${why}`));
}

function endResult({ state, migration, reply }: Sight): WaitResult {
  const line = reply.valueText;
  switch (migration.status) {
    case 'completed':
      if (state === undefined || PASSED.has(state)) return succeeded(line, 'migration completed');
      return failed(line, `migration completed without being seen in state ${state}`);
    case 'failed':
      return failed(
        line,
        `migration failed: ${migration.error ?? "the server does not tell why; see QEMU's stderr"}`,
      );
    default:
      return failed(line, `migration was ${migration.status}`);
  }
}

function judgeStuck({ memory, isTimed, migration, reply }: Sight): Verdict<MigrationMemory> {
  const { status } = migration;
  const stuckLooks = memory.stuckIn === status ? memory.stuckLooks + (isTimed ? 1 : 0) : 0;
  if (stuckLooks >= STUCK_LOOKS) {
    return settle(failed(reply.valueText, `migration stays in ${status}; ${STUCK.get(status)}`));
  }
  return { kind: 'wait', memory: { stuckIn: status, stuckLooks }, afterMs: 250 };
}

function wait({ memory }: Sight): Verdict<MigrationMemory> {
  return { kind: 'wait', memory: { ...memory, stuckLooks: 0 } };
}

function describe(state: string | undefined, { tracked }: WaitFacts): string {
  const wanted = state === undefined ? 'to end' : `to be ${state}`;
  return `the migration ${wanted}, which is ${tracked.migration.status}`;
}
