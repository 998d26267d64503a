// Between the completion engine and the prompt's menu: what this user ran, and candidates as they may be shown.
import type { Candidate, Completion, UseHistory } from '../../completion/candidate.js';
import type { Candidate as Shown, Completion as ShownCompletion } from '../../editor/menu.js';
import { escapeLine } from '../../shell/escape.js';

/** Lines that count for what is offered first. */
const RECENT = 500;
const NAME = /^!?([A-Za-z][\w-]*)/;

/** How often commands were run and what followed what, from lines with the newest first. */
export function useHistory(recalled: readonly string[]): UseHistory {
  const names = recalled
    .slice(0, RECENT)
    .flatMap(line => NAME.exec(line)?.[1] ?? [])
    .toReversed();
  const counts = new Map<string, number>();
  const follows = new Map<string, Map<string, number>>();
  names.forEach((name, index) => {
    counts.set(name, (counts.get(name) ?? 0) + 1);
    const before = names[index - 1];
    if (before === undefined) return;
    const after = follows.get(before) ?? new Map<string, number>();
    follows.set(before, after.set(name, (after.get(name) ?? 0) + 1));
  });
  const last = names.at(-1);
  return { counts, follows, ...(last === undefined ? {} : { last }) };
}

/** Candidates as the editor's menu takes them, for a line that begins at that place of what is typed. */
export function shownCompletion({ replace, candidates }: Completion, at = 0): ShownCompletion {
  const [start, end] = replace;
  return { replace: [start + at, end + at], candidates: candidates.map(shownCandidate) };
}

/** A candidate with nothing in it that could act on the terminal: names may be a server's. */
export function shownCandidate({ insert, label, type, detail, ...marks }: Candidate): Shown {
  return {
    insert,
    label: escapeLine(shownLabel(label, insert)),
    type: escapeLine(type),
    detail: escapeLine(detail),
    mandatory: marks.mandatory,
    deprecated: marks.deprecated,
    unstable: marks.unstable,
  };
}

/** A member that is gone into is told from the same one that gets a value: `file.` and `file`. */
function shownLabel(label: string, insert: string): string {
  return insert.endsWith('.') && !label.endsWith('.') ? `${label}.` : label;
}
