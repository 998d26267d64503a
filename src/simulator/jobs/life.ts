// The life of a job: from created to null, and the events on the way. docs of QEMU, interop/live-block-operations.
import type { JsonObject } from '../../json/value.js';
import { errorText } from '../block/transfer.js';
import { refusal } from '../refusal.js';
import type { Job, JobStatus, JobStep, Vm } from '../vm/state.js';
import type { Turn } from '../vm/turn.js';
import { applyEnd } from './end.js';
import { timeUntil, upToDate } from './progress.js';

/** A job with nothing said of it but these. */
export function newJob(part: Pick<Job, 'id' | 'type'> & Partial<Job>): Job {
  return {
    status: 'created',
    isBlockJob: true,
    speed: 0,
    total: 0,
    offset: 0,
    since: 0,
    isPausedByUser: false,
    autoFinalize: true,
    autoDismiss: true,
    ioStatus: 'ok',
    isMirroring: false,
    completeAsked: false,
    group: [],
    nodes: [],
    end: { kind: 'nothing' },
    ...part,
  };
}

const JOB_ID = /^[A-Za-z][A-Za-z0-9\-._]*$/;

/** @throws Refusal where no job can have that id. */
export function checkJobId({ jobs }: Vm, id: string): void {
  if (!JOB_ID.test(id)) throw refusal(`Invalid job ID '${id}'`);
  if (jobs.has(id)) throw refusal(`Job ID '${id}' already in use`);
}

export function createJob(turn: Turn, job: Job): void {
  turn.setJob({ ...job, since: turn.now });
  announce(turn, job.id, 'created');
}

/** Sets a created job going. */
export function runJob(turn: Turn, id: string): void {
  setStatus(turn, id, 'running');
  // A backup's copying node is put in place while the job already runs.
  if (jobOf(turn, id).type === 'backup') {
    announce(turn, id, 'paused');
    announce(turn, id, 'running');
  }
  armWork(turn, id);
}

/** The job of that id; ids that come here are known. */
export function jobOf(turn: Turn, id: string): Job {
  const job = turn.vm.jobs.get(id);
  if (job === undefined) throw new Error(`no job '${id}'`);
  return job;
}

/** Brings a job to a status; its progress is that of the moment. */
export function setStatus(turn: Turn, id: string, status: JobStatus): void {
  turn.setJob({ ...upToDate(jobOf(turn, id), turn.now), status });
  announce(turn, id, status);
}

function announce(turn: Turn, id: string, status: JobStatus): void {
  turn.emit('JOB_STATUS_CHANGE', { status, id });
}

/** Has a running job come to the end of its work, or to the error that waits for it, in its time. */
export function armWork(turn: Turn, id: string): void {
  const job = jobOf(turn, id);
  if (!job.isBlockJob) return;
  const { fault } = job;
  if (fault !== undefined && fault.action !== 'ignore')
    armStep(turn, id, timeUntil(job, fault.at), 'fault');
  else armStep(turn, id, timeUntil(job, job.total), 'work-done');
}

export function armStep(turn: Turn, id: string, ms: number, step: JobStep): void {
  turn.arm(`job ${id}`, Math.max(ms, 1), { kind: 'job', id, step });
}

/** What was armed is due. */
export function takeJobStep(turn: Turn, id: string, step: JobStep): void {
  const job = turn.vm.jobs.get(id);
  if (job === undefined) return;
  if (step === 'fault') meetFault(turn, upToDate(job, turn.now));
  else if (job.error !== undefined) abort(turn, id, job.error);
  else if (step === 'work-done' && job.isMirroring) becomeReady(turn, job);
  else finishWork(turn, id);
}

function becomeReady(turn: Turn, job: Job): void {
  turn.setJob({ ...job, offset: job.total, since: turn.now });
  setStatus(turn, job.id, 'ready');
  turn.emit('BLOCK_JOB_READY', blockJobData(jobOf(turn, job.id)));
}

