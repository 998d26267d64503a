// What a screen shows besides the line being typed, as its host knows it at the moment of a frame. Data only.

/** All of it. Texts may hold anything: whoever draws them escapes them. */
export interface ScreenFacts {
  /** Undefined while there is no connection. */
  readonly vm: VmShown | undefined;
  readonly target: string;
  readonly health: Health;
  /** Commands of the person's that wait for a reply, oldest first. */
  readonly running: readonly RunningCommand[];
  readonly jobs: readonly JobShown[];
  readonly events: EventFacts;
  /** A block that lives until it is ended: what `.watch` looks at, an open transaction. */
  readonly live: readonly string[];
}

export interface VmShown {
  readonly name: string | undefined;
  /** `QEMU 7.2.22`. */
  readonly version: string;
  /** RunState; undefined where the server has none. */
  readonly status: string | undefined;
  readonly readOnly: boolean;
}

export type Health =
  | { readonly kind: 'unknown' }
  /** The last round trip, in ms. */
  | { readonly kind: 'good'; readonly roundTripMs: number }
  /** A command waits for its reply, and nothing more is known; `forMs` long. Undefined: one of qmpsh's own. */
  | { readonly kind: 'waiting'; readonly command: string | undefined; readonly forMs: number }
  /** The server answers out of band, and not in band: its main loop hangs. */
  | {
      readonly kind: 'blocked';
      readonly command: string | undefined;
      readonly forMs: number;
      /** The line that would yank what can be yanked; undefined where there is nothing. */
      readonly yank: string | undefined;
    };

export interface RunningCommand {
  readonly name: string;
  /** How long it has run, in ms. */
  readonly forMs: number;
}

export interface JobShown {
  readonly id: string;
  /** `backup`, `migration`; undefined while not known. */
  readonly type: string | undefined;
  /** JobStatus or MigrationStatus. */
  readonly status: string;
  /** 0 to 1; undefined where there is nothing to go by. */
  readonly done: number | undefined;
  /** Bytes a second, from two looks. */
  readonly rate: number | undefined;
  /** Seconds until the end at that rate. */
  readonly secondsLeft: number | undefined;
  readonly error: string | undefined;
  /** Of a migration alone. */
  readonly moved?: MovedShown | undefined;
}

/** What a migration has done and has before it; undefined what the server does not tell, or not yet. */
export interface MovedShown {
  /** In bytes. */
  readonly transferred: number | undefined;
  readonly remaining: number | undefined;
  /** Bytes a second that the guest changes meanwhile. */
  readonly dirtied: number | undefined;
  /** How often RAM was gone through, this time counted in. */
  readonly pass: number | undefined;
}

export interface EventFacts {
  readonly total: number;
  readonly perSecond: number;
  /** The last one on a line; undefined before the first. */
  readonly last: string | undefined;
  /** What is shown of them: `on`, `off`, or a filter. */
  readonly filter: string;
}

/** Where the terminal has room for what. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}
