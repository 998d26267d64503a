// What is fuzzed: a claim that must hold for any input that fast-check can think of.
import type { IRawProperty } from 'fast-check';

export interface FuzzTarget {
  readonly name: string;
  readonly claim: IRawProperty<unknown>;
  /** How often the tests try it. */
  readonly runs: number;
}

/** Fails with what was expected. A plain error, so that the long run needs no test runner. */
export function holds(condition: boolean, what: string): void {
  if (!condition) throw new Error(`does not hold: ${what}`);
}

/** Whether two values are alike as JSON is. */
export function alike(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
