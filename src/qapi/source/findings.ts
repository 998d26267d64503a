// What the passes of the reader find fault with, collected: a pass goes on after a fault wherever it sensibly can.
import { QapiSemanticError, type SourceError } from '../errors.js';
import type { Position } from './position.js';

/** How severe the reader is, and what it found. Every pass appends; nothing is ever removed. */
export interface Findings {
  /** Only today's forms, and the rules on documentation and naming. */
  readonly strict: boolean;
  /** What is not there (types, included files) is a warning: the text is a part of some schema. */
  readonly fragment: boolean;
  readonly problems: SourceError[];
  readonly warnings: QapiSemanticError[];
}

/** Records a broken rule. */
export function report(findings: Findings, position: Position, detail: string): void {
  findings.problems.push(new QapiSemanticError(position, detail));
}

/** Records that something is not there: a fault, but in a fragment only a warning. */
export function reportMissing(findings: Findings, position: Position, detail: string): void {
  const list = findings.fragment ? findings.warnings : findings.problems;
  list.push(new QapiSemanticError(position, detail));
}
