// Drafts in the order in which they are offered: by what was typed, else by what is most likely next.
import type { Candidate } from './candidate.js';
import type { Draft } from './draft.js';
import { matchedLetters, matchNames, nameList } from './match/match-names.js';

/** No menu shows more, and no one looks at more. */
export const MOST_CANDIDATES = 500;
/** Candidates whose matched letters are worth finding. */
const MOST_MATCHED = 50;
const UNSTABLE_COST = 25;
const DEPRECATED_COST = 8;
const MANDATORY_POINTS = 3;

/** The candidates, best first. Equals stay in the order of the drafts. */
export function rank(drafts: readonly Draft[], typed: string): readonly Candidate[] {
  return typed === '' ? byOrder(drafts) : byMatch(drafts, typed);
}

function byOrder(drafts: readonly Draft[]): readonly Candidate[] {
  return sorted(drafts.map(draft => ({ draft, score: draft.order }))).map(row =>
    candidateOf(row.draft, row.score),
  );
}

function byMatch(drafts: readonly Draft[], typed: string): readonly Candidate[] {
  const list = nameList(drafts.map(draft => draft.label));
  const scored = matchNames(list, typed).map(({ index, score }) => {
    const draft = drafts[index]!;
    return { draft, score: Math.min(score, draft.most ?? score) + pointsOf(draft) };
  });
  return sorted(scored).map(({ draft, score }, index) => {
    const candidate = candidateOf(draft, score);
    if (index >= MOST_MATCHED) return candidate;
    return { ...candidate, matched: matchedLetters(draft.label, typed) };
  });
}

interface Scored {
  readonly draft: Draft;
  readonly score: number;
}

function sorted(rows: readonly Scored[]): readonly Scored[] {
  return [...rows].sort((a, b) => b.score - a.score).slice(0, MOST_CANDIDATES);
}

function pointsOf({ label, mandatory, deprecated, unstable, points = 0 }: Draft): number {
  const isExperiment = unstable || label.startsWith('x-');
  return (
    points +
    (mandatory ? MANDATORY_POINTS : 0) -
    (isExperiment ? UNSTABLE_COST : 0) -
    (deprecated ? DEPRECATED_COST : 0)
  );
}

function candidateOf(row: Draft, score: number): Candidate {
  const { order: _, points: __, most: ___, ...draft } = row;
  return { ...draft, score: Math.round(score * 100) / 100 };
}
