// Which lines a session remembers and in which order it offers them. Pure: history-file.ts keeps them.

export interface HistoryEntry {
  /** When it was entered, in ms since 1970. */
  readonly t: number;
  /** Which VM it was entered for: its name, or its target where it has none. */
  readonly vm: string;
  readonly line: string;
}

/** What stands in a kept line where a secret stood; recalling such a line puts the cursor there. */
export const SECRET_MASK = '‹secret›';

/** A line of more than this is not kept: it was pasted, and files like it exist elsewhere. In UTF-16 units. */
const MAX_LINE = 64 * 1024;

/** Whether a line is remembered: not if it is empty or begins with a blank. */
export function isKept(line: string): boolean {
  return /^\S/.test(line) && line.length <= MAX_LINE;
}

/**
 * The lines in the order in which they are offered, each once: those of this VM from the newest on,
 * then those of others. `entries` stand in the order of time.
 */
export function recallOrder(entries: readonly HistoryEntry[], vm: string): readonly string[] {
  const newestFirst = entries.toReversed();
  const ours = newestFirst.filter(entry => entry.vm === vm);
  const others = newestFirst.filter(entry => entry.vm !== vm);
  return [...new Set([...ours, ...others].map(entry => entry.line))];
}

/** The entries of all VMs that hold a text, whatever its case, in the order of time. */
export function findEntries(
  entries: readonly HistoryEntry[],
  text: string,
): readonly HistoryEntry[] {
  const wanted = text.toLowerCase();
  return entries.filter(entry => entry.line.toLowerCase().includes(wanted));
}

/** Entries of several files as one history, in the order of time. */
export function inOrderOfTime(entries: readonly HistoryEntry[]): readonly HistoryEntry[] {
  return entries.toSorted((one, other) => one.t - other.t);
}

/** `{"t":1763640000000,"vm":"fedora","line":"query-status"}` */
export function formatEntry({ t, vm, line }: HistoryEntry): string {
  return JSON.stringify({ t, vm, line });
}

/** The entry that a line of the file holds, or undefined for anything else that may stand there. */
export function parseEntry(text: string): HistoryEntry | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isEntry(value) ? { t: value.t, vm: value.vm, line: value.line } : undefined;
  } catch {
    return undefined;
  }
}

function isEntry(value: unknown): value is HistoryEntry {
  if (typeof value !== 'object' || value === null) return false;
  const { t, vm, line } = value as Partial<Record<keyof HistoryEntry, unknown>>;
  return Number.isFinite(t) && typeof vm === 'string' && typeof line === 'string' && isKept(line);
}
