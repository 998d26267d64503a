// A line of text -> what form it has, with every place in it. No schema here: that is binding's work.
import { error, hasErrors, type Problem, type Span } from './problem.js';
import { type ActionSyntax, readActions } from './read-actions.js';
import { type JsonNode, readJsonString, readRelaxedJson } from './relaxed-json.js';
import { type Operator, readWord, type Word } from './words.js';

export type { ActionSyntax } from './read-actions.js';

/** A line as read; problems of its form are in `problems`, and `open` says that more lines must follow. */
export interface Line {
  readonly text: string;
  readonly syntax: LineSyntax;
  readonly problems: readonly Problem[];
  /** An open bracket, or `transaction(` without its `)`: the line goes on. */
  readonly open: boolean;
}

export type LineSyntax =
  | { readonly kind: 'blank' }
  | CommandSyntax
  | { readonly kind: 'raw'; readonly node: JsonNode }
  | TransactionSyntax
  | {
      readonly kind: 'directive';
      readonly name: string;
      readonly nameSpan: Span;
      readonly rest: Rest;
    }
  | { readonly kind: 'help'; readonly rest: Rest };

export interface CommandSyntax {
  readonly kind: 'command';
  readonly name: string;
  readonly nameSpan: Span;
  /** `!name`: out of band. */
  readonly oob: boolean;
  readonly words: readonly Word[];
  /** From the first operator on: `| shell command`, `> file`. */
  readonly redirection?: Redirection;
}

export interface Redirection {
  readonly operator: Operator;
  readonly span: Span;
  /** The rest of the line after the operator, trimmed. */
  readonly target: string;
}

export interface TransactionSyntax {
  readonly kind: 'transaction';
  readonly nameSpan: Span;
  readonly actions: readonly ActionSyntax[];
  /** `properties.completion-mode=grouped` and its like, which may stand among the actions. */
  readonly properties: readonly Word[];
}

/** The text after a directive's name, trimmed at its start. */
export interface Rest {
  readonly text: string;
  readonly start: number;
}

