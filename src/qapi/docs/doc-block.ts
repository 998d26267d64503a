// A documentation comment -> its sections, in the manners of all eras. What they mean for the model is
// doc-parts.ts; whether they keep today's rules is check-doc.ts.
import type { Comment } from '../parser/tree.js';

export interface DocBlock {
  /** The name that the comment begins with, after `@`. */
  readonly symbol: string;
  readonly lines: readonly string[];
  readonly sections: readonly DocSection[];
}

export interface DocSection {
  readonly kind: SectionKind;
  /** The member or feature it is about; else empty. */
  readonly name: string;
  /** Lines below the comment's first. */
  readonly line: number;
  /** Without `# `, and without the tag; `text` from the first line on. */
  readonly lines: readonly string[];
}

export type SectionKind =
  | 'text'
  | 'member'
  | 'feature'
  | 'features'
  | 'returns'
  | 'errors'
  | 'since'
  | 'todo'
  | 'note'
  | 'example'
  | 'oldNote'
  | 'oldExample';

/** Tags that begin a section, through the years; `Notes` and `Example` gave way to directives in QEMU 9.1. */
const TAGS: Readonly<Record<string, SectionKind>> = {
  Features: 'features',
  Returns: 'returns',
  Return: 'returns',
  Errors: 'errors',
  Since: 'since',
  TODO: 'todo',
  Note: 'oldNote',
  Notes: 'oldNote',
  Example: 'oldExample',
  Examples: 'oldExample',
};

/** Directives of reStructuredText that are sections of their own; others are part of the text. */
const DIRECTIVES: ReadonlyMap<string, SectionKind> = new Map([
  ['qmp-example', 'example'],
  ['code-block', 'example'],
  ['note', 'note'],
  ['admonition', 'note'],
  ['caution', 'note'],
  ['important', 'note'],
  ['tip', 'note'],
  ['warning', 'note'],
]);

const SYMBOL = /^@([^\s:]*)(:?)/;
const NAMED = /^@([A-Za-z0-9_.-]+):[ \t]*/;
/** A member of old, its colon forgotten. */
const NAMED_LOOSELY = /^@([A-Za-z0-9_.-]+)(?:$|[ \t]+(?=[#@]optional)|[ \t]{2,})/;
const TAGGED = /^(Features|Returns?|Errors|Since|TODO|Notes?|Examples?)(?: \d+)?:(?!:)[ \t]*/;
const SINCE_LOOSELY = /^Since[ \t]+(?=v?\d)/;
const DIRECTIVE = /^\.\. ([a-z-]+)::[ \t]*/;

/** The lines of a comment, each without its `# `. */
export function commentLines(comment: Comment): readonly string[] {
  return comment.text.split('\n').map(line => line.slice(line[1] === ' ' ? 2 : 1).trimEnd());
}

/** The sections of a comment that documents a name. */
export function parseDocBlock(comment: Comment): DocBlock {
  const lines = commentLines(comment);
  const first = lines.findIndex(line => line !== '');
  const sections: OpenSection[] = [];
  let open = openSection('text', '', first + 1);
  for (const [index, line] of lines.entries()) {
    if (index <= first) continue;
    const next = startSection(line, index, open);
    if (next !== undefined) sections.push(open);
    if (next === undefined) open.lines.push(line);
    open = next ?? open;
  }
  sections.push(open);
  const symbol = SYMBOL.exec(lines[first] ?? '')?.[1] ?? '';
  return { symbol, lines, sections: sections.filter(isFilled) };
}

interface OpenSection extends DocSection {
  readonly lines: string[];
}

function openSection(kind: SectionKind, name: string, line: number, text?: string): OpenSection {
  return { kind, name, line, lines: text === undefined ? [] : [text] };
}

/** A text of blank lines says nothing; a tag without text is kept, for check-doc.ts to complain of. */
function isFilled(section: DocSection): boolean {
  return section.kind !== 'text' || section.lines.some(line => line !== '');
}

/** The section that begins with this line, or undefined where it belongs to the open one. */
function startSection(line: string, index: number, open: OpenSection): OpenSection | undefined {
  if (line === '' || line.startsWith(' ') || line.startsWith('\t')) return undefined;
  const named = NAMED.exec(line) ?? looseName(line, open);
  if (named !== null) {
    const kind = isAmongFeatures(open) ? 'feature' : 'member';
    return openSection(kind, named[1] ?? '', index, line.slice(named[0].length));
  }
  const tagged = TAGGED.exec(line) ?? SINCE_LOOSELY.exec(line);
  if (tagged !== null) {
    const kind = TAGS[tagged[1] ?? 'Since'] ?? 'text';
    return openSection(kind, '', index, line.slice(tagged[0].length));
  }
  return startDirective(line, index) ?? startText(line, index, open);
}

function looseName(line: string, open: OpenSection): RegExpExecArray | null {
  return (open.lines.at(-1) ?? '') === '' ? NAMED_LOOSELY.exec(line) : null;
}

function isAmongFeatures(open: OpenSection): boolean {
  return open.kind === 'features' || open.kind === 'feature';
}

function startDirective(line: string, index: number): OpenSection | undefined {
  const match = DIRECTIVE.exec(line);
  const kind = DIRECTIVES.get(match?.[1] ?? '');
  if (match === null || kind === undefined) return undefined;
  return openSection(kind, '', index, line.slice(match[0].length));
}

/** Sections that take text which is not indented, even after a blank line, until a tag ends them. */
const GREEDY: ReadonlySet<SectionKind> = new Set(['text', 'oldNote', 'oldExample']);
/** Sections that end at the first line which is not indented. */
const INDENTED: ReadonlySet<SectionKind> = new Set(['note', 'example', 'features']);

function startText(line: string, index: number, open: OpenSection): OpenSection | undefined {
  if (GREEDY.has(open.kind)) return undefined;
  const isNewParagraph = open.lines.at(-1) === '' && open.lines.length > 0;
  if (!INDENTED.has(open.kind) && !isNewParagraph) return undefined;
  return openSection('text', '', index, line);
}