/** The work is done: jobs of a group wait for each other, and go on newest first. */
export function finishWork(turn: Turn, id: string): void {
  const job = jobOf(turn, id);
  turn.setJob({ ...job, status: 'waiting', offset: job.total });
  announce(turn, id, 'waiting');
  const group = groupOf(turn.vm, jobOf(turn, id));
  if (group.some(each => each.status !== 'waiting')) return;
  for (const each of group) enterPending(turn, each.id);
  if (group.every(each => each.autoFinalize)) finalize(turn, id);
}

function enterPending(turn: Turn, id: string): void {
  setStatus(turn, id, 'pending');
  const { type, isBlockJob, autoFinalize } = jobOf(turn, id);
  if (isBlockJob && !autoFinalize) turn.emit('BLOCK_JOB_PENDING', { type, id });
}

/** A job and those that end with it, newest first. */
function groupOf({ jobs }: Vm, job: Job): readonly Job[] {
  if (job.group.length === 0) return [job];
  return [...jobs.values()].filter(({ id }) => job.group.includes(id)).toReversed();
}

/** Takes what was done into the graph, for all of the group. */
export function finalize(turn: Turn, id: string): void {
  for (const job of groupOf(turn.vm, jobOf(turn, id))) {
    applyEnd(turn, job);
    if (job.isBlockJob) turn.emit('BLOCK_JOB_COMPLETED', blockJobData(job));
    conclude(turn, job.id);
  }
}

function conclude(turn: Turn, id: string): void {
  setStatus(turn, id, 'concluded');
  turn.disarm(`job ${id}`);
  if (jobOf(turn, id).autoDismiss) dismiss(turn, id);
}

export function dismiss(turn: Turn, id: string): void {
  announce(turn, id, 'null');
  turn.dropJob(id);
}

/** What is said of a job that was cancelled, as the C library words it. */
const CANCELLED = 'Operation canceled';

/** Ends a job without its work, and those of its group with it. */
export function abort(turn: Turn, id: string, error?: string): void {
  const job = jobOf(turn, id);
  abortOne(turn, job, error);
  for (const other of groupOf(turn.vm, job)) {
    if (other.id !== id && other.status !== 'concluded') abortOne(turn, other, undefined);
  }
}

function abortOne(turn: Turn, before: Job, error: string | undefined): void {
  setStatus(turn, before.id, 'aborting');
  const job = { ...jobOf(turn, before.id), error: error ?? CANCELLED };
  turn.setJob(job);
  if (job.isBlockJob && before.status !== 'created') {
    if (error === undefined) turn.emit('BLOCK_JOB_CANCELLED', blockJobData(job));
    else turn.emit('BLOCK_JOB_COMPLETED', { ...blockJobData(job), error });
  }
  conclude(turn, job.id);
}

/** The disk fails below the job: it ends, or waits to be resumed. */
function meetFault(turn: Turn, job: Job): void {
  const { fault } = job;
  if (fault === undefined) return;
  turn.setJob(job);
  const { operation, action, errno } = fault;
  turn.emit('BLOCK_JOB_ERROR', { device: job.id, operation, action });
  if (action === 'report') {
    abort(turn, job.id, errorText(errno));
    return;
  }
  const ioStatus = errno === ENOSPC ? 'nospace' : 'failed';
  const { fault: _gone, ...rest } = job;
  turn.setJob({ ...(fault.isOnce ? rest : job), ioStatus, isPausedByUser: true });
  setStatus(turn, job.id, 'paused');
}

const ENOSPC = 28;

/** The data of the BLOCK_JOB events. */
export function blockJobData({ id, total, offset, speed, type }: Job): JsonObject {
  return { device: id, len: total, offset, speed, type };
}

/** What becomes of the jobs of a server that ends. */
export function endAllJobs(turn: Turn): void {
  for (const job of [...turn.vm.jobs.values()].toReversed()) {
    if (job.status === 'concluded') announce(turn, job.id, 'null');
    else if (job.isBlockJob)
      turn.emit('BLOCK_JOB_CANCELLED', blockJobData(upToDate(job, turn.now)));
    turn.dropJob(job.id);
  }
}
