// The definition that is being checked, so that every message says whose fault it is.
import { type Findings, report } from '../source/findings.js';
import type { Position } from '../source/position.js';

export interface Subject {
  readonly findings: Findings;
  /** `struct 'Foo'` */
  readonly label: string;
}

/** Records a broken rule of the definition: `file:line: struct 'Foo': detail`. */
export function complain(subject: Subject, position: Position, detail: string): void {
  report(subject.findings, position, `${subject.label}: ${detail}`);
}
