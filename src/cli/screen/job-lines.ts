// What a key does to a job, as the line that does it. Pure.
import { printString } from '../../json/print.js';
import type { Schema } from '../../qapi/model.js';
import { isPaused, type Job } from '../../session/job.js';
import type { JobVerb } from '../../tui/screen-host.js';

/** Commands in the order of preference, each with the member that names the job. */
const BLOCK_LINES: Readonly<Record<JobVerb, readonly string[]>> = {
  pause: ['block-job-pause device', 'job-pause id'],
  resume: ['block-job-resume device', 'job-resume id'],
  cancel: ['block-job-cancel device', 'job-cancel id'],
  complete: ['block-job-complete device', 'job-complete id'],
  dismiss: ['job-dismiss id', 'block-job-dismiss id'],
};

const FORCED_CANCEL = ['block-job-cancel force=on device', 'job-cancel id'];

const MIGRATION_LINES: Readonly<Partial<Record<JobVerb, readonly string[]>>> = {
  cancel: ['migrate_cancel'],
  pause: ['migrate-pause'],
};

/** A migration that waits is let go on from its state. */
const STOPPED_MIGRATION = new Set(['pre-switchover', 'device']);

export interface JobContext {
  readonly job: Job | undefined;
  /** MigrationStatus. */
  readonly migration: string;
  readonly schema: Schema | undefined;
}

/** The line; undefined where the server has no command for it. */
export function jobLine(id: string, verb: JobVerb, context: JobContext): string | undefined {
  if (id === 'migration' && context.job === undefined) return migrationLine(verb, context);
  const lines = linesFor(verb, context.job);
  const generic =
    context.job?.isBlock === false ? lines.filter(line => line.startsWith('job-')) : lines;
  const line = generic.find(each => isKnown(each, context.schema));
  return line && `${line}=${wordOf(id)}`;
}

function linesFor(verb: JobVerb, job: Job | undefined): readonly string[] {
  if (verb === 'complete') return completeLines(job);
  // A block job that is paused is only cancelled by force.
  if (verb === 'cancel' && job !== undefined && isPaused(job.status)) return FORCED_CANCEL;
  return BLOCK_LINES[verb];
}

/** A job that is pending has done its work already: it waits to be finalized. */
function completeLines(job: Job | undefined): readonly string[] {
  return job?.status === 'pending'
    ? ['job-finalize id', 'block-job-finalize id']
    : BLOCK_LINES.complete;
}

function migrationLine(verb: JobVerb, { migration, schema }: JobContext): string | undefined {
  if (verb === 'resume')
    return STOPPED_MIGRATION.has(migration) ? `migrate-continue state=${migration}` : undefined;
  return MIGRATION_LINES[verb]?.find(line => isKnown(line, schema));
}

function isKnown(line: string, schema: Schema | undefined): boolean {
  return schema === undefined || schema.commands.has(line.split(' ')[0] ?? '');
}

function wordOf(id: string): string {
  return /^[\w.-]+$/.test(id) ? id : printString(id);
}
