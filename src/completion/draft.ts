// A candidate before it is ranked.
import type { Candidate } from './candidate.js';

/** Where a candidate stands while nothing is typed; what is typed counts for more. */
export const ORDER = {
  tag: 60,
  mandatory: 50,
  value: 40,
  plain: 30,
  lesser: 20,
  deprecated: 10,
} as const;

export interface Draft extends Omit<Candidate, 'score' | 'matched'> {
  /** Points in an empty place; those of `ORDER`, and what history adds. */
  readonly order: number;
  /** Of these, what counts against what was typed as well: use and history. */
  readonly points?: number;
  /** However well it matches, it scores no higher. */
  readonly most?: number;
}

/** A draft with the usual in all that is not said. */
export function draft(given: Pick<Draft, 'insert' | 'label' | 'kind'> & Partial<Draft>): Draft {
  return {
    type: '',
    mandatory: false,
    deprecated: false,
    unstable: false,
    detail: '',
    order: ORDER.plain,
    ...given,
  };
}

/** The order of what is deprecated or unstable is lower. */
export function marked({ features = [] }: { readonly features?: readonly string[] }): {
  readonly deprecated: boolean;
  readonly unstable: boolean;
} {
  return { deprecated: features.includes('deprecated'), unstable: features.includes('unstable') };
}
