// `key=@FILE`, `key=@-`, `key=@?`: values that do not stand on the line, fetched before it is bound. A bare word is one
// only where it fills a secret member: elsewhere `@` is an ordinary character.
import { type Annotations, anyNotes } from './annotations.js';
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
  annotations: Annotations,
  fetch: FetchValue,
): Promise<{ readonly line: Line; readonly syntax: RequestSyntax }> {
  const problems: Problem[] = [];
  const resolve: ResolveWords = (command, words) => {
    const members = membersOf(annotations, command, words);
    return Promise.all(words.map((word, at) => resolveWord(word, members[at], fetch, problems)));
  };
  const resolved = await resolveSyntax(syntax, resolve);
  return {
    line: { ...line, syntax: resolved, problems: [...line.problems, ...problems] },
    syntax: resolved,
  };
}

type ResolveWords = (command: string, words: readonly Word[]) => Promise<Word[]>;

async function resolveSyntax(syntax: RequestSyntax, resolve: ResolveWords): Promise<RequestSyntax> {
  if (syntax.kind === 'command')
    return { ...syntax, words: await resolve(syntax.name, syntax.words) };
  if (syntax.kind === 'raw') return syntax;
  const actions = syntax.actions.map(async action => ({
    ...action,
    words: await resolve(action.name, action.words),
  }));
  return { ...syntax, actions: await Promise.all(actions) };
}

/** For each word the member whose value it may say where to find: its key, or the secret member that it fills. */
function membersOf(
  annotations: Annotations,
  command: string,
  words: readonly Word[],
): (string | undefined)[] {
  const notes = anyNotes(annotations, command);
  const places = [...(notes?.positional ?? [])];
  return words.map(word => {
    if (word.key !== undefined) return word.key.text;
    const place = places.shift();
    const isSecret = place !== undefined && notes?.members?.[place]?.secret === true;
    return isSecret ? place : undefined;
  });
}

function isReference({ value }: Word): boolean {
  return value.kind === 'text' && !value.quoted && /^@./.test(value.text);
}

function referenceOf(text: string, member: string): Reference {
  if (text === '@-') return { kind: 'stdin' };
  if (text === '@?') return { kind: 'ask', member };
  return { kind: 'file', path: text.slice(1) };
}

async function resolveWord(
  word: Word,
  member: string | undefined,
  fetch: FetchValue,
  problems: Problem[],
): Promise<Word> {
  const { value } = word;
  if (!isReference(word) || member === undefined || value.kind !== 'text') return word;
  try {
    const text = await fetch(referenceOf(value.text, member));
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
