// Today's rules on the shape of a documentation comment, whatever it documents.
import type { Comment } from '../parser/tree.js';
import { type Findings, report } from '../source/findings.js';
import { positionBelow } from '../source/position.js';
import { checkText } from './check-text.js';
import { commentLines, type DocBlock, type DocSection, type SectionKind } from './doc-block.js';
import { sectionText } from './doc-parts.js';

/** Sections that may stand once, and must say something. */
const TAGS: Partial<Record<SectionKind, string>> = {
  features: 'Features',
  returns: 'Returns',
  errors: 'Errors',
  since: 'Since',
};

/** What was a section until QEMU 9.1, and what stands for it today. */
const FORMER_TAGS: Partial<Record<SectionKind, string>> = {
  oldNote: "'.. note::'",
  oldExample: "'.. qmp-example::'",
};

/** A comment being checked, and how to complain of one of its lines. */
type Complain = (line: number, detail: string) => void;

function complainer(comment: Comment, findings: Findings): Complain {
  return (below, detail) => report(findings, positionBelow(comment.position, below), detail);
}

/** Checks the comment of a definition. */
export function checkLayout(comment: Comment, block: DocBlock, findings: Findings): void {
  const complain = complainer(comment, findings);
  checkLines(comment, complain);
  checkText(comment, complain);
  checkFirstLine(block, complain);
  checkTags(block, complain);
  checkParagraphs(block, complain);
  checkOrder(block, complain);
  for (const section of block.sections) checkIndent(section, complain);
}

/** Checks a comment that belongs to no definition. */
export function checkChapter(comment: Comment, findings: Findings): void {
  const complain = complainer(comment, findings);
  checkLines(comment, complain);
  checkText(comment, complain);
  for (const [index, line] of commentLines(comment).entries()) {
    if (/^@[A-Za-z0-9_.-]+:/.test(line)) {
      complain(index, 'a member is described outside the documentation of a definition');
    } else if (/^(Features|Returns|Errors|Since|TODO):(?!:)/.test(line)) {
      complain(index, `'${line.split(':')[0]}' stands outside the documentation of a definition`);
    }
  }
}

function checkLines(comment: Comment, complain: Complain): void {
  if (!/^#[^ \r\n]/m.test(comment.text)) return;
  for (const [index, line] of comment.text.trimEnd().split('\n').entries()) {
    if (/^#[^ \r\n]/.test(line)) complain(index, "expected a blank after '#' in documentation");
  }
}

function checkFirstLine({ lines }: DocBlock, complain: Complain): void {
  const index = lines.findIndex(line => line !== '');
  const line = lines[index] ?? '';
  if (line !== '@' && !line.endsWith(':')) {
    complain(index, "the name must end the line, with a ':' after it");
  }
  for (const [other, text] of lines.entries()) {
    if (/^@:?(\s|$)/.test(text)) complain(other, "a name must follow '@'");
  }
}

function checkTags(block: DocBlock, complain: Complain): void {
  const seen = new Set<SectionKind>();
  for (const section of block.sections) {
    const { kind, line } = section;
    const tag = TAGS[kind];
    const today = FORMER_TAGS[kind];
    if (today !== undefined)
      complain(line, `this section went with QEMU 9.1; today it is ${today}`);
    if (tag === undefined) continue;
    if (seen.has(kind)) complain(line, `'${tag}' stands twice`);
    else if (isEmpty(section, block)) complain(line, `nothing follows '${tag}'`);
    seen.add(kind);
  }
}

function isEmpty(section: DocSection, block: DocBlock): boolean {
  if (section.kind !== 'features') return sectionText(section) === '';
  return block.sections[block.sections.indexOf(section) + 1]?.kind !== 'feature';
}

/** What begins within a paragraph is a part of it for QEMU: an empty line stands between. */
function checkParagraphs({ sections, lines }: DocBlock, complain: Complain): void {
  for (const [index, { kind, line }] of sections.entries()) {
    const isTextAbove = sections[index - 1]?.kind === 'text' && lines[line - 1] !== '';
    const isOwn = kind === 'member' || kind === 'feature' || kind in TAGS;
    if (isTextAbove && isOwn) complain(line, 'an empty line must stand above this one');
  }
}

/** Members are described in one place, before the sections with tags. */
function checkOrder(block: DocBlock, complain: Complain): void {
  let isOver = false;
  let before: SectionKind = 'text';
  for (const { kind, name, line } of block.sections) {
    if (kind === 'member' && isOver)
      complain(line, `the description of '${name}' follows a section`);
    isOver ||= kind !== 'member' && (kind in TAGS || kind === 'todo' || before === 'member');
    before = kind;
  }
}

/** Lines of a section stand at least as far right as the first below its tag. */
function checkIndent(section: DocSection, complain: Complain): void {
  if (section.kind === 'text' || section.kind === 'features') return;
  let least = -1;
  for (const [index, line] of section.lines.entries()) {
    if (index === 0 || line === '') continue;
    const indent = line.search(/\S/);
    if (least < 0) least = indent;
    if (indent >= least) continue;
    complain(section.line + index, `indented by ${indent}, expected at least ${least}`);
    return;
  }
}
