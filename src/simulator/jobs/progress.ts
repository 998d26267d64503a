// How far a job is: reckoned from its speed and the time, so that nothing needs to run between two looks.
import type { Job } from '../vm/state.js';

/** What the simulated disks do, in bytes a second, where no limit is set. */
const DISK_RATE = 400 * 2 ** 20;
/** Work is done in pieces of this size. */
const PIECE = 65_536;

/** Bytes done at a time; what waits or is paused does not move. */
export function progressOf(job: Job, now: number): number {
  if (job.status !== 'running') return job.offset;
  const end = job.fault === undefined ? job.total : Math.min(job.fault.at, job.total);
  const done = Math.floor((rateOf(job) * (now - job.since)) / 1000 / PIECE) * PIECE;
  return Math.min(job.offset + Math.max(done, 0), Math.max(end, job.offset));
}

/** The job as it is now: its offset brought up to date. */
export function upToDate(job: Job, now: number): Job {
  return { ...job, offset: progressOf(job, now), since: now };
}

/** How long until so many bytes are done, in ms. */
export function timeUntil(job: Job, offset: number): number {
  return Math.ceil((Math.max(offset - job.offset, 0) * 1000) / rateOf(job));
}

function rateOf({ speed }: Job): number {
  const limit = Number(speed);
  return limit === 0 ? DISK_RATE : Math.min(limit, DISK_RATE);
}
