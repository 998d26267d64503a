// Everything a session knows of its server's state without asking, as one value. Pure: what was seen goes in.
import { type DeviceFacts, NO_DEVICES, stepDevices } from './devices.js';
import { stepJobEvent } from './job-events.js';
import { stepJobReply } from './job-replies.js';
import { type Jobs, NO_JOBS } from './jobs.js';
import {
  type Dump,
  type Migration,
  NO_DUMP,
  NO_MIGRATION,
  stepDump,
  stepMigration,
} from './migration.js';
import { type RunStateFacts, stepRunState, UNKNOWN_RUN_STATE } from './run-state.js';
import type { SessionInput } from './session-input.js';

export interface Tracked {
  readonly jobs: Jobs;
  readonly migration: Migration;
  readonly dump: Dump;
  readonly runState: RunStateFacts;
  readonly devices: DeviceFacts;
}

export const NOTHING_TRACKED: Tracked = {
  jobs: NO_JOBS,
  migration: NO_MIGRATION,
  dump: NO_DUMP,
  runState: UNKNOWN_RUN_STATE,
  devices: NO_DEVICES,
};

/** The state after what was seen; the same object where nothing changed, so that a flood of other events is free. */
export function stepTracked(before: Tracked, input: SessionInput): Tracked {
  const jobs = stepJobs(before.jobs, input);
  const migration = stepMigration(before.migration, input);
  const dump = stepDump(before.dump, input);
  const runState = stepRunState(before.runState, input);
  const devices = stepDevices(before.devices, input);
  const isSame =
    jobs === before.jobs &&
    migration === before.migration &&
    dump === before.dump &&
    runState === before.runState &&
    devices === before.devices;
  return isSame ? before : { jobs, migration, dump, runState, devices };
}

function stepJobs(jobs: Jobs, input: SessionInput): Jobs {
  return input.kind === 'event' ? stepJobEvent(jobs, input) : stepJobReply(jobs, input);
}
