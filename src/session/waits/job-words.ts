// A job in the words and the JSON of `.wait job`.
import { printJson } from '../../json/print.js';
import type { JsonValue } from '../../json/value.js';
import { isPaused, type Job, outcomeOf } from '../job.js';
import type { Integer } from '../session-input.js';
import { failed, succeeded, type WaitResult } from './wait.js';

/**
 * The job as query-jobs lists it, as the server sent it where it did, completed with what events told:
 * `{"id": "b0", "type": "backup", "status": "concluded", "current-progress": 1, "total-progress": 1}`, `error` if
 * it failed, `"cancelled": true` if it was cancelled.
 */
export function jobLine(job: Job): string {
  const members: Record<string, JsonValue | undefined> = {
    ...(job.row ?? { id: job.id }),
    type: job.type,
    status: job.outcome === undefined ? job.status : 'concluded',
    'current-progress': job.current,
    'total-progress': job.total,
    error: job.error,
    cancelled: job.outcome === 'cancelled' ? true : undefined,
  };
  return printJson(definedMembers(members));
}

function definedMembers(members: Record<string, JsonValue | undefined>): Record<string, JsonValue> {
  const defined: Record<string, JsonValue> = {};
  for (const [name, value] of Object.entries(members))
    if (value !== undefined) defined[name] = value;
  return defined;
}

/** `job 'b0' (backup)`. */
export function jobName({ id, type }: Job): string {
  return type === undefined ? `job '${id}'` : `job '${id}' (${type})`;
}

/** The result for a job that has ended. */
export function endResult(job: Job): WaitResult {
  const line = jobLine(job);
  switch (outcomeOf(job)) {
    case 'completed':
      return succeeded(line, `${jobName(job)} completed`);
    case 'failed':
      return failed(line, `${jobName(job)} failed: ${job.error ?? 'nothing told why'}`);
    case 'cancelled':
      return failed(line, `${jobName(job)} was cancelled`);
    case 'unknown':
      return failed(line, `${jobName(job)} is gone, and nothing told how it ended`);
  }
}

/** Where a job stands that stays there, and the command that gets it on. */
export function stuckWords(job: Job, hasJobs: boolean): string {
  const name = jobName(job);
  switch (job.status) {
    case 'ready':
      return `${name} is ready and stays so until it is told to end: ${completeCommand(job.id, hasJobs)}`;
    case 'pending':
      return `${name} is pending and stays so until it is told to: ${finalizeCommand(job.id, hasJobs)}`;
    default:
      return `${name} is paused${failureWords(job)}; ${resumeWords(job, hasJobs)}`;
  }
}

/** ` by an I/O error (no space left)`, for a job that is paused by one. */
export function failureWords(job: Job): string {
  if (!isPaused(job.status) || !job.isStoppedByError) return '';
  return job.ioStatus === 'nospace' ? ' by an I/O error (no space left)' : ' by an I/O error';
}

/** job-resume would resume it as well, but leave the error state that block-job-resume clears. */
function resumeWords(job: Job, hasJobs: boolean): string {
  if (job.isStoppedByError) return `when the cause is mended: block-job-resume device=${job.id}`;
  return hasJobs
    ? `to go on: job-resume id=${job.id}`
    : `to go on: block-job-resume device=${job.id}`;
}

function completeCommand(id: string, hasJobs: boolean): string {
  return hasJobs ? `job-complete id=${id}` : `block-job-complete device=${id}`;
}

function finalizeCommand(id: string, hasJobs: boolean): string {
  return hasJobs ? `job-finalize id=${id}` : `block-job-finalize id=${id}`;
}

/** `57 %` of the way, or undefined where nothing told. */
export function percent(
  current: Integer | undefined,
  total: Integer | undefined,
): string | undefined {
  if (current === undefined || total === undefined || Number(total) <= 0) return undefined;
  return `${Math.floor((Number(current) * 100) / Number(total))} %`;
}
