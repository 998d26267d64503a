// One file and all it includes -> the definitions in the order of the text, an included file standing where it was
// first included. Names are not resolved yet; schema/ does that next.
import { dirname, join, normalize } from 'node:path';
import { parseText } from '../parser/parse.js';
import type { Comment, Entry, Expression, ObjectNode } from '../parser/tree.js';
import { type Findings, report, reportMissing } from '../source/findings.js';
import type { Position, SourceFile } from '../source/position.js';
import type { Definition } from './definition.js';
import { readDefinition } from './definitions.js';
import { checkKeys, showKind } from './keys.js';
import { noPragmas, type Pragmas, readPragma } from './pragma.js';

/** The text of a file. @throws where there is none, or it cannot be read. */
export type ReadFile = (path: string) => string;

/** All that the files say. */
export interface Document {
  readonly definitions: readonly Definition[];
  readonly chapters: readonly Comment[];
  readonly pragmas: Pragmas;
}

interface Loading {
  readonly readFile: ReadFile;
  readonly findings: Findings;
  readonly definitions: Definition[];
  readonly chapters: Comment[];
  readonly pragmas: Pragmas;
  /** Files that were begun, by normal path: another include of one adds nothing. */
  readonly seen: Set<string>;
}

/** Loads a file and what it includes; a file that cannot be read is a problem, or in a fragment a warning. */
export function loadDocument(path: string, readFile: ReadFile, findings: Findings): Document {
  const loading: Loading = {
    readFile,
    findings,
    definitions: [],
    chapters: [],
    pragmas: noPragmas(),
    seen: new Set([normalize(path)]),
  };
  const text = tryRead(loading, path);
  if (typeof text === 'string') loadFile(loading, { path, text });
  else reportUnreadable(findings, path, text.reason);
  return loading;
}

function tryRead(loading: Loading, path: string): string | { readonly reason: string } {
  try {
    return loading.readFile(path);
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) };
  }
}

function reportUnreadable(findings: Findings, path: string, reason: string): void {
  report(findings, { file: { path, text: '' }, offset: 0 }, `cannot read the file: ${reason}`);
}

function loadFile(loading: Loading, file: SourceFile): void {
  const parsed = parseText(file, loading.findings);
  for (const comment of parsed.chapters) loading.chapters.push(comment);
  for (const expression of parsed.expressions) loadExpression(loading, expression);
}

function loadExpression(loading: Loading, expression: Expression): void {
  const { findings, definitions } = loading;
  const directive = expression.node.entries.find(isDirective);
  if (directive === undefined) {
    const definition = readDefinition(expression, findings);
    if (definition !== undefined) definitions.push(definition);
    return;
  }
  checkDirective(loading, expression, directive.key);
  if (directive.key === 'include') loadInclude(loading, directive);
  else readPragma(loading.pragmas, directive, findings);
}

function isDirective(entry: Entry): boolean {
  return entry.key === 'include' || entry.key === 'pragma';
}

function checkDirective(loading: Loading, expression: Expression, keyword: string): void {
  const { findings } = loading;
  const node: ObjectNode = expression.node;
  checkKeys({ findings, label: keyword }, node, '', { required: [keyword], optional: [] });
  if (expression.comment === undefined || !findings.strict) return;
  report(findings, expression.comment.position, 'documentation is not followed by its definition');
}

function loadInclude(loading: Loading, entry: Entry): void {
  const { findings } = loading;
  const { position, value } = entry;
  if (typeof value !== 'string') {
    report(findings, position, `'include' must be a file's name, found ${showKind(value)}`);
    return;
  }
  const path = join(dirname(position.file.path), value);
  if (isLoop(position, path)) report(findings, position, `'${value}' includes itself`);
  if (loading.seen.has(path)) return;
  loading.seen.add(path);
  if (includesAbove(position) > DEEPEST) {
    report(findings, position, `includes are nested deeper than ${DEEPEST} files`);
    return;
  }
  const text = tryRead(loading, path);
  if (typeof text === 'string') loadFile(loading, { path, text, includedAt: position });
  else reportMissing(findings, position, `cannot read '${value}': ${text.reason}`);
}

/** Files that include each other; QEMU's own are three deep. */
const DEEPEST = 100;

function includesAbove(position: Position): number {
  let count = 0;
  for (let at = position.file.includedAt; at !== undefined; at = at.file.includedAt) count += 1;
  return count;
}

/** Whether the file is one of those whose includes led here. */
function isLoop(position: Position, path: string): boolean {
  for (let at: Position | undefined = position; at; at = at.file.includedAt) {
    if (normalize(at.file.path) === path) return true;
  }
  return false;
}
