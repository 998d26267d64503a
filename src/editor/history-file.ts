// The history file, shared by running copies that know nothing of each other and may be killed at any time.
// An entry is one line in one O_APPEND write. A full file is renamed to a segment beside it and a new one
// begun: nothing is ever rewritten, so no lock is needed and no writer can lose another's line, not even
// one that still writes to the renamed file.
import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  type Stats,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { makeFolder } from '../files/make-folder.js';
import { formatEntry, type HistoryEntry, inOrderOfTime, isKept, parseEntry } from './history.js';

/** Sizes in bytes. A reader takes no more than both together, some 10,000 lines. */
export interface HistoryBounds {
  /** When the file is full and becomes a segment. */
  readonly file: number;
  /** How much all segments may hold before the oldest goes. */
  readonly segments: number;
}

/** `.local/state/qmpsh`. */
const FOLDERS = 3;

/** Room for three segments: each is larger than a full file by a part of the line that filled it. */
const BOUNDS: HistoryBounds = { file: 256 * 1024, segments: 800 * 1024 };

/** `$XDG_STATE_HOME/qmpsh/history`; a relative XDG_STATE_HOME counts as none (XDG Base Directory, "Environment variables"). */
export function historyPath(env: NodeJS.ProcessEnv): string {
  const { XDG_STATE_HOME: state = '' } = env;
  return join(isAbsolute(state) ? state : join(homedir(), '.local/state'), 'qmpsh', 'history');
}

/** What cannot be read or written is said once through `warn` and then done without: nothing here throws. */
export class HistoryFile {
  readonly #path: string;
  readonly #warn: (message: string) => void;
  readonly #bounds: HistoryBounds;
  #hasWarned = false;
  #rotations = 0;

  constructor(path: string, warn: (message: string) => void, bounds: HistoryBounds = BOUNDS) {
    this.#path = path;
    this.#warn = warn;
    this.#bounds = bounds;
  }

  /** All entries, in the order of time; lines that are none are passed over. */
  load(): readonly HistoryEntry[] {
    // The file before its segments: what is renamed in between is read twice rather than not at all.
    const newest = this.#read(this.#path);
    const older = this.#try(() => this.#segments()) ?? [];
    const texts = [...older.map(path => this.#read(path)), newest];
    const entries = texts.flatMap(text => text.split('\n').map(parseEntry));
    return inOrderOfTime(entries.filter(entry => entry !== undefined));
  }

  /** Keeps an entry, if it is of the kind that is kept. */
  append(entry: HistoryEntry): void {
    if (!isKept(entry.line)) return;
    this.#try(() => {
      makeFolder(dirname(this.#path), FOLDERS);
      if (appendLine(this.#path, formatEntry(entry)) > this.#bounds.file) this.#rotate();
    });
  }

  #read(path: string): string {
    return this.#try(() => readEnd(path, this.#bounds.file + this.#bounds.segments)) ?? '';
  }

  #rotate(): void {
    this.#rotations += 1;
    // No other copy makes this name, and if one has rotated just now, a small segment does no harm.
    renameSync(this.#path, `${this.#path}.${segmentSuffix(this.#rotations)}`);
    let room = this.#bounds.segments;
    for (const path of this.#segments().toReversed()) {
      room -= statSync(path).size;
      if (room < 0) unlinkSync(path);
    }
  }

  /** The segments' paths, oldest first. */
  #segments(): string[] {
    const prefix = `${basename(this.#path)}.`;
    const names = readdirSync(dirname(this.#path)).filter(name => name.startsWith(prefix));
    const segments = names.filter(name => SUFFIX.test(name.slice(prefix.length))).sort();
    return segments.map(name => join(dirname(this.#path), name));
  }

  /** What is not there (any more) is nothing to warn of. */
  #try<T>(action: () => T): T | undefined {
    try {
      return action();
    } catch (error) {
      if (isMissing(error)) return undefined;
      if (!this.#hasWarned) this.#warn(`history is not kept: ${reasonOf(error)}`);
      this.#hasWarned = true;
      return undefined;
    }
  }
}

const SUFFIX = /^\d{13}-\d{6}-\d{10}$/;

/** Sorts by time, then by a copy's own count; the chance at the end keeps the names of copies apart. */
function segmentSuffix(count: number): string {
  const digits = (number: number, width: number) => String(number).padStart(width, '0');
  return `${Date.now()}-${digits(count, 6)}-${digits(Math.floor(Math.random() * 10 ** 10), 10)}`;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Appends a line and gives the file's size after it; 0 for what is no file and takes everything, as /dev/null. */
function appendLine(path: string, line: string): number {
  const { O_RDWR, O_APPEND, O_CREAT, O_NONBLOCK } = constants;
  // O_NONBLOCK: a FIFO of that name must not stop us.
  const fd = openSync(path, O_RDWR | O_APPEND | O_CREAT | O_NONBLOCK, 0o600);
  try {
    const stats = fstatSync(fd);
    if (stats.isCharacterDevice()) return 0;
    makePrivate(fd, stats, path);
    const bytes = Buffer.from(`${endsTorn(fd, stats.size) ? '\n' : ''}${line}\n`);
    return stats.size + writeSync(fd, bytes);
  } finally {
    closeSync(fd);
  }
}

function makePrivate(fd: number, stats: Stats, path: string): void {
  if (!stats.isFile()) throw new Error(`'${path}' is not a file`);
  if ((stats.mode & 0o077) !== 0) fchmodSync(fd, 0o600);
}

/** Whether the last writer was stopped in the middle of a line. */
function endsTorn(fd: number, size: number): boolean {
  const last = Buffer.alloc(1);
  return size > 0 && readSync(fd, last, 0, 1, size - 1) === 1 && last[0] !== 0x0a;
}

/** The file's text, or the last `limit` bytes of it; nothing of what is no file. */
function readEnd(path: string, limit: number): string {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stats = fstatSync(fd);
    if (!stats.isFile()) return '';
    const bytes = Buffer.alloc(Math.min(stats.size, limit));
    const length = readSync(fd, bytes, 0, bytes.length, stats.size - bytes.length);
    return bytes.toString('utf8', 0, length);
  } finally {
    closeSync(fd);
  }
}
