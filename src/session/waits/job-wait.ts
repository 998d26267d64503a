// `.wait job`: until a block job or a generic one has ended, or stays where only a command gets it on.
import { isPaused, type Job } from '../job.js';
import { findJob } from '../jobs.js';
import { textIn } from '../session-input.js';
import { endResult, failureWords, jobLine, jobName, percent, stuckWords } from './job-words.js';
import { type Look, lookingWait, type Verdict } from './looking.js';
import {
  failed,
  isUnknownCommand,
  nothingThere,
  type Query,
  type QueryReply,
  refusedBy,
  succeeded,
  type Wait,
  type WaitFacts,
  type WaitResult,
} from './wait.js';
import type { WaitTarget } from './wait-spec.js';

export type JobTarget = Extract<WaitTarget, { kind: 'job' }>;

/** What the wait remembers from look to look. */
export interface JobMemory {
  readonly asking: 'query-jobs' | 'query-block-jobs' | 'job-dismiss' | 'block-job-dismiss';
  /** False once the server did not know query-jobs (before QEMU 3.0). */
  readonly hasJobs: boolean;
  /** The job's last move when a timed look found it stuck, and how many such looks there were since. */
  readonly stuckSince?: number;
  readonly stuckLooks: number;
  /** The result, while the job is dismissed. */
  readonly result?: WaitResult;
}

/**
 * A job that is on its way through `ready` or `pending` is there for milliseconds; one that stands there over so many
 * timed looks, without an event between them, stays.
 */
const STUCK_LOOKS = 2;
const STUCK_POLL_MS = 250;

export function jobWait(target: JobTarget): Wait<unknown> {
  return lookingWait(jobLook(target));
}

export function jobLook(target: JobTarget): Look<JobMemory> {
  return {
    memory: { asking: 'query-jobs', hasJobs: true, stuckLooks: 0 },
    poll: [100, 1000],
    ask: memory => queryFor(memory, target),
    answer: (memory, reply, facts, isTimed) => answer({ target, memory, facts, isTimed }, reply),
    hear: (_, event) => (jobIdOf(event.data) === target.id ? 'look' : 'ignore'),
    describe: (_, facts) => describe(target, findJob(facts.tracked.jobs, target.id)),
  };
}

/** JOB_STATUS_CHANGE and BLOCK_JOB_PENDING have `id`, the other BLOCK_JOB_* events `device`. */
function jobIdOf(data: Parameters<typeof textIn>[0]): string | undefined {
  return textIn(data, 'id') ?? textIn(data, 'device');
}

function queryFor({ asking }: JobMemory, { id }: JobTarget): Query {
  return asking.startsWith('query') ? { command: asking } : { command: asking, args: { id } };
}

/** One look: what is waited for, what is remembered and what is known now. */
interface Sight {
  readonly target: JobTarget;
  readonly memory: JobMemory;
  readonly facts: WaitFacts;
  readonly isTimed: boolean;
}

function answer(sight: Sight, reply: QueryReply): Verdict<JobMemory> {
  const { memory, target } = sight;
  const isUnknown = isUnknownCommand(reply);
  switch (memory.asking) {
    case 'query-jobs':
      if (isUnknown) return askNext({ ...memory, asking: 'query-block-jobs', hasJobs: false });
      return reply.kind === 'error' ? refused(reply, target) : judge(sight);
    case 'query-block-jobs':
      if (reply.kind === 'error' && !memory.hasJobs) return refused(reply, target);
      return judge(sight);
    case 'job-dismiss':
      if (isUnknown) return askNext({ ...memory, asking: 'block-job-dismiss' });
      return dismissed(memory);
    case 'block-job-dismiss':
      return dismissed(memory);
  }
}

function askNext(memory: JobMemory): Verdict<JobMemory> {
  return { kind: 'ask', memory };
}

function settle(result: WaitResult): Verdict<JobMemory> {
  return { kind: 'settle', result };
}

function refused(reply: QueryReply, target: JobTarget): Verdict<JobMemory> {
  return settle(refusedBy(reply, `cannot see job '${target.id}'`));
}

/** Whether or not it could be dismissed: another client may have been faster. */
function dismissed({ result }: JobMemory): Verdict<JobMemory> {
  return settle(result ?? nothingThere('the job was dismissed'));
}

/** What the state of the job means for the wait. */
function judge(sight: Sight): Verdict<JobMemory> {
  const { target, facts } = sight;
  const job = findJob(facts.tracked.jobs, target.id);
  if (job === undefined) return settle(nothingThere(unknownWords(target.id, facts)));
  const reached = reachedState(job, target);
  if (reached !== undefined) return settle(reached);
  if (!facts.tracked.jobs.live.has(job.id)) return settle(resultFor(job, target));
  if (job.status === 'concluded') return conclude(sight, job);
  return isStuck(job) ? judgeStuck(sight, job) : waitOn(sight.memory);
}

