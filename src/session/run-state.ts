// The run state of the VM between two replies of query-status: what events say of it, and whether that is certain.
import { isJsonObject, type JsonObject } from '../json/value.js';
import { flagIn, type SeenEvent, type SessionInput, textIn } from './session-input.js';

export interface RunStateFacts {
  /** RunState: `running`, `paused`, ...; undefined until something has told. */
  readonly status?: string | undefined;
  /** False after an event that tells of a change but not to which state: STOP is `paused`, `io-error`, ... */
  readonly isCertain: boolean;
  /** What query-status returned last. */
  readonly row?: JsonObject | undefined;
  /** The last SHUTDOWN event since the VM last ran. */
  readonly shutdown?: Shutdown | undefined;
}

/** `{"guest": true, "reason": "guest-shutdown"}`; servers before 2.10 and 4.0 lack the members. */
export interface Shutdown {
  readonly guest?: boolean | undefined;
  readonly reason?: string | undefined;
}

export const UNKNOWN_RUN_STATE: RunStateFacts = { isCertain: false };

/** Events after which the run state may be another, with the one they suggest. QEMU's qapi/run-state.json. */
const SUGGESTED: ReadonlyMap<string, string | undefined> = new Map([
  ['STOP', 'paused'],
  ['RESUME', 'running'],
  ['SUSPEND', 'suspended'],
  ['SUSPEND_DISK', undefined],
  ['WAKEUP', 'running'],
  ['RESET', undefined],
  ['SHUTDOWN', 'shutdown'],
  ['POWERDOWN', undefined],
  ['WATCHDOG', undefined],
  ['GUEST_PANICKED', undefined],
  ['BLOCK_IO_ERROR', undefined],
  ['MIGRATION', undefined],
  ['COLO_EXIT', undefined],
]);

/** Whether query-status may answer otherwise after that event. */
export function mayChangeRunState(eventName: string): boolean {
  return SUGGESTED.has(eventName);
}

export function stepRunState(facts: RunStateFacts, input: SessionInput): RunStateFacts {
  if (input.kind === 'event') return stepEvent(facts, input);
  if (input.command !== 'query-status') return facts;
  const status = textIn(input.value, 'status') ?? facts.status;
  const row = isJsonObject(input.value) ? input.value : undefined;
  return { status, row, isCertain: true, shutdown: facts.shutdown };
}

function stepEvent(facts: RunStateFacts, event: SeenEvent): RunStateFacts {
  if (!SUGGESTED.has(event.name)) return facts;
  const status = SUGGESTED.get(event.name) ?? facts.status;
  const isCertain = event.name === 'RESUME';
  if (isCertain) return { status, isCertain, row: facts.row };
  return { ...facts, status, isCertain, ...shutdownIn(event) };
}

function shutdownIn({ name, data }: SeenEvent): Pick<RunStateFacts, 'shutdown'> {
  if (name !== 'SHUTDOWN') return {};
  return { shutdown: { guest: flagIn(data, 'guest'), reason: textIn(data, 'reason') } };
}
