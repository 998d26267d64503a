// `key=@FILE`, `key=@-`, `key=@?`: values that do not stand on the line, fetched before it is bound.
import type { RequestSyntax } from './binding/bind-command.js';
import type { Line } from './line.js';
import { error, type Problem, type Span } from './problem.js';
import type { Word } from './words.js';

/** Where a value is to be fetched. */
export type Reference =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'stdin' }
  /** Asked for, without echo; `member` says what for. */
  | { readonly kind: 'ask'; readonly member: string };

/** Fetches a value. @throws an Error whose message says why it cannot be had. */
export type FetchValue = (reference: Reference) => Promise<string>;

/**
 * The line with every reference replaced by its value, as if quoted; unchanged where it has none. A value that cannot
 * be had is a problem of the line. The line's text stays as it was typed: no secret gets into messages or histories.
 */
export async function withReferences(
  line: Line,
  syntax: RequestSyntax,
  fetch: FetchValue,
): Promise<{ readonly line: Line; readonly syntax: RequestSyntax }> {
  const problems: Problem[] = [];
  const resolve = (words: readonly Word[]) =>
    Promise.all(words.map(word => resolveWord(word, fetch, problems)));
  const resolved = await resolveSyntax(syntax, resolve);
  return {
    line: { ...line, syntax: resolved, problems: [...line.problems, ...problems] },
    syntax: resolved,
  };
}

type ResolveWords = (words: readonly Word[]) => Promise<Word[]>;

async function resolveSyntax(syntax: RequestSyntax, resolve: ResolveWords): Promise<RequestSyntax> {
  if (syntax.kind === 'command') return { ...syntax, words: await resolve(syntax.words) };
  if (syntax.kind === 'raw') return syntax;
  const actions = syntax.actions.map(async action => ({
    ...action,
    words: await resolve(action.words),
  }));
  return { ...syntax, actions: await Promise.all(actions) };
}

function isReference({ key, value }: Word): boolean {
  return key !== undefined && value.kind === 'text' && !value.quoted && /^@./.test(value.text);
}

function referenceOf(text: string, member: string): Reference {
  if (text === '@-') return { kind: 'stdin' };
  if (text === '@?') return { kind: 'ask', member };
  return { kind: 'file', path: text.slice(1) };
}

async function resolveWord(word: Word, fetch: FetchValue, problems: Problem[]): Promise<Word> {
  const { key, value } = word;
  if (!isReference(word) || key === undefined || value.kind !== 'text') return word;
  try {
    const text = await fetch(referenceOf(value.text, key.text));
    return { ...word, value: quotedValue(text.replace(/\r?\n$/, ''), value.span) };
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    problems.push(
      error('syntax', value.span, `${why} (quote the value to send the text '${value.text}')`),
    );
    return word;
  }
}

function quotedValue(text: string, span: Span): Word['value'] {
  return { kind: 'text', text, quoted: true, span, elements: [{ text, quoted: true, span }] };
}
