// Today's rules on documentation comments, which a strict reading enforces: that they are there where they must,
// belong to what follows, and tell of every member and of none that is not there.
import { type Definition, describe } from '../expressions/definition.js';
import { innerRows } from '../expressions/inner-rows.js';
import type { Document } from '../expressions/load.js';
import type { Pragmas } from '../expressions/pragma.js';
import type { Comment } from '../parser/tree.js';
import { type Findings, report } from '../source/findings.js';
import { positionBelow } from '../source/position.js';
import { checkChapter, checkLayout } from './check-layout.js';
import { type DocBlock, type DocSection, parseDocBlock } from './doc-block.js';

/** Checks the comments of all definitions, and those between them. */
export function checkDocumentation(document: Document, findings: Findings): void {
  for (const chapter of document.chapters) checkChapter(chapter, findings);
  for (const definition of document.definitions) {
    checkDefinition(definition, document.pragmas, findings);
  }
}

function checkDefinition(definition: Definition, pragmas: Pragmas, findings: Findings): void {
  const { comment, position } = definition;
  if (comment === undefined) {
    const detail = `${describe(definition)} must have documentation`;
    if (pragmas.docRequired) report(findings, position, detail);
    return;
  }
  const block = parseDocBlock(comment);
  if (block.symbol !== definition.name) {
    report(
      findings,
      comment.position,
      `documentation of '${block.symbol}' stands above ${describe(definition)}`,
    );
    return;
  }
  const checked: Checked = { definition, comment, block, findings };
  checkLayout(comment, block, findings);
  checkMembers(checked, pragmas);
  checkFeatures(checked);
  checkOutcome(checked);
}

/** A definition with its documentation. */
interface Checked {
  readonly definition: Definition;
  readonly comment: Comment;
  readonly block: DocBlock;
  readonly findings: Findings;
}

function complainAt({ comment, findings }: Checked, section: DocSection, detail: string): void {
  report(findings, positionBelow(comment.position, section.line), detail);
}

function checkMembers(checked: Checked, pragmas: Pragmas): void {
  const { definition, block } = checked;
  const known = innerRows(definition).map(row => row.name);
  const sections = block.sections.filter(section => section.kind === 'member');
  checkNames(checked, 'member', known, sections);
  if (pragmas.exceptions['documentation-exceptions'].has(definition.name)) return;
  complainUndocumented(checked, 'member', known, sections);
}

function checkFeatures(checked: Checked): void {
  const sections = checked.block.sections.filter(section => section.kind === 'feature');
  const known = allFeatures(checked.definition);
  checkNames(checked, 'feature', known, sections);
  complainUndocumented(checked, 'feature', known, sections);
}

function checkNames(
  checked: Checked,
  what: string,
  known: readonly string[],
  sections: readonly DocSection[],
): void {
  const seen = new Set<string>();
  for (const section of sections) {
    const { name } = section;
    if (seen.has(name)) complainAt(checked, section, `${what} '${name}' is described twice`);
    else if (!known.includes(name)) {
      complainAt(
        checked,
        section,
        `${describe(checked.definition)} has no ${what} '${name}' to describe`,
      );
    }
    seen.add(name);
  }
}

function complainUndocumented(
  checked: Checked,
  what: string,
  known: readonly string[],
  sections: readonly DocSection[],
): void {
  const { definition, findings } = checked;
  for (const name of known) {
    if (sections.some(section => section.name === name)) continue;
    report(
      findings,
      definition.position,
      `${describe(definition)}: ${what} '${name}' is not documented`,
    );
  }
}

/** The features of a definition and of what is written in it, each once. */
function allFeatures(definition: Definition): readonly string[] {
  const inner = innerRows(definition).flatMap(row => row.features ?? []);
  return [...new Set([...definition.features, ...inner])];
}

/** What a command returns, and its errors, are told of commands alone. */
function checkOutcome(checked: Checked): void {
  const { definition, block } = checked;
  for (const section of block.sections) {
    if (section.kind === 'errors' && definition.kind !== 'command') {
      complainAt(checked, section, "only commands have 'Errors'");
    } else if (section.kind === 'returns' && definition.kind !== 'command') {
      complainAt(checked, section, "only commands have 'Returns'");
    } else if (section.kind === 'returns' && isMute(definition)) {
      complainAt(checked, section, `'Returns', but ${describe(definition)} returns nothing`);
    }
  }
}

function isMute(definition: Definition): boolean {
  return definition.kind === 'command' && definition.returns === undefined;
}