/** How an HMP-like prompt is pasted from a manual: `-> { "execute": ... }`. */
const MANUAL_ARROW = /^->\s*(?=\{)/;
const TRANSACTION = /^transaction\s*\(/;
const ALL_OF_IT: Omit<Parameters<typeof readWord>[2], 'limit'> = {
  blanksEnd: true,
  inTransaction: false,
};

/** What most lines of most scripts are: nothing in it needs a closer look. */
const BARE_NAME = /^[A-Za-z_][\w-]*$/;

/** Reads one line (which may span several, where brackets are open). Never throws. */
export function parseLine(text: string): Line {
  if (BARE_NAME.test(text)) return bareName(text);
  const start = text.length - text.trimStart().length;
  const first = text[start];
  if (first === undefined || first === '#') return done(text, { kind: 'blank' });
  const arrow = MANUAL_ARROW.exec(text.slice(start))?.[0].length ?? 0;
  if (first === '{' || arrow > 0) return parseRaw(text, start + arrow);
  if (first === '.') return parseDirective(text, start);
  if (first === '?') return done(text, { kind: 'help', rest: restFrom(text, start + 1) });
  if (TRANSACTION.test(text.slice(start))) return parseTransaction(text, start);
  return parseCommand(text, start);
}

/**
 * Reads a command whose words a shell has split already: each is one word, blanks and all. `text` of the result is
 * the words joined by blanks, for messages; places point into it.
 */
export function parseWords(words: readonly string[]): Line {
  const text = words.join(' ');
  const spans = wordSpans(words);
  const [name = '', ...rest] = words;
  const oob = name.startsWith('!');
  const reads = spans
    .slice(1)
    .map(({ start, end }, index) =>
      rest[index] === ''
        ? emptyWord(start)
        : readWord(text, start, { limit: end, blanksEnd: false, inTransaction: false }),
    );
  const syntax: CommandSyntax = {
    kind: 'command',
    name: oob ? name.slice(1) : name,
    nameSpan: spans[0] ?? { start: 0, end: 0 },
    oob,
    words: reads.map(read => read.word),
  };
  const problems = reads.flatMap(read => [...read.problems, ...unclosed(text, read.open)]);
  if (syntax.name === '')
    problems.unshift(error('syntax', syntax.nameSpan, "expected a command's name"));
  return { text, syntax, problems, open: false };
}

function unclosed(text: string, open: boolean): Problem[] {
  const end = { start: text.length, end: text.length };
  return open ? [error('syntax', end, 'the brackets are not closed')] : [];
}

function emptyWord(start: number): ReturnType<typeof readWord> {
  const span = { start, end: start };
  const value = { kind: 'text', text: '', quoted: true, span, elements: [] } as const;
  return { word: { span, value }, end: start, problems: [], open: false };
}

function wordSpans(words: readonly string[]): Span[] {
  let at = 0;
  return words.map(word => {
    const span = { start: at, end: at + word.length };
    at = span.end + 1;
    return span;
  });
}

function bareName(name: string): Line {
  const nameSpan = { start: 0, end: name.length };
  return done(name, { kind: 'command', name, nameSpan, oob: false, words: [] });
}

function done(
  text: string,
  syntax: LineSyntax,
  problems: readonly Problem[] = [],
  open = false,
): Line {
  return { text, syntax, problems, open: open && !hasErrors(problems) };
}

function parseRaw(text: string, start: number): Line {
  const read = readRelaxedJson(text, start);
  const problems = [...read.problems];
  const after = restFrom(text, read.end);
  if (!read.open && problems.length === 0 && after.text !== '') {
    const span = { start: after.start, end: after.start + after.text.length };
    problems.push(
      error('syntax', span, 'expected nothing after the closing brace: one command a line'),
    );
  }
  return done(text, { kind: 'raw', node: read.node }, problems, read.open);
}

function parseDirective(text: string, start: number): Line {
  const name = /^\.\S*/.exec(text.slice(start))?.[0] ?? '.';
  const end = start + name.length;
  const nameSpan = { start, end };
  const rest = restFrom(text, end);
  return done(text, {
    kind: 'directive',
    name: name.slice(1),
    nameSpan,
    rest: TAKES_ONE_WORD.has(name) ? unquoted(rest) : rest,
  });
}

/** What follows these is one word, blanks and all; quotes around it are no part of it. */
const TAKES_ONE_WORD: ReadonlySet<string> = new Set([
  '.source',
  '.qom',
  '.help',
  '.schema',
  '.record',
  '.connect',
]);

function unquoted(rest: Rest): Rest {
  if (!/^["']/.test(rest.text)) return rest;
  const read = readJsonString(rest.text, 0);
  return read.ok && read.end === rest.text.length ? { ...rest, text: read.value } : rest;
}

function restFrom(text: string, at: number): Rest {
  const trimmed = text.slice(at).trimStart();
  return { text: trimmed.trimEnd(), start: text.length - trimmed.length };
}

function parseCommand(text: string, start: number): Line {
  const oob = text[start] === '!';
  const nameStart = oob ? start + 1 : start;
  const read = readWords(text, nameStart);
  const [first, ...words] = read.words;
  const nameSpan = first?.span ?? { start: nameStart, end: nameStart };
  const problems = [...nameProblems(first, nameSpan), ...read.problems];
  const name = first?.value.kind === 'text' ? first.value.text : '';
  const syntax: CommandSyntax = {
    kind: 'command',
    name,
    nameSpan,
    oob,
    ...splitAtOperator(text, words),
  };
  return done(text, syntax, problems, read.open);
}

function nameProblems(first: Word | undefined, span: Span): Problem[] {
  if (first === undefined) return [error('syntax', span, "expected a command's name after '!'")];
  if (first.key === undefined && first.value.kind === 'text' && first.operator === undefined)
    return [];
  return [error('syntax', span, "expected a command's name first")];
}

function splitAtOperator(
  text: string,
  words: readonly Word[],
): { words: readonly Word[]; redirection?: Redirection } {
  const at = words.findIndex(word => word.operator !== undefined);
  const found = words[at];
  if (found?.operator === undefined) return { words };
  const target = text.slice(found.span.end).trim();
  const span = { start: found.span.start, end: text.trimEnd().length };
  return { words: words.slice(0, at), redirection: { operator: found.operator, span, target } };
}

interface WordsRead {
  readonly words: readonly Word[];
  readonly problems: readonly Problem[];
  readonly open: boolean;
}

/** All words from `at` on. What follows an operator belongs to another program and is not looked into. */
function readWords(text: string, from: number): WordsRead {
  const words: Word[] = [];
  const problems: Problem[] = [];
  let at = skipBlanks(text, from);
  while (at < text.length) {
    const read = readWord(text, at, { ...ALL_OF_IT, limit: text.length });
    words.push(read.word);
    problems.push(...read.problems);
    if (read.open) return { words, problems, open: true };
    if (read.word.operator !== undefined) break;
    at = skipBlanks(text, read.end);
  }
  return { words, problems, open: false };
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (/\s/.test(text[at] ?? 'x')) at += 1;
  return at;
}

/** `transaction( a... ; b... )`. */
function parseTransaction(text: string, start: number): Line {
  const read = readActions(text, text.indexOf('(', start) + 1, true);
  const nameSpan = { start, end: start + 'transaction'.length };
  const syntax = { kind: 'transaction', nameSpan, ...read.syntax } as const;
  const rest = restFrom(text, read.end);
  const problems = [...read.problems];
  if (rest.text !== '') {
    const span = { start: rest.start, end: rest.start + rest.text.length };
    problems.push(error('syntax', span, "expected nothing after the closing ')'"));
  }
  return done(text, syntax, problems, read.open);
}

/** Reads a line as one of those in a transaction's brackets: what stands between `.begin` and `.commit`. */
export function parseActions(text: string): Line {
  const { syntax, problems } = readActions(text, 0, false);
  return done(text, { kind: 'transaction', nameSpan: { start: 0, end: 0 }, ...syntax }, problems);
}
