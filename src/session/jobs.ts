// The jobs of a server as far as this session has seen them: block jobs and generic ones, of every era.
// What events and replies say of them is in job-events.ts and job-replies.ts.
//
// QEMU 3.0 and later tell each change of status (JOB_STATUS_CHANGE) and list all jobs (query-jobs). Older servers
// have BLOCK_JOB_* events and query-block-jobs alone. A job with auto-dismiss, the default of block jobs, is gone
// before its end could be asked for: then the events are all there is, so ended jobs are remembered.
import { type Job, type JobOutcome, outcomeOf } from './job.js';

export interface Jobs {
  /** Listed by the server, as far as known; `concluded` ones wait to be dismissed. */
  readonly live: ReadonlyMap<string, Job>;
  /** Gone from the server, oldest first. */
  readonly ended: ReadonlyMap<string, Job>;
  /** The server tells of every status (QEMU 3.0 and later): seen, not asked. */
  readonly hasStatusEvents: boolean;
}

export const NO_JOBS: Jobs = { live: new Map(), ended: new Map(), hasStatusEvents: false };

/** Ended jobs that are remembered; a script waits for its jobs soon after their end. */
const MAX_ENDED = 256;
/** Jobs at a time; real servers have a handful, the largest transactions some hundred. */
const MAX_LIVE = 512;

/** The job of that id: the one that lives, else the last that ended. */
export function findJob(jobs: Jobs, id: string): Job | undefined {
  return jobs.live.get(id) ?? jobs.ended.get(id);
}

/** Puts a job among the live; one of its id that had ended is forgotten. */
export function putLive(jobs: Jobs, job: Job): Jobs {
  const live = bounded(new Map(jobs.live).set(job.id, job), MAX_LIVE);
  if (!jobs.ended.has(job.id)) return { ...jobs, live };
  const ended = new Map(jobs.ended);
  ended.delete(job.id);
  return { ...jobs, live, ended };
}

/** The job is gone from the server. `outcome` is for when nothing better is known. */
export function putEnded(jobs: Jobs, job: Job, outcome?: JobOutcome): Jobs {
  const live = new Map(jobs.live);
  live.delete(job.id);
  const ended = new Map(jobs.ended);
  ended.delete(job.id);
  const known = outcomeOf(job);
  ended.set(job.id, { ...job, outcome: known === 'unknown' ? (outcome ?? known) : known });
  return { ...jobs, live, ended: bounded(ended, MAX_ENDED) };
}

function bounded(jobs: Map<string, Job>, most: number): ReadonlyMap<string, Job> {
  const [oldest] = jobs.keys();
  if (jobs.size > most && oldest !== undefined) jobs.delete(oldest);
  return jobs;
}
