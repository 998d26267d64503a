// FILTER's words and commas, from text or from words that the shell has split. What they mean is filter.ts's.
import { JsonSyntaxError } from '../json/errors.js';
import { parseJson } from '../json/parse.js';
import type { Span } from '../shell/problem.js';
import { problem, type SpecProblem, type SpecWord } from './spec.js';

export type FilterToken =
  | { readonly kind: 'comma'; readonly span: Span }
  | {
      readonly kind: 'word';
      readonly key?: string;
      readonly text: string;
      readonly span: Span;
    };

const GAP = /\s*/y;
/** A key and its `=`, where a word has them. */
const KEY = /([^\s,="']+)=/y;
const BARE = /[^\s,]*/y;
const DOUBLE_QUOTED = /"(?:[^"\\]|\\.)*"/y;
const SINGLE_QUOTED = /'[^']*'/y;

/** The tokens of a text as a user types it; a quote is special at the start of a word or value only. */
export function tokensFromText(text: string): FilterToken[] | SpecProblem {
  const tokens: FilterToken[] = [];
  let at = endOf(GAP, text, 0);
  while (at < text.length) {
    const token = text[at] === ',' ? commaAt(at) : readWord(text, at);
    if (token.kind === 'problem') return token;
    tokens.push(token);
    at = endOf(GAP, text, token.span.end);
  }
  return tokens;
}

function commaAt(start: number): FilterToken {
  return { kind: 'comma', span: { start, end: start + 1 } };
}

function readWord(text: string, start: number): FilterToken | SpecProblem {
  const valueAt = endOf(KEY, text, start);
  const value = readValue(text, valueAt);
  if (typeof value !== 'string') return value;
  const end = valueEnd(text, valueAt);
  const key = valueAt > start ? { key: text.slice(start, valueAt - 1) } : {};
  return { kind: 'word', ...key, text: value, span: { start, end } };
}

function readValue(text: string, start: number): string | SpecProblem {
  const end = valueEnd(text, start);
  const raw = text.slice(start, end);
  const quote = raw[0];
  if (quote !== '"' && quote !== "'") return raw;
  const isClosed = raw.length > 1 && raw.endsWith(quote) && /^[\s,]?$/.test(text[end] ?? '');
  if (!isClosed) return problem('syntax', { start, end }, `expected a closing ${quote}`);
  return quote === "'" ? raw.slice(1, -1) : unescaped(raw, start);
}

function unescaped(raw: string, start: number): string | SpecProblem {
  try {
    return String(parseJson(raw));
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    const span = { start: start + error.offset, end: start + raw.length };
    return problem('syntax', span, 'expected a JSON escape');
  }
}

function valueEnd(text: string, start: number): number {
  const quoted = Math.max(endOf(DOUBLE_QUOTED, text, start), endOf(SINGLE_QUOTED, text, start));
  return quoted > start ? quoted : endOf(BARE, text, start);
}

/** The offset after what the sticky pattern matches at `start`; `start` itself where it does not. */
function endOf(pattern: RegExp, text: string, start: number): number {
  pattern.lastIndex = start;
  return pattern.test(text) ? pattern.lastIndex : start;
}

/** The tokens of split words. A comma in a word that was not quoted separates items, as it does in a text. */
export function tokensFromWords(words: readonly SpecWord[]): FilterToken[] {
  return words.flatMap(tokensOfWord);
}

function tokensOfWord({ key, text, quoted, span = { start: 0, end: 0 } }: SpecWord): FilterToken[] {
  const parts = quoted ? [text] : text.split(',');
  return parts.flatMap((part, index): FilterToken[] => {
    const comma: FilterToken[] = index === 0 ? [] : [{ kind: 'comma', span }];
    if (index === 0 && key !== undefined) return [{ kind: 'word', key, text: part, span }];
    return part === '' ? comma : [...comma, { kind: 'word', text: part, span }];
  });
}
