// The reader of the QAPI schema language: a file and what it includes -> a Schema, and what is wrong with it.
// The passes: parser/ (text -> expressions), expressions/ (-> definitions in one shape for all eras), schema/
// (names and rules), docs/ (comments), build/ (-> the model).

import { buildSchema } from './build/schema.js';
import { checkDocumentation } from './docs/check-documentation.js';
import type { QapiSemanticError, SourceError } from './errors.js';
import { loadDocument, type ReadFile } from './expressions/load.js';
import type { Schema } from './model.js';
import { checkDocument } from './schema/check.js';
import { collectSymbols } from './schema/symbols.js';
import type { Findings } from './source/findings.js';

export interface ReadOptions {
  /** Gives the text of a file by its path; throws where it cannot. Included paths are joined to their includer's. */
  readonly readFile: ReadFile;
  /** Today's forms only, and QEMU's rules on documentation and names. */
  readonly strict?: boolean;
  /** Types and included files that are not there are warnings. */
  readonly fragment?: boolean;
}

export interface ReadResult {
  /** All that is sound; where there are problems, not the whole of what the files say. */
  readonly schema: Schema;
  /** In the order of passes, then of the text. None: the schema keeps all rules. */
  readonly problems: readonly SourceError[];
  readonly warnings: readonly QapiSemanticError[];
}

/**
 * Reads a schema. Never throws for what the files hold, or for files that cannot be read: these are problems.
 * Rules that join definitions are checked only where each is sound by itself, so that one fault is told once.
 */
export function readSchema(path: string, options: ReadOptions): ReadResult {
  const { readFile, strict = false, fragment = false } = options;
  const findings: Findings = { strict, fragment, problems: [], warnings: [] };
  const document = loadDocument(path, readFile, findings);
  const isSound = findings.problems.length === 0;
  const symbols = collectSymbols(document.definitions, findings);
  if (isSound) checkDocument(document, symbols, findings);
  if (isSound && strict) checkDocumentation(document, findings);
  return { schema: buildSchema(symbols), problems: findings.problems, warnings: findings.warnings };
}