/** Ready, or pending, was asked for and is so, or was so before a normal end. */
function reachedState(job: Job, { state }: JobTarget): WaitResult | undefined {
  const name = jobName(job);
  const isAfter = job.outcome === 'completed';
  if (state === 'ready' && (job.wasReady || (isAfter && job.type === 'mirror'))) {
    return isBad(job) ? undefined : succeeded(jobLine(job), `${name} is ready`);
  }
  if (state === 'pending' && (job.wasPending || isAfter)) {
    return isBad(job) ? undefined : succeeded(jobLine(job), `${name} is pending`);
  }
  return undefined;
}

function isBad({ outcome, isAborting }: Job): boolean {
  return isAborting || (outcome !== undefined && outcome !== 'completed');
}

/** It has ended and is still listed: its error has been read, so it may go. */
function conclude({ target, memory }: Sight, job: Job): Verdict<JobMemory> {
  const result = resultFor(job, target);
  const isToGo = target.dismiss === undefined ? job.isOurs : target.dismiss === 'yes';
  if (!isToGo) return settle({ ...result, message: result.message + listedWords(job, target) });
  return askNext({
    ...memory,
    asking: memory.hasJobs ? 'job-dismiss' : 'block-job-dismiss',
    result,
  });
}

/** Why it is not dismissed, where the user did not say so. */
function listedWords({ id }: Job, { dismiss }: JobTarget): string {
  if (dismiss === 'no') return '';
  return `; this session did not make it, so it stays listed until: job-dismiss id=${id}`;
}

/** `ready` was asked for, but a job of that kind has no such state, or it failed before. */
function resultFor(job: Job, { state }: JobTarget): WaitResult {
  const result = endResult(job);
  if (state !== 'ready' || result.exit !== 0) return result;
  return failed(jobLine(job), `${jobName(job)} completed without being ready`);
}

/** Whether it stands where only a command gets it on. */
function isStuck(job: Job): boolean {
  if (job.status === 'ready') return job.asked === undefined;
  return job.status === 'pending' || isPaused(job.status);
}

/**
 * With `state=` the user knows what to wait for, unless the job is past it. Otherwise it is looked at again, and why
 * a job is paused is for query-block-jobs to say.
 */
function judgeStuck(sight: Sight, job: Job): Verdict<JobMemory> {
  const { target, memory, isTimed } = sight;
  const isPast = target.state === 'ready' && job.status === 'pending';
  if (target.state !== undefined && !isPast) return waitOn(memory);
  if (isPaused(job.status) && memory.asking === 'query-jobs') {
    return askNext({ ...memory, asking: 'query-block-jobs' });
  }
  const isSame = memory.stuckSince === job.changedAt;
  const stuckLooks = isSame ? memory.stuckLooks + (isTimed ? 1 : 0) : 0;
  if (stuckLooks >= STUCK_LOOKS) {
    return settle(failed(jobLine(job), stuckWords(job, memory.hasJobs)));
  }
  const next = { ...looksAgain(memory), stuckSince: job.changedAt, stuckLooks };
  return { kind: 'wait', memory: next, afterMs: STUCK_POLL_MS };
}

function waitOn(memory: JobMemory): Verdict<JobMemory> {
  return { kind: 'wait', memory: { ...looksAgain(memory), stuckLooks: 0 } };
}

function looksAgain(memory: JobMemory): JobMemory {
  return { ...memory, asking: memory.hasJobs ? 'query-jobs' : 'query-block-jobs' };
}

function unknownWords(id: string, { tracked }: WaitFacts): string {
  const others = [...tracked.jobs.live.keys()].map(other => `'${other}'`).join(', ');
  const present = others === '' ? 'there are no jobs' : `there are ${others}`;
  return (
    `no job '${id}' is there, and none was seen in this session (${present}); it may have ended ` +
    'before this connection began, since block jobs vanish at their end unless made with auto-dismiss=false'
  );
}

function describe({ id, state }: JobTarget, job: Job | undefined): string {
  const wanted = state === undefined || state === 'concluded' ? 'to end' : `to be ${state}`;
  if (job === undefined) return `job '${id}' ${wanted}`;
  const progress = percent(job.current, job.total);
  const where = progress === undefined ? job.status : `${job.status} at ${progress}`;
  return `${jobName(job)} ${wanted}, which is ${where}${failureWords(job)}`;
}
