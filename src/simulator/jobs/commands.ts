// Commands on jobs that are there: pause, resume, cancel, complete, finalize, dismiss, speed; block-job-* and job-*.
import type { JsonObject, JsonValue } from '../../json/value.js';
import { flagOf, numberOf, present, textOf } from '../arguments.js';
import type { Handler, HandlerTable } from '../command.js';
import { Refusal, refusal } from '../refusal.js';
import type { Job, JobStatus } from '../vm/state.js';
import type { Turn } from '../vm/turn.js';
import { abort, armStep, armWork, dismiss, finalize, jobOf, setStatus } from './life.js';
import { progressOf, upToDate } from './progress.js';

type OnJob = (turn: Turn, job: Job, args: JsonObject) => void;

/** `block-job-pause` has the job in `device`, `job-pause` in `id`; each says in its way that there is none. */
const onBlockJob =
  (act: OnJob, member = 'device'): Handler =>
  (turn, args) => {
    const id = textOf(args, member) ?? '';
    const job = turn.vm.jobs.get(id);
    if (job === undefined || !job.isBlockJob)
      throw new Refusal(`Block job '${id}' not found`, 'DeviceNotActive');
    act(turn, job, args);
    return undefined;
  };

const onJob =
  (act: OnJob): Handler =>
  (turn, args) => {
    const job = turn.vm.jobs.get(textOf(args, 'id') ?? '');
    if (job === undefined) throw refusal('Job not found');
    act(turn, job, args);
    return undefined;
  };

export const JOB_COMMANDS: HandlerTable = {
  'query-jobs': ({ vm, now }) => [...vm.jobs.values()].toReversed().map(job => jobInfo(job, now)),
  'query-block-jobs': ({ vm, now }) =>
    [...vm.jobs.values()]
      .filter(job => job.isBlockJob)
      .toReversed()
      .map(job => blockJobInfo(job, now)),
  'block-job-pause': onBlockJob(pause),
  'block-job-resume': onBlockJob(resume),
  'block-job-cancel': onBlockJob((turn, job, args) =>
    cancelBlockJob(turn, job, flagOf(args, 'force') ?? false),
  ),
  'block-job-complete': onBlockJob(complete),
  'block-job-finalize': onBlockJob(finalizeJob, 'id'),
  'block-job-dismiss': onBlockJob(dismissJob, 'id'),
  'block-job-set-speed': onBlockJob(setSpeed),
  'block-job-change': onBlockJob(() => undefined, 'id'),
  'job-pause': onJob(pause),
  'job-resume': onJob(resume),
  'job-cancel': onJob((turn, job) => cancel(turn, job, true)),
  'job-complete': onJob(complete),
  'job-finalize': onJob(finalizeJob),
  'job-dismiss': onJob(dismissJob),
};

const MOVING: readonly JobStatus[] = ['created', 'running', 'paused', 'ready', 'standby'];

/** In which states a job takes which command. */
const ACCEPTED: Readonly<Record<string, readonly JobStatus[]>> = {
  cancel: [...MOVING, 'waiting', 'pending'],
  pause: MOVING,
  resume: MOVING,
  'set-speed': MOVING,
  complete: ['ready', 'standby'],
  finalize: ['pending'],
  dismiss: ['concluded'],
};

function accept({ id, status }: Job, verb: string): void {
  if (ACCEPTED[verb]?.includes(status)) return;
  throw refusal(`Job '${id}' in state '${status}' cannot accept command verb '${verb}'`);
}

function pause(turn: Turn, job: Job): void {
  accept(job, 'pause');
  if (job.isPausedByUser) throw refusal('Job is already paused');
  turn.disarm(`job ${job.id}`);
  turn.setJob({ ...upToDate(job, turn.now), isPausedByUser: true });
  setStatus(turn, job.id, job.status === 'ready' ? 'standby' : 'paused');
}

function resume(turn: Turn, job: Job): void {
  accept(job, 'resume');
  if (!job.isPausedByUser) throw refusal("Can't resume a job that was not paused");
  goOn(turn, job);
  if (job.status !== 'standby') armWork(turn, job.id);
  else if (job.completeAsked) armStep(turn, job.id, 1, 'end');
}

function goOn(turn: Turn, job: Job): void {
  turn.setJob({ ...job, isPausedByUser: false, ioStatus: 'ok' });
  setStatus(turn, job.id, job.status === 'standby' ? 'ready' : 'running');
}

function cancelBlockJob(turn: Turn, job: Job, isForced: boolean): void {
  if (job.isPausedByUser && !isForced)
    throw refusal(`The block job for device '${job.id}' is currently paused`);
  cancel(turn, job, isForced);
}

/** A mirror that is ready ends well when it is cancelled: its target is then a copy of that moment. */
function cancel(turn: Turn, job: Job, isForced: boolean): void {
  accept(job, 'cancel');
  if (job.status === 'ready' && !isForced) {
    turn.setJob({ ...job, end: { kind: 'nothing' } });
    armStep(turn, job.id, 1, 'end');
    return;
  }
  if (job.isPausedByUser) goOn(turn, job);
  abort(turn, job.id);
}

function complete(turn: Turn, job: Job): void {
  accept(job, 'complete');
  turn.setJob({ ...job, completeAsked: true });
  if (job.status === 'ready') armStep(turn, job.id, 1, 'end');
}

function finalizeJob(turn: Turn, job: Job): void {
  accept(job, 'finalize');
  finalize(turn, job.id);
}

function dismissJob(turn: Turn, job: Job): void {
  accept(job, 'dismiss');
  dismiss(turn, job.id);
}

function setSpeed(turn: Turn, job: Job, args: JsonObject): void {
  accept(job, 'set-speed');
  const { speed } = args;
  if ((numberOf(args, 'speed') ?? 0) < 0)
    throw refusal("Parameter 'speed' expects a non-negative value");
  turn.setJob({ ...upToDate(job, turn.now), speed: isInteger(speed) ? speed : 0 });
  if (job.status === 'running') armWork(turn, jobOf(turn, job.id).id);
}

function isInteger(value: JsonValue | undefined): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

function jobInfo(job: Job, now: number): JsonObject {
  const isBlock = job.isBlockJob;
  return present({
    'current-progress': isBlock ? progressOf(job, now) : 1,
    status: job.status,
    'total-progress': isBlock ? job.total : 1,
    type: job.type,
    id: job.id,
    error: job.error,
  });
}

function blockJobInfo(job: Job, now: number): JsonObject {
  return present({
    'auto-finalize': job.autoFinalize,
    'io-status': job.ioStatus,
    device: job.id,
    'auto-dismiss': job.autoDismiss,
    busy: false,
    len: job.total,
    offset: progressOf(job, now),
    status: job.status,
    paused: job.isPausedByUser,
    speed: job.speed,
    ready: job.status === 'ready' || job.status === 'standby',
    type: job.type,
    error: job.error,
  });
}
