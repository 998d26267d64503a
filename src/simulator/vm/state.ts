// The state of the simulated VM: plain data, replaced and never changed. Times are ms of the clock given.
import type { JsonObject, JsonValue } from '../../json/value.js';
import type { ErrorClass } from '../refusal.js';
import type { Version } from '../version.js';

/** RunState of QEMU, as far as the simulator gets. */
export type RunState =
  | 'prelaunch'
  | 'running'
  | 'paused'
  | 'suspended'
  | 'shutdown'
  | 'guest-panicked'
  | 'io-error'
  | 'postmigrate'
  | 'finish-migrate'
  | 'save-vm'
  | 'restore-vm';

export interface Vm {
  readonly name: string;
  readonly uuid: string;
  readonly version: Version;
  readonly ramBytes: number;
  /** What of the memory is not zero: the work of a migration. */
  readonly usedBytes: number;
  readonly runState: RunState;
  readonly started: number;
  /** What the guest does by itself. */
  readonly guest: Guest;
  readonly actions: Readonly<Record<string, string>>;
  /** In order of creation. */
  readonly nodes: ReadonlyMap<string, BlockNode>;
  readonly backends: readonly Backend[];
  /** Files made in this session, by name; every file below the folder is there without that. */
  readonly files: ReadonlyMap<string, ImageFile>;
  /** Where the simulated files are. */
  readonly folder: string;
  /** How large an image there is, of which nothing else is known. */
  readonly diskBytes: number;
  readonly jobs: ReadonlyMap<string, Job>;
  readonly exports: readonly BlockExport[];
  readonly nbdServer: boolean;
  readonly migration: Migration;
  readonly devices: ReadonlyMap<string, Device>;
  readonly objects: ReadonlyMap<string, UserObject>;
  readonly chardevs: ReadonlyMap<string, Chardev>;
  readonly netdevs: ReadonlyMap<string, Netdev>;
  readonly vnc: Vnc | undefined;
  readonly dump: JsonObject;
  readonly dirtyRate: JsonObject;
  readonly balloon: Balloon;
  /** What is to happen, by what it is about. */
  readonly timers: ReadonlyMap<string, Timer>;
  /** Set while nothing in band is done. */
  readonly hang: Hang | undefined;
  /** When an event of a name that is held to one a second was sent, and what waits. */
  readonly held: ReadonlyMap<string, HeldEvent>;
  readonly hasQuit: boolean;
  /** Numbers for names that are made up. */
  readonly counter: number;
}

export interface Guest {
  /** Whether it obeys the power button; a boot sector does not. */
  readonly obeysPowerButton: boolean;
  /** Whether it lets go of devices, and moves the balloon. */
  readonly hasDrivers: boolean;
  /** Sets its clock so often, in ms; 0 for never. */
  readonly clockEvery: number;
}

export interface BlockNode {
  readonly name: string;
  readonly driver: string;
  readonly filename: string;
  readonly size: number | bigint;
  readonly readOnly: boolean;
  readonly file?: string;
  readonly backing?: string;
  /** Children by other roles. */
  readonly others: readonly string[];
  readonly options: JsonObject;
  /** Opened by its user, who must close it; others go with their last parent. */
  readonly isMonitorOwned: boolean;
  readonly bitmaps: readonly Bitmap[];
  readonly snapshots: readonly Snapshot[];
  readonly data: number;
  readonly writeThreshold: JsonValue;
  readonly throttle?: JsonObject;
  /** Answers nothing until it is yanked. */
  readonly isStuck: boolean;
  /** A yanked connection fails all that comes. */
  readonly isYanked: boolean;
}

export interface ImageFile {
  readonly format: string;
  readonly size: number | bigint;
}

export interface Bitmap {
  readonly name: string;
  readonly granularity: number;
  readonly isPersistent: boolean;
  readonly isRecording: boolean;
  readonly isBusy: boolean;
  readonly count: number;
}

export interface Snapshot {
  readonly id: string;
  readonly name: string;
  readonly date: number;
  readonly vmStateSize: number;
  readonly vmClock: number;
}

/** The drive of a device. */
export interface Backend {
  /** The name of an old -drive, or ''. */
  readonly device: string;
  /** The device's id. */
  readonly qdev: string;
  /** What query-block calls it. */
  readonly path: string;
  readonly root?: string;
  readonly isRemovable: boolean;
  readonly isTrayOpen: boolean;
  readonly ioStatus: 'ok' | 'failed' | 'nospace';
  readonly throttle: JsonObject;
}

