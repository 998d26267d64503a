// What replies say of jobs: the lists of query-jobs and query-block-jobs, and which jobs this session's commands
// made or told to end.
import type { JsonObject, JsonValue } from '../json/value.js';
import { inStatus, isPaused, type Job, newJob } from './job.js';
import { type Jobs, putEnded, putLive } from './jobs.js';
import { flagIn, integerIn, memberIn, objectsIn, type SeenReply, textIn } from './session-input.js';

export function stepJobReply(jobs: Jobs, reply: SeenReply): Jobs {
  switch (reply.command) {
    case 'query-jobs':
      return stepList({ ...jobs, hasStatusEvents: true }, reply, 'id', fromJobRow, () => true);
    case 'query-block-jobs':
      return stepList(jobs, reply, 'device', fromBlockRow, job => job.isBlock === true);
    default:
      return stepCommand(jobs, reply);
  }
}

/**
 * Every row is a job; a job that such a list would have and has not is gone. An event may overtake the reply: QEMU
 * sends it at once, but a reply only after whatever else its main loop had to do once the list was made. So the list
 * says nothing against an event that came after it was asked for.
 */
function stepList(
  before: Jobs,
  reply: SeenReply,
  idMember: string,
  fromRow: (job: Job, row: JsonObject, since: number) => Job,
  isListed: (job: Job) => boolean,
): Jobs {
  const seen = new Set<string>();
  let jobs = before;
  for (const row of objectsIn(reply.value)) {
    const id = textIn(row, idMember);
    if (id === undefined) continue;
    seen.add(id);
    const job = listedJob(jobs, id, row, reply.since);
    if (job !== undefined) jobs = putLive(jobs, fromRow(job, row, reply.since));
  }
  const gone = [...jobs.live.values()].filter(
    job => isListed(job) && !seen.has(job.id) && !hasMovedSince(job, reply.since),
  );
  return gone.reduce((left, job) => putEnded(left, job), jobs);
}

function hasMovedSince(job: Job, since: number): boolean {
  return job.changedAt >= since;
}

/** One that had ended and is listed as running is another job of that id, or ended while its row was on the way. */
function listedJob(jobs: Jobs, id: string, row: JsonObject, since: number): Job | undefined {
  const live = jobs.live.get(id);
  if (live !== undefined) return live;
  const ended = jobs.ended.get(id);
  if (ended !== undefined && textIn(row, 'status') === 'concluded') return ended;
  if (ended !== undefined && hasMovedSince(ended, since)) return undefined;
  return newJob(id, 'created', since - 1);
}

/** The job in the status that its row tells, where no event after the question has told a later one. */
function inListedStatus(job: Job, status: string, since: number): Job {
  return hasMovedSince(job, since) ? job : inStatus(job, status, since - 1);
}

/** `{"id", "type", "status", "current-progress", "total-progress", "error"?}`. JobInfo, QEMU 3.0 and later. */
function fromJobRow(known: Job, row: JsonObject, since: number): Job {
  const job = inListedStatus(known, textIn(row, 'status') ?? known.status, since);
  const error = textIn(row, 'error') ?? job.error;
  return concluded({
    ...job,
    row,
    error,
    type: textIn(row, 'type') ?? job.type,
    current: integerIn(row, 'current-progress') ?? job.current,
    total: integerIn(row, 'total-progress') ?? job.total,
  });
}

/** `{"device", "type", "len", "offset", "speed", "paused", "io-status", "ready", "status", ...}`. BlockJobInfo. */
function fromBlockRow(known: Job, row: JsonObject, since: number): Job {
  const job = inListedStatus(known, blockStatus(row), since);
  const ioStatus = textIn(row, 'io-status') ?? job.ioStatus;
  return concluded({
    ...job,
    isBlock: true,
    ioStatus,
    isStoppedByError:
      ioStatus === undefined ? job.isStoppedByError : isPaused(job.status) && ioStatus !== 'ok',
    type: textIn(row, 'type') ?? job.type,
    error: textIn(row, 'error') ?? job.error,
    current: integerIn(row, 'offset') ?? job.current,
    total: integerIn(row, 'len') ?? job.total,
    speed: integerIn(row, 'speed') ?? job.speed,
    autoFinalize: flagIn(row, 'auto-finalize') ?? job.autoFinalize,
    autoDismiss: flagIn(row, 'auto-dismiss') ?? job.autoDismiss,
  });
}

/** `status` came with QEMU 2.12; before it there were two flags. */
function blockStatus(row: JsonObject): string {
  const status = textIn(row, 'status');
  if (status !== undefined) return status;
  if (flagIn(row, 'paused')) return 'paused';
  return flagIn(row, 'ready') ? 'ready' : 'running';
}

function concluded(job: Job): Job {
  if (job.status !== 'concluded' || job.outcome !== undefined) return job;
  return { ...job, outcome: job.error === undefined ? 'completed' : 'failed' };
}

const ASKED: ReadonlyMap<string, Job['asked']> = new Map([
  ['job-complete', 'complete'],
  ['block-job-complete', 'complete'],
  ['job-cancel', 'cancel'],
  ['block-job-cancel', 'cancel'],
]);

function stepCommand(jobs: Jobs, reply: SeenReply): Jobs {
  const asked = ASKED.get(reply.command);
  if (asked !== undefined) return stepAsked(jobs, reply, asked);
  const { jobIdMembers = [] } = reply;
  if (jobIdMembers.length === 0 && reply.command !== 'transaction') return jobs; // Nearly all of a script's.
  const ids = madeJobIds(reply.args, jobIdMembers);
  return ids.reduce((known, id) => stepMade(known, id, reply.since), jobs);
}

function stepAsked(jobs: Jobs, reply: SeenReply, asked: Job['asked']): Jobs {
  const id = textIn(reply.args, 'id') ?? textIn(reply.args, 'device');
  const job = id === undefined ? undefined : jobs.live.get(id);
  return job === undefined ? jobs : putLive(jobs, { ...job, asked });
}

/** The actions of a transaction that make jobs. */
const JOB_ACTIONS: ReadonlySet<string> = new Set(['drive-backup', 'blockdev-backup']);

/** The ids of the jobs that a command with these arguments makes. A block job without an id has its device's. */
function madeJobIds(args: JsonValue | undefined, members: readonly string[]): string[] {
  const id = members.map(member => textIn(args, member)).find(text => text !== undefined);
  const actions = objectsIn(memberIn(args, 'actions'));
  const jobActions = actions.filter(action => JOB_ACTIONS.has(textIn(action, 'type') ?? ''));
  const nested = jobActions.flatMap(action => madeJobIds(action.data, ['job-id', 'device']));
  return id === undefined ? nested : [id, ...nested];
}

/**
 * Its events came before the reply, so the job is known, perhaps as ended since the command was sent. Not so on a
 * server without status events, where an ended job of that id may be an earlier one.
 */
function stepMade(jobs: Jobs, id: string, since: number): Jobs {
  const live = jobs.live.get(id);
  if (live !== undefined) return putLive(jobs, { ...live, isOurs: true });
  const ended = jobs.ended.get(id);
  if (ended !== undefined && ended.changedAt >= since) {
    return putEnded(jobs, { ...ended, isOurs: true });
  }
  if (jobs.hasStatusEvents) return jobs;
  return putLive(jobs, { ...newJob(id, 'running', since - 1), isBlock: true, isOurs: true });
}
