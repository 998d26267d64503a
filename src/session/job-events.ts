// What each event says of a job. One row an event; QEMU's qapi/job.json and qapi/block-core.json.
import type { JsonValue } from '../json/value.js';
import { inStatus, type Job, newJob } from './job.js';
import { findJob, type Jobs, putEnded, putLive } from './jobs.js';
import { flagIn, integerIn, type SeenEvent, textIn } from './session-input.js';

type EventStep = (jobs: Jobs, data: JsonValue | undefined, seq: number) => Jobs;

const EVENT_STEPS: ReadonlyMap<string, EventStep> = new Map([
  ['JOB_STATUS_CHANGE', stepStatusChange],
  ['BLOCK_JOB_READY', (jobs, data, seq) => stepToldStatus(jobs, data, seq, 'ready')],
  ['BLOCK_JOB_PENDING', (jobs, data, seq) => stepToldStatus(jobs, data, seq, 'pending')],
  ['BLOCK_JOB_ERROR', stepError],
  ['BLOCK_JOB_COMPLETED', stepCompleted],
  ['BLOCK_JOB_CANCELLED', stepCancelled],
]);

export function stepJobEvent(jobs: Jobs, event: SeenEvent): Jobs {
  const step = EVENT_STEPS.get(event.name);
  return step === undefined ? jobs : step(jobs, event.data, event.seq);
}

/** `{"id": "b0", "status": "running"}`; `created` begins a job's life and `null` ends it. */
function stepStatusChange(before: Jobs, data: JsonValue | undefined, seq: number): Jobs {
  const id = textIn(data, 'id');
  const status = textIn(data, 'status');
  if (id === undefined || status === undefined) return before;
  const jobs = { ...before, hasStatusEvents: true };
  const known = findJob(jobs, id);
  if (status === 'created' || known === undefined) return putLive(jobs, newJobIn(id, status, seq));
  if (status === 'null') return stepGone(jobs, known, seq);
  return putLive(jobs, concludedIf(inStatus(known, status, seq)));
}

function newJobIn(id: string, status: string, seq: number): Job {
  return inStatus(newJob(id, 'created', seq), status, seq);
}

/** The normal way to the end is `pending`, `concluded`; the other is `aborting`, `concluded`. */
function concludedIf(job: Job): Job {
  if (job.status !== 'concluded' || job.outcome !== undefined) return job;
  return { ...job, outcome: job.isAborting ? 'failed' : 'completed' };
}

function stepGone(jobs: Jobs, job: Job, seq: number): Jobs {
  return putEnded(jobs, inStatus(job, 'null', seq));
}

/** `{"type": "mirror", "device": "m0", "len": ..., "offset": ..., "speed": ...}`; `id` for BLOCK_JOB_PENDING. */
function blockJobOf(jobs: Jobs, data: JsonValue | undefined, seq: number): Job | undefined {
  const id = textIn(data, 'device') ?? textIn(data, 'id');
  if (id === undefined) return undefined;
  const job = knownJob(jobs, id) ?? newJob(id, 'running', seq);
  return {
    ...job,
    isBlock: true,
    type: textIn(data, 'type') ?? job.type,
    current: integerIn(data, 'offset') ?? job.current,
    total: integerIn(data, 'len') ?? job.total,
    speed: integerIn(data, 'speed') ?? job.speed,
  };
}

/** Without status events nothing told of a new life, so one that had ended was an earlier job of that id. */
function knownJob(jobs: Jobs, id: string): Job | undefined {
  return jobs.hasStatusEvents ? findJob(jobs, id) : jobs.live.get(id);
}

/** An older server's word for a status; a newer one has said it by JOB_STATUS_CHANGE already. */
function stepToldStatus(
  jobs: Jobs,
  data: JsonValue | undefined,
  seq: number,
  status: string,
): Jobs {
  const job = blockJobOf(jobs, data, seq);
  if (job === undefined) return jobs;
  return putLive(jobs, jobs.hasStatusEvents ? job : inStatus(job, status, seq));
}

/** `{"device": "b0", "operation": "write", "action": "stop"}`: `stop` pauses the job until it is resumed. */
function stepError(jobs: Jobs, data: JsonValue | undefined, seq: number): Jobs {
  const job = blockJobOf(jobs, data, seq);
  if (job === undefined) return jobs;
  if (textIn(data, 'action') !== 'stop') return putLive(jobs, job);
  const paused = jobs.hasStatusEvents ? job : inStatus(job, 'paused', seq);
  const ioStatus = flagIn(data, 'nospace') ? 'nospace' : 'failed';
  return putLive(jobs, { ...paused, isStoppedByError: true, ioStatus });
}

function stepCompleted(jobs: Jobs, data: JsonValue | undefined, seq: number): Jobs {
  const error = textIn(data, 'error');
  return stepOutcome(jobs, data, seq, {
    error,
    outcome: error === undefined ? 'completed' : 'failed',
  });
}

function stepCancelled(jobs: Jobs, data: JsonValue | undefined, seq: number): Jobs {
  return stepOutcome(jobs, data, seq, { outcome: 'cancelled' });
}

/** On older servers it is the end, unless the job was made with auto-dismiss=false (2.12). */
function stepOutcome(
  jobs: Jobs,
  data: JsonValue | undefined,
  seq: number,
  end: Pick<Job, 'error' | 'outcome'>,
): Jobs {
  const job = blockJobOf(jobs, data, seq);
  if (job === undefined) return jobs;
  if (jobs.hasStatusEvents) return putLive(jobs, { ...job, ...end });
  const concluded = { ...inStatus(job, 'concluded', seq), ...end };
  return job.autoDismiss === false ? putLive(jobs, concluded) : putEnded(jobs, concluded);
}