export type JobStatus =
  | 'created'
  | 'running'
  | 'paused'
  | 'ready'
  | 'standby'
  | 'waiting'
  | 'pending'
  | 'aborting'
  | 'concluded'
  | 'null';

export interface Job {
  readonly id: string;
  readonly type: string;
  readonly status: JobStatus;
  /** Those that are no block jobs have no BLOCK_JOB events. */
  readonly isBlockJob: boolean;
  /** Bytes a second; 0 for no limit. As it was given. */
  readonly speed: number | bigint;
  readonly total: number;
  /** What was done at `since`. */
  readonly offset: number;
  readonly since: number;
  readonly isPausedByUser: boolean;
  readonly autoFinalize: boolean;
  readonly autoDismiss: boolean;
  readonly ioStatus: 'ok' | 'failed' | 'nospace';
  /** Goes on until it is told to complete. */
  readonly isMirroring: boolean;
  readonly completeAsked: boolean;
  /** Jobs of one transaction that end together. */
  readonly group: readonly string[];
  readonly nodes: readonly string[];
  readonly end: JobEnd;
  readonly error?: string;
  /** An error it will meet. */
  readonly fault?: JobFault;
}

/** What becomes of the graph when the job has done its work. */
export type JobEnd =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'pivot'; readonly from: string; readonly to: string }
  | { readonly kind: 'rebase'; readonly node: string; readonly backing: string | undefined }
  | { readonly kind: 'merge-down'; readonly top: string; readonly base: string };

export interface JobFault {
  readonly at: number;
  readonly operation: 'read' | 'write';
  readonly errno: number;
  readonly action: 'report' | 'ignore' | 'stop';
  readonly isOnce: boolean;
}

export interface BlockExport {
  readonly id: string;
  readonly type: string;
  readonly node: string;
  readonly exportName: string;
}

export interface Migration {
  readonly status: string;
  readonly capabilities: Readonly<Record<string, boolean>>;
  readonly parameters: JsonObject;
  readonly uri: string;
  readonly began: number;
  readonly ended: number;
  /** Bytes sent at `since`. */
  readonly sent: number;
  readonly since: number;
  readonly passes: number;
  readonly wasRunning: boolean;
  readonly error?: string;
  readonly postcopyAsked: boolean;
  /** What is at the other end. */
  readonly destination: 'listening' | 'absent' | 'stuck';
}

export interface Device {
  readonly id: string;
  readonly type: string;
  readonly path: string;
  readonly properties: JsonObject;
  readonly isHotplugged: boolean;
  readonly isLinkUp: boolean;
}

export interface UserObject {
  readonly id: string;
  readonly type: string;
  readonly properties: JsonObject;
}

export interface Chardev {
  readonly id: string;
  readonly type: string;
  readonly filename: string;
  readonly isOpen: boolean;
  /** A monitor or a serial port is behind it. */
  readonly isBusy: boolean;
  readonly isSocket: boolean;
  readonly buffer: string;
}

export interface Netdev {
  readonly id: string;
  readonly type: string;
}

export interface Vnc {
  readonly path: string;
  readonly hasPassword: boolean;
}

export interface Balloon {
  readonly actual: number;
  readonly target: number;
}

export interface Timer {
  readonly at: number;
  readonly action: TimerAction;
}

export type TimerAction =
  | { readonly kind: 'job'; readonly id: string; readonly step: JobStep }
  | { readonly kind: 'migration'; readonly step: string }
  | { readonly kind: 'event'; readonly key: string }
  | { readonly kind: 'balloon' }
  | { readonly kind: 'clock' }
  | { readonly kind: 'unplug'; readonly id: string }
  | { readonly kind: 'shutdown'; readonly reason: string }
  | { readonly kind: 'dump'; readonly wasRunning: boolean }
  | { readonly kind: 'release' }
  | { readonly kind: 'guest-read' }
  | { readonly kind: 'dirty-rate' };

export type JobStep = 'work-done' | 'end' | 'fault' | 'snapshot';

/** Why nothing in band is done. */
export interface Hang {
  /** The node that answers nothing; yanking it ends the hang. */
  readonly node?: string;
  readonly began: number;
}

export interface HeldEvent {
  readonly sentAt: number;
  readonly waiting?: { readonly data: JsonObject | undefined; readonly time: number };
}

/** An event as it leaves the VM; `time` is when it happened. */
export interface SimulatedEvent {
  readonly name: string;
  readonly data: JsonObject | undefined;
  readonly time: number;
}

/** What a command comes to. */
export type Answer =
  | { readonly kind: 'return'; readonly value: JsonValue }
  | { readonly kind: 'error'; readonly errorClass: ErrorClass; readonly desc: string };
