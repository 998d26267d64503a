// What every check of schema/ is given: the names there are, and where to report.
import { type Definition, describe } from '../expressions/definition.js';
import { complain as complainOf } from '../expressions/subject.js';
import { type Findings, reportMissing } from '../source/findings.js';
import type { Position } from '../source/position.js';
import type { Symbols } from './symbols.js';

export interface Checking {
  readonly symbols: Symbols;
  readonly findings: Findings;
}

/** Records a broken rule of a definition. */
export function complain(
  checking: Checking,
  definition: Definition,
  position: Position,
  detail: string,
): void {
  complainOf({ findings: checking.findings, label: describe(definition) }, position, detail);
}

/** Records that a definition names something that is not there. */
export function complainMissing(
  checking: Checking,
  definition: Definition,
  position: Position,
  detail: string,
): void {
  reportMissing(checking.findings, position, `${describe(definition)}: ${detail}`);
}
