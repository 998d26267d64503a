// One background job, whatever told of it: events, query-jobs, query-block-jobs. Data and what follows from it.
import type { JsonObject } from '../json/value.js';
import type { Integer } from './session-input.js';

/** How a job ended. `unknown`: it is gone and nothing told how. */
export type JobOutcome = 'completed' | 'failed' | 'cancelled' | 'unknown';

export interface Job {
  readonly id: string;
  /** JobType: `mirror`, `backup`, `snapshot-save`; unknown until something but JOB_STATUS_CHANGE has told. */
  readonly type?: string | undefined;
  /** JobStatus: `created running paused ready standby waiting pending aborting concluded null`. */
  readonly status: string;
  readonly current?: Integer | undefined;
  readonly total?: Integer | undefined;
  /** The limit in bytes a second, 0 for none; block jobs only. */
  readonly speed?: Integer | undefined;
  /** The server's text, once the job has failed. */
  readonly error?: string | undefined;
  /** BlockDeviceIoStatus: `ok`, `failed`, `nospace`. */
  readonly ioStatus?: string | undefined;
  readonly autoFinalize?: boolean | undefined;
  readonly autoDismiss?: boolean | undefined;
  /** Block jobs are listed by query-block-jobs and have BLOCK_JOB_* events; undefined until one of them told. */
  readonly isBlock?: boolean | undefined;
  /** Paused by an I/O error (BLOCK_JOB_ERROR with action `stop`) and not resumed since. */
  readonly isStoppedByError: boolean;
  readonly wasReady: boolean;
  readonly wasPending: boolean;
  readonly isAborting: boolean;
  /** This session's command made it. */
  readonly isOurs: boolean;
  /** What this session's last command to it was, where it takes time: a job may stay ready for long after it. */
  readonly asked?: 'complete' | 'cancel' | undefined;
  /** Set as soon as it is known, while the job may still be listed as concluded. */
  readonly outcome?: JobOutcome | undefined;
  /** Its row of query-jobs as the server last sent it. */
  readonly row?: JsonObject | undefined;
  /** The number of the event that moved it last; of the last event before the question, where a reply told. */
  readonly changedAt: number;
}

export function newJob(id: string, status: string, changedAt: number): Job {
  return {
    id,
    status,
    changedAt,
    isStoppedByError: false,
    wasReady: false,
    wasPending: false,
    isAborting: false,
    isOurs: false,
  };
}

/** The job in another status, with what that status tells. */
export function inStatus(job: Job, status: string, changedAt: number): Job {
  return {
    ...job,
    status,
    changedAt: status === job.status ? job.changedAt : changedAt,
    wasReady: job.wasReady || status === 'ready' || status === 'standby',
    wasPending: job.wasPending || status === 'pending',
    isAborting: job.isAborting || status === 'aborting',
    isStoppedByError: job.isStoppedByError && (status === job.status || isPaused(status)),
  };
}

/** Paused, by whatever; `standby` is paused while ready. */
export function isPaused(status: string): boolean {
  return status === 'paused' || status === 'standby';
}

/** How a job that was followed to its end has ended, if nothing has said it outright. */
export function outcomeOf(job: Job): JobOutcome {
  if (job.outcome !== undefined) return job.outcome;
  if (job.error !== undefined || job.isAborting) return 'failed';
  return 'unknown';
}
