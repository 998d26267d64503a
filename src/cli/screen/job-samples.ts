// Jobs as a screen shows them: how far, how fast and for how long, from looking at them again and again. Pure.
import type { Job } from '../../session/job.js';
import type { Migration } from '../../session/migration.js';
import type { Tracked } from '../../session/tracked.js';
import type { JobShown, MovedShown } from '../../tui/facts.js';

/** One thing that makes progress, at one moment. */
export interface Progress {
  readonly id: string;
  readonly type: string | undefined;
  readonly status: string;
  readonly current: number | undefined;
  readonly total: number | undefined;
  readonly error: string | undefined;
  /** Of a migration alone. */
  readonly moved?: MovedShown;
}

/** How far a thing was at its last step, and how fast it went until there. */
interface Sample {
  readonly at: number;
  readonly current: number;
  readonly rate: number | undefined;
}

export type Samples = ReadonlyMap<string, Sample>;

export const NO_SAMPLES: Samples = new Map();

/** How much of a rate is its newest part: steady enough to be read, quick enough to be true. */
const NEWEST_SHARE = 0.4;
/** Steps nearer than this say nothing of the rate, in ms. */
const LEAST_STEP_MS = 200;
/** A job without a step for so long, in ms, stands still, whatever its rate was: its storage may hang. */
const STANDSTILL_MS = 3_000;

/** What runs, from the session's record; what has ended is gone with its last event. */
export function progressOf({ jobs, migration, dump }: Tracked): readonly Progress[] {
  return [
    ...[...jobs.live.values()].map(jobProgress),
    ...migrationProgress(migration),
    ...(dump.status === 'active'
      ? [
          {
            ...NAMELESS,
            id: 'dump',
            status: dump.status,
            current: numberOf(dump.completed),
            total: numberOf(dump.total),
          },
        ]
      : []),
  ];
}

const NAMELESS = { type: undefined, current: undefined, total: undefined, error: undefined };

function jobProgress({ id, type, status, current, total, error }: Job): Progress {
  return { id, type, status, current: numberOf(current), total: numberOf(total), error };
}

/** Until it is over; a failure stays in sight of the transcript, not here. */
const OVER = new Set(['none', 'completed', 'cancelled', 'failed']);

function migrationProgress(migration: Migration): Progress[] {
  const { status, error } = migration;
  if (OVER.has(status)) return [];
  const moved = movedOf(migration);
  const { transferred: current, remaining: left } = moved;
  const total = current === undefined || left === undefined ? undefined : current + left;
  return [{ ...NAMELESS, id: 'migration', status, current, total, error, moved }];
}

function movedOf({ transferred, remaining, dirtied, pass }: Migration): MovedShown {
  return {
    transferred: numberOf(transferred),
    remaining: numberOf(remaining),
    dirtied: numberOf(dirtied),
    pass: numberOf(pass),
  };
}

/** A server's count as a number; none below nothing. */
function numberOf(value: number | bigint | undefined): number | undefined {
  return value === undefined ? undefined : Math.max(Number(value), 0);
}

/** The samples after another look at `now`, in ms of a steady clock. */
export function stepSamples(before: Samples, seen: readonly Progress[], now: number): Samples {
  return new Map(
    seen.flatMap(({ id, current }) => {
      if (current === undefined) return [];
      return [[id, stepSample(before.get(id), current, now)] as const];
    }),
  );
}

function stepSample(before: Sample | undefined, current: number, now: number): Sample {
  if (before === undefined || current < before.current)
    return { at: now, current, rate: undefined };
  const took = now - before.at;
  if (current === before.current && took > STANDSTILL_MS) return { ...before, rate: 0 };
  if (current === before.current || took < LEAST_STEP_MS) return before;
  const newest = ((current - before.current) * 1000) / took;
  return { at: now, current, rate: steadied(before.rate, newest) };
}

function steadied(before: number | undefined, newest: number): number {
  if (before === undefined || before === 0) return newest;
  return newest * NEWEST_SHARE + before * (1 - NEWEST_SHARE);
}

export function jobShown(
  { id, type, status, current, total, error, moved }: Progress,
  samples: Samples,
): JobShown {
  const rate = samples.get(id)?.rate;
  const isKnown = current !== undefined && total !== undefined && total > 0;
  // What the guest changes meanwhile has to go over again: where that is more, there is no end.
  const gain = (rate ?? 0) - (moved?.dirtied ?? 0);
  const left = isKnown && gain > 0 ? Math.max(total - current, 0) / gain : undefined;
  return {
    id,
    type,
    status,
    done: isKnown ? current / total : undefined,
    rate,
    secondsLeft: left,
    error,
    moved,
  };
}
