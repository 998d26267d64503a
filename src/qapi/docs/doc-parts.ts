// The sections of a documentation comment -> the Doc of a definition and of each of its members.
import type { Doc } from '../model.js';
import type { DocBlock, DocSection, SectionKind } from './doc-block.js';
import { plainText } from './plain-text.js';

export interface DocParts {
  readonly doc?: Doc;
  readonly members: ReadonlyMap<string, Doc>;
}

export const NO_DOCS: DocParts = { members: new Map() };

const NOTES: readonly SectionKind[] = ['note', 'oldNote'];
const EXAMPLES: readonly SectionKind[] = ['example', 'oldExample'];

/** The documentation that a comment gives to its definition, and to the members it names. */
export function docParts(block: DocBlock): DocParts {
  const members = new Map<string, Doc>();
  for (const section of block.sections) {
    if (section.kind !== 'member') continue;
    const doc = memberDoc(sectionText(section));
    if (saysAnything(doc)) members.set(section.name, doc);
  }
  const doc = definitionDoc(block);
  return saysAnything(doc) ? { doc, members } : { members };
}

function saysAnything(doc: Doc): boolean {
  return Object.keys(doc).length > 0;
}

function definitionDoc(block: DocBlock): Doc {
  const textOf = (kind: SectionKind): string => joinTexts(textsOf(block, [kind]), '\n\n');
  const notes = textsOf(block, NOTES);
  const examples = textsOf(block, EXAMPLES);
  const features = featureTexts(block);
  return {
    ...proseDoc(textOf('text')),
    ...present('since', sinceVersion(textOf('since'))),
    ...present('returns', textOf('returns')),
    ...present('errors', textOf('errors')),
    ...(notes.length > 0 && { notes }),
    ...(examples.length > 0 && { examples }),
    ...(features && { features }),
  };
}

function present<K extends string>(key: K, text: string | undefined): { [P in K]?: string } {
  const shown: { [P in K]?: string } = {};
  if (text) shown[key] = text;
  return shown;
}

function joinTexts(texts: readonly string[], between: string): string {
  return texts.length === 1 ? texts[0]! : texts.join(between);
}

function textsOf(block: DocBlock, kinds: readonly SectionKind[]): readonly string[] {
  return block.sections
    .filter(section => kinds.includes(section.kind))
    .map(sectionText)
    .filter(text => text !== '');
}

function featureTexts(block: DocBlock): Readonly<Record<string, string>> | undefined {
  const sections = block.sections.filter(section => section.kind === 'feature');
  if (sections.length === 0) return undefined;
  return Object.fromEntries(sections.map(section => [section.name, sectionText(section)]));
}

/** The `:title:` and other options of a directive stand above its text; only the title is kept. */
const OPTION = /^ +:(?:title:[ \t]*(.*)|[a-z-]+:.*)$/;

/** The text of a section, its indentation gone. */
export function sectionText(section: DocSection): string {
  const [first = '', ...below] = section.lines;
  const isDirective = section.kind === 'example' || section.kind === 'note';
  const title = isDirective ? below.map(line => OPTION.exec(line)?.[1]).find(Boolean) : undefined;
  const rest = isDirective ? below.filter(line => !OPTION.test(line)) : below;
  const depth = commonIndent(rest);
  return trimBlank([
    first,
    ...(title === undefined ? [] : [title]),
    ...rest.map(line => line.slice(depth)),
  ]);
}

function commonIndent(lines: readonly string[]): number {
  let depth = Number.POSITIVE_INFINITY;
  for (const line of lines) {
    if (line !== '') depth = Math.min(depth, line.search(/\S|$/));
  }
  return depth === Number.POSITIVE_INFINITY ? 0 : depth;
}

function trimBlank(lines: readonly string[]): string {
  return lines.join('\n').replace(/^\n+|\s+$/g, '');
}

const OPTIONAL_MARK = /^[#@]optional\b[,:]?\s*/;
/** `(since 2.10)` at the end of what is said of a member, or `since 2.10` as all of it. */
const SINCE_AT_END =
  /(?:\s*\(\s*since:?\s+v?(\d+(?:\.\d+)*)\.?\s*\)\.?|^since:?\s+v?(\d+(?:\.\d+)*)\.?)\s*$/i;
/** `(since 2.2; before, ...)`: said on the way, and so a part of the text. */
const SINCE_WITHIN = /\((?:[^()]*?\W)??since:?\s+v?(\d+(?:\.\d+)*)/i;

/** What is said of one member, `#optional` and `(since 2.10)` taken out of the text. */
function memberDoc(text: string): Doc {
  const plain = text.replace(OPTIONAL_MARK, '');
  const atEnd = SINCE_AT_END.exec(plain);
  if (atEnd !== null) {
    return {
      ...proseDoc(plain.slice(0, atEnd.index)),
      since: normalVersion((atEnd[1] ?? atEnd[2])!),
    };
  }
  const within = SINCE_WITHIN.exec(plain);
  if (within === null) return proseDoc(plain);
  return { ...proseDoc(plain), since: normalVersion(within[1]!) };
}

function sinceVersion(text: string): string | undefined {
  const match = /v?(\d+(?:\.\d+)*)/.exec(text);
  return match === null ? undefined : normalVersion(match[1]!);
}

/** `0.14.0` -> `0.14`, as later documents write it. */
function normalVersion(version: string): string {
  return version.replace(/^(\d+\.\d+)\.0$/, '$1');
}

/** The first sentence of a paragraph; a dot in `e.g. this` or `i.e. That` ends none. */
const SENTENCE = /^.+?(?<!\b(?:e\.g|i\.e|etc|vs|cf))[.!?](?=\s|$)/;
/** A paragraph that is a list, table or directive has no first sentence. */
const NO_PROSE = /^((?:[-*+]|\d+[.)]|#\.|\.\.|\||->|<-|=+)\s|\+-)/;

/** Prose split into its first sentence, on one line and plain, and the rest as it stands. */
function proseDoc(text: string): Doc {
  const end = text.indexOf('\n\n');
  const paragraph = (end < 0 ? text : text.slice(0, end)).replace(/\s*\n\s*/g, ' ').trim();
  if (paragraph === '') return {};
  if (NO_PROSE.test(paragraph)) return { body: text };
  const sentence = SENTENCE.exec(paragraph)?.[0] ?? paragraph;
  const rest = paragraph.slice(sentence.length).trim();
  const below = end < 0 ? '' : text.slice(end + 2).replace(/^\n+/, '');
  const body = rest !== '' && below !== '' ? `${rest}\n\n${below}` : rest + below;
  const summary = plainText(sentence);
  return body === '' ? { summary } : { summary, body };
}
