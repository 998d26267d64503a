// Migration and dump: at most one of each at a time, known from events and from query-migrate and query-dump.
import { isJsonObject, type JsonObject, type JsonValue } from '../json/value.js';
import {
  type Integer,
  integerIn,
  memberIn,
  type SeenEvent,
  type SeenReply,
  type SessionInput,
  textIn,
} from './session-input.js';

export interface Migration {
  /** MigrationStatus; `none` where nothing has told of a migration. */
  readonly status: string;
  /** How often RAM was gone through: MIGRATION_PASS, or `dirty-sync-count` of `ram`. */
  readonly pass?: Integer | undefined;
  /** The server's text after a failure (QEMU 2.7 and later). */
  readonly error?: string | undefined;
  /** Of `ram`, in bytes. */
  readonly transferred?: Integer | undefined;
  readonly remaining?: Integer | undefined;
  readonly total?: Integer | undefined;
  /** Bytes a second that the guest changes: `dirty-pages-rate` of `ram` (QEMU 2.10 tells how large its pages are). */
  readonly dirtied?: number | undefined;
  /** What query-migrate returned last. */
  readonly row?: JsonObject | undefined;
  /** `migrate` or `migrate-incoming` was answered in this session. */
  readonly isAsked: boolean;
  /** It was begun or seen to go on, and query-migrate has not told its end. */
  readonly isUnderWay: boolean;
  /** How many of them were under way here and have ended. */
  readonly ended: number;
}

export const NO_MIGRATION: Migration = {
  status: 'none',
  isAsked: false,
  isUnderWay: false,
  ended: 0,
};

/** MigrationStatus of one that is over. One in `colo` goes on without end. */
const ENDS: ReadonlySet<string> = new Set(['completed', 'failed', 'cancelled']);
/** Statuses in which nothing moves that could be watched. */
const STILL: ReadonlySet<string> = new Set([...ENDS, 'none', 'colo']);

/** The migration after what was seen; the same object where it does not concern it. */
export function stepMigration(migration: Migration, input: SessionInput): Migration {
  return input.kind === 'event' ? stepEvent(migration, input) : stepReply(migration, input);
}

function stepEvent(migration: Migration, event: SeenEvent): Migration {
  if (event.name === 'MIGRATION_PASS') return { ...migration, pass: integerIn(event.data, 'pass') };
  const status = event.name === 'MIGRATION' ? textIn(event.data, 'status') : undefined;
  if (status === undefined) return migration;
  const isUnderWay = migration.isUnderWay || !STILL.has(status);
  const { isAsked, ended } = migration;
  const isNew = status === 'setup';
  return isNew ? { status, isAsked, isUnderWay, ended } : { ...migration, status, isUnderWay };
}

function stepReply(migration: Migration, reply: SeenReply): Migration {
  switch (reply.command) {
    case 'query-migrate':
      return fromRow(migration, reply.value);
    case 'migrate':
      return { ...migration, isAsked: true, isUnderWay: true };
    case 'migrate-incoming':
      return { ...migration, isAsked: true };
    default:
      return migration;
  }
}

/** MigrationInfo; `{}`, or `blocked-reasons` alone, before there was a migration. */
function fromRow(migration: Migration, row: JsonValue): Migration {
  if (!isJsonObject(row)) return migration;
  const ram = memberIn(row, 'ram');
  const status = textIn(row, 'status') ?? 'none';
  const hasEnded = migration.isUnderWay && ENDS.has(status);
  return {
    ...migration,
    row,
    status,
    error: textIn(row, 'error-desc'),
    pass: integerIn(ram, 'dirty-sync-count') ?? migration.pass,
    transferred: integerIn(ram, 'transferred'),
    remaining: integerIn(ram, 'remaining'),
    total: integerIn(ram, 'total'),
    dirtied: dirtiedIn(ram),
    isUnderWay: !STILL.has(status),
    ended: migration.ended + (hasEnded ? 1 : 0),
  };
}

function dirtiedIn(ram: JsonValue | undefined): number | undefined {
  const pages = integerIn(ram, 'dirty-pages-rate');
  const size = integerIn(ram, 'page-size');
  return pages === undefined || size === undefined ? undefined : Number(pages) * Number(size);
}

/** DumpQueryResult, QEMU 2.6 and later. */
export interface Dump {
  /** DumpStatus: `none`, `active`, `completed`, `failed`. */
  readonly status: string;
  /** In bytes. */
  readonly completed?: Integer | undefined;
  readonly total?: Integer | undefined;
  readonly error?: string | undefined;
}

export const NO_DUMP: Dump = { status: 'none' };

/** The dump after what was seen. DUMP_COMPLETED comes for detached ones alone. */
export function stepDump(dump: Dump, input: SessionInput): Dump {
  if (input.kind === 'reply') {
    return input.command === 'query-dump' ? dumpFrom(dump, input.value) : dump;
  }
  if (input.name !== 'DUMP_COMPLETED') return dump;
  const error = textIn(input.data, 'error');
  return { ...dumpFrom(dump, memberIn(input.data, 'result')), error };
}

function dumpFrom(dump: Dump, row: JsonValue | undefined): Dump {
  const status = textIn(row, 'status') ?? dump.status;
  return { status, completed: integerIn(row, 'completed'), total: integerIn(row, 'total') };
}
